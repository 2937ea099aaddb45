module.exports = {
  presets: [
    [
      'taro',
      {
        framework: 'react',
        ts: true,
        compiler: 'webpack5',
        useBuiltIns: false,
        // Without targets the WeChat package becomes ES5, which every phone runs.
        targets: process.env.TARO_ENV === 'h5' ? { chrome: '80', ios: '14' } : undefined,
      },
    ],
  ],
};

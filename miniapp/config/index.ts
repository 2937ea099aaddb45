import path from 'node:path';
import { defineConfig, type UserConfigExport } from '@tarojs/cli';

// Taro reads its configuration, .env files and Babel settings from the working directory, so it is run from miniapp/.
const from = (...parts: string[]) => path.resolve(__dirname, '..', ...parts);
const target = process.env.TARO_ENV;
const cssModules = { enable: false, config: { namingPattern: 'module' as const, generateScopedName: '[name]__[local]___[hash:base64:5]' } };

/** Where the server serves the web app; must agree with `PUBLIC_PATH` in `src/shared/request/address.ts`. */
const WEB_PUBLIC_PATH = '/app/';

export default defineConfig<'webpack5'>(async () => {
  const config: UserConfigExport<'webpack5'> = {
    projectName: 'chejiantong',
    date: '2026-11-22',
    designWidth: 375,
    deviceRatio: { 640: 2.34 / 2, 750: 1, 375: 2, 828: 1.81 / 2 },
    sourceRoot: 'src',
    outputRoot: `dist/${target}`,
    framework: 'react',
    compiler: { type: 'webpack5', prebundle: { enable: false } },
    cache: { enable: process.env.TARO_CACHE === '1' },
    alias: { '@contracts': from('..', 'server', 'contracts'), '@': from('src') },
    // Where the API of a mini-program lives; the web app asks the server it came from.
    defineConstants: { API_ORIGIN: JSON.stringify(target === 'h5' ? '' : (process.env.TARO_APP_API_ORIGIN ?? '')) },
    copy: { patterns: target === 'h5' ? [{ from: 'public/', to: 'dist/h5/' }] : [], options: {} },
    mini: {
      // The contracts are outside sourceRoot: Babel must be told to compile them for the phone's engine.
      compile: { include: [from('..', 'server', 'contracts')] },
      webpackChain(chain, webpack) {
        // WeChat on Android has no Intl, and i18next asks for Intl.PluralRules.
        chain.plugin('intl').use(webpack.ProvidePlugin, [{ Intl: [from('src/shared/i18n/intl-stand-in.ts'), 'default'] }]);
      },
      // Sizes stay in px: 48 px is a thumb on every phone, while rpx would shrink it on a narrow one.
      postcss: { pxtransform: { enable: false, config: {} }, cssModules },
    },
    h5: {
      compile: { include: [from('..', 'server', 'contracts')] },
      devServer: { host: '127.0.0.1', port: 10086, open: false },
      webpackChain(chain) {
        // Every page is a chunk of its own; without this each would carry its own copy of what they share.
        chain.optimization.splitChunks({
          chunks: 'all',
          cacheGroups: {
            // What only the planner's desk needs must not weigh on a worker's first load.
            desk: {
              name: 'desk',
              chunks: 'async',
              test: /src[\\/]features[\\/](desk|orders)[\\/]/,
              minChunks: 2,
              minSize: 0,
              priority: 30,
            },
            shared: { name: 'shared', chunks: 'async', minChunks: 2, minSize: 0, priority: 20 },
          },
        });
      },
      publicPath: WEB_PUBLIC_PATH,
      staticDirectory: 'static',
      router: { mode: 'browser', basename: WEB_PUBLIC_PATH.slice(0, -1) },
      output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
      miniCssExtractPluginOption: {
        ignoreOrder: true,
        filename: 'css/[name].[contenthash:8].css',
        chunkFilename: 'css/[name].[contenthash:8].css',
      },
      postcss: { autoprefixer: { enable: true, config: {} }, pxtransform: { enable: false, config: {} }, cssModules },
    },
  };
  return config;
});

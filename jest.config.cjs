/** @type {(react: boolean) => [string, object]} */
const swc = (react) => [
  '@swc/jest',
  {
    jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: react }, transform: react ? { react: { runtime: 'automatic' } } : {} },
    module: { type: 'commonjs' },
  },
];
const node = { testEnvironment: 'node', transform: { '^.+\\.ts$': swc(false) } };

/** @type {import('jest').Config} */
module.exports = {
  projects: [
    {
      ...node,
      displayName: 'server',
      testMatch: ['<rootDir>/tests/{server,bot,contracts,architecture,journeys}/**/*.test.ts'],
      globalSetup: '<rootDir>/tests/support/start-store.ts',
      globalTeardown: '<rootDir>/tests/support/stop-store.ts',
      setupFilesAfterEnv: ['<rootDir>/tests/support/jest-setup.ts'],
    },
    {
      displayName: 'miniapp',
      testEnvironment: 'jsdom',
      testMatch: ['<rootDir>/tests/miniapp/**/*.test.tsx'],
      setupFiles: ['<rootDir>/tests/support/api-origin.ts'],
      transform: { '^.+\\.(tsx?|jsx?|mjs)$': swc(true) },
      moduleNameMapper: {
        '^@/(.*)$': '<rootDir>/miniapp/src/$1',
        '^@contracts/(.*)$': '<rootDir>/server/contracts/$1',
        '^@tarojs/components$': '<rootDir>/tests/support/taro-components.tsx',
        '^@tarojs/taro$': '<rootDir>/tests/support/taro.ts',
        '\\.(s?css)$': '<rootDir>/tests/support/style-stub.ts',
      },
    },
    { ...node, displayName: 'weapp', testMatch: ['<rootDir>/tests/miniapp/**/*.weapp.test.ts'] },
  ],
};

// What tests start is to find dist/ as it is: nothing but `npm run build` writes it.
process.env.CKREMM_BUILD = 'never';

export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json'],
  // The build is ES modules in JavaScript, which jest can only load as CommonJS.
  transform: {
    '\\.ts$': '<rootDir>/test/support/transform.cjs',
    '/build/((tree|native|play)/)?[\\w-]+\\.js$': '<rootDir>/test/support/transform.cjs',
  },
  testEnvironment: '<rootDir>/test/support/environment.cjs',
  runtime: '<rootDir>/test/support/runtime.cjs',
  testPathIgnorePatterns: ['/node_modules/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/out/'],
  watchPathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/out/'],
  // All messages of a failing run at its end; of a green one the totals alone.
  reporters: [['summary', { summaryThreshold: 0 }], '<rootDir>/test/support/reporter.cjs'],
  testTimeout: 60000,
  // Jest would leave one core idle; of two that is half of the machine.
  maxWorkers: '100%',
};

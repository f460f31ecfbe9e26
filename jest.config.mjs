/**
 * Every suite runs as ESM through swc; `.int.test.ts` needs the local AWS endpoint, `.broker.test.ts` starts brokers of
 * its own, `.package.test.ts` installs what is packed.
 */
const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.local', '<rootDir>/dist', '<rootDir>/examples'],
};

export default {
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: [
        '\\.int\\.test\\.ts$',
        '\\.broker\\.test\\.ts$',
        '\\.e2e\\.test\\.ts$',
        '\\.package\\.test\\.ts$',
        '/node_modules/',
      ],
    },
    {
      ...common,
      displayName: 'package',
      globalSetup: '<rootDir>/test/package/build.mjs',
      testMatch: ['<rootDir>/test/**/*.package.test.ts'],
    },
    { ...common, displayName: 'integration', testMatch: ['<rootDir>/test/**/*.int.test.ts'] },
    { ...common, displayName: 'brokers', testMatch: ['<rootDir>/test/**/*.broker.test.ts'] },
    { ...common, displayName: 'e2e', testMatch: ['<rootDir>/test/**/*.e2e.test.ts'] },
  ],
};

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['server/test/global-setup.ts'],
    include: [
      'contract/**/*.test.ts',
      'server/**/*.test.ts',
      'simulator/**/*.test.ts',
      'web/**/*.test.ts',
      'e2e/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    // Most of the time is waited: for a database, a browser, a clock.
    maxWorkers: '100%',
    // One unlucky moment of a busy machine must not cost a whole run; .ci/run names what took two tries, which is to be mended.
    retry: process.env['CI'] ? 1 : 0,
    // The machine may have much else to do; only what fails takes so long.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
});

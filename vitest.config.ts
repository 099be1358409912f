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
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: '.',
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/database-server.ts',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

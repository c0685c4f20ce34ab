import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Node reads this when a process starts: the workers trust the https login of the fake Teams, which MSAL insists on
process.env.NODE_EXTRA_CA_CERTS = fileURLToPath(new URL('fakes/teams/login-cert.pem', import.meta.url));

export default defineConfig({
  test: {
    root: '.',
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/database-server.ts',
    // the default leaves one of two cores idle: most of the time is spent waiting for PostgreSQL
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

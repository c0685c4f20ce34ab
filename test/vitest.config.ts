import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Node reads this when a process starts: the workers trust the https login of the fake Teams, which MSAL insists on
process.env.NODE_EXTRA_CA_CERTS = fileURLToPath(new URL('fake-teams/login-cert.pem', import.meta.url));

export default defineConfig({
  test: {
    root: '.',
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: ['test/memory.ts', 'test/build.ts', 'test/database-server.ts'],
    // the default leaves one of two cores idle: most of the time is spent waiting for PostgreSQL
    maxWorkers: 2,
    // Loading the modules again for each file took a third of the time. botbuilder keeps tokens by app id and keys by address for as long as its
    // modules live, so every fake Teams has its own.
    isolate: false,
  },
});

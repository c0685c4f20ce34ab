import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Node reads this when a process starts: the workers trust the https login of the fake Teams, which MSAL insists on
process.env.NODE_EXTRA_CA_CERTS = fileURLToPath(new URL('fake-teams/login-cert.pem', import.meta.url));

// botbuilder keeps tokens by app id for as long as its modules live: where it is used, every file has its own
const apart = [
  'test/e2e/**/*.test.ts',
  'test/fake-*/**/*.test.ts',
  'test/demo/**/*.test.ts',
  'test/{cli,config,server}/**/*.test.ts',
];
const common = {
  root: '.',
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    ...common,
    globalSetup: ['test/build.ts', 'test/database-server.ts'],
    // the default leaves one of two cores idle: most of the time is spent waiting for PostgreSQL
    maxWorkers: 2,
    projects: [
      { test: { ...common, name: 'apart', include: apart } },
      // loading the modules again for each file took a third of the time
      { test: { ...common, name: 'together', include: ['test/**/*.test.ts'], exclude: apart, isolate: false } },
    ],
  },
});

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Node reads this when a process starts: the workers trust the https login of the fake Teams, which MSAL insists on
process.env.NODE_EXTRA_CA_CERTS = fileURLToPath(new URL('fake-teams/login-cert.pem', import.meta.url));

/** The files that take longest. They come first, so that the workers end together; vitest knows only their sizes on a clean checkout. */
const longest = [
  'e2e/every-form',
  'e2e/demo',
  'e2e/browser',
  'cli/backup',
  'chat/histories',
  'db/embedded/index',
  'db/upgrade-older',
  'usecases/people/import-directory',
  'outbox/kill',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => longest.some((name) => moduleId.endsWith(`/${name}.test.ts`));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

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
    sequence: { sequencer: LongestFirst },
  },
});

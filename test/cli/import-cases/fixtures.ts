import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { runCli } from '../../../src/cli/index.ts';
import { test as base } from '../../usecases/fixtures.ts';

/** Test API with a world, a folder, and `run`, which runs `import cases` with these arguments on the test's database. */
export const test = base.extend('run', { scope: 'file' }, ({ db }) => async (...args: string[]) => {
  const printed = { out: '', err: '' };
  const code = await runCli(['import', 'cases', ...args], {
    environment: { DATABASE_URL: db.url },
    out: (text) => void (printed.out += `${text}\n`),
    err: (text) => void (printed.err += `${text}\n`),
  });
  return { code, ...printed };
});

/** Makes a folder within that of the test file. */
export const newFolder = (folder: string): Promise<string> => mkdtemp(path.join(folder, 'export-'));

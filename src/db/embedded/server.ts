// Finds, starts and stops the PostgreSQL server process.
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { open, readFile, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import type { Home } from './home.ts';

const pollMs = 20;

/** A server process of the cluster, which may not accept connections yet. */
export interface Server {
  pid: number;
  ready: boolean;
}

const cluster = (home: Home) => path.join(home.folder, 'data');

/** Finds the server of a cluster, including a server that an earlier process left running. Deletes a stale lock file. */
export async function findServer(home: Home): Promise<Server | null> {
  const lock = path.join(cluster(home), 'postmaster.pid');
  const lines = (await readFile(lock, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!pid) return null;
  if (await isServerOf(pid, cluster(home))) return { pid, ready: lines[7]?.trim() === 'ready' };
  // PostgreSQL would mistake any process with this id for its own; containers reuse ids quickly
  await rm(lock, { force: true });
  await rm(path.join(home.socketFolder, '.s.PGSQL.5432.lock'), { force: true });
  return null;
}

async function isServerOf(pid: number, data: string): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // the working folder of a server is its cluster; a zombie process has none
  if (process.platform === 'linux') return (await readlink(`/proc/${pid}/cwd`).catch(() => null)) === (await realpath(data));
  const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'comm=']).catch(() => ({ stdout: '' }));
  return stdout.includes('postgres');
}

/** Creates the cluster unless it exists. It gets its name when it is complete. */
export async function initialize(home: Home, { initdb }: Binaries): Promise<void> {
  if (await stat(path.join(cluster(home), 'PG_VERSION')).catch(() => null)) return;
  const partial = path.join(home.folder, `data.${randomUUID()}`);
  await rm(partial, { recursive: true, force: true });
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8']; // the same on every machine
  const args = ['-D', partial, '-U', 'postgres', '--auth=trust', '--no-instructions', ...locale];
  try {
    await promisify(execFile)(initdb, args, processOptions(home));
    await rename(partial, cluster(home));
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (await stat(path.join(cluster(home), 'PG_VERSION')).catch(() => null)) return; // another process was faster
    throw failure('could not be initialized', error instanceof Error && 'stderr' in error ? String(error.stderr) : '', error);
  }
}

/**
 * Starts the server and waits until it accepts connections.
 * Returns without an error if another process has started one for the same cluster; call `findServer` again then.
 * @param settings settings of postgresql.conf
 * @throws Error with PostgreSQL's own message
 */
export async function launch(home: Home, { postgres }: Binaries, settings: Record<string, string>): Promise<void> {
  const logFile = path.join(home.folder, 'postgres.log');
  await rename(logFile, `${logFile}.1`).catch(() => undefined);
  // the file is read by its handle, because another process that starts now may replace it
  const log = await open(logFile, 'a+', 0o600);
  await log.chown(home.owner.uid, home.owner.gid);
  // connections need no password, because only the owner can enter the folder of the socket
  const all = {
    listen_addresses: '',
    unix_socket_permissions: '0700',
    unix_socket_directories: home.socketFolder,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...settings,
  };
  const args = ['-D', cluster(home), ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  // detached, so that Ctrl-C in a terminal reaches only the bot, which then stops the server
  const child = spawn(postgres, args, { ...processOptions(home), detached: true, stdio: ['ignore', log.fd, log.fd] });
  let ended: { cause?: unknown } | undefined;
  child.once('error', (cause) => (ended = { cause }));
  child.once('exit', () => (ended ??= {}));
  child.unref();
  let output = '';
  try {
    while (!ended) {
      const server = await findServer(home);
      if (server?.ready && server.pid === child.pid) return;
      await wait(pollMs);
    }
    const { buffer, bytesRead } = await log.read({ buffer: Buffer.alloc(65_536), position: 0 });
    output = buffer.toString('utf8', 0, bytesRead);
  } finally {
    await log.close();
  }
  if (/lock file ".*" already exists|pre-existing shared memory block/.test(output)) return void (await wait(pollMs * 5));
  throw failure(`did not start (${logFile})`, output, ended.cause);
}

/** Stops the server: ends all sessions and rolls back their transactions. Returns when the process has ended. */
export async function terminate(home: Home, pid: number): Promise<void> {
  const end = Date.now() + 10_000;
  signal(pid, 'SIGINT');
  while (await isServerOf(pid, cluster(home))) {
    if (Date.now() > end) signal(pid, 'SIGQUIT'); // the next start recovers from the log
    await wait(pollMs);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // the process has just ended
  }
}

function processOptions(home: Home) {
  const env = { LC_ALL: 'C', TZ: 'UTC' };
  return { cwd: home.folder, env, ...(home.asOther ? home.owner : {}) };
}

function failure(what: string, output: string, cause: unknown): Error {
  const request = output.split('\n').filter((line) => /FATAL|ERROR|PANIC|error|HINT|DETAIL|could not/.test(line));
  const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  const why =
    request.slice(-4).join(' ').trim() ||
    (missing ? 'its programs do not run here (they need glibc); set DATABASE_URL instead' : output.trim() || String(cause));
  return new Error(`The embedded PostgreSQL ${what}: ${why}`, { cause });
}

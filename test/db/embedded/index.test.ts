import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EmbeddedDatabase } from '../../../src/db/embedded/index.ts';
import { startEmbedded } from '../../../src/db/embedded/index.ts';
import { eraseHome } from '../../../src/db/embedded/home.ts';

const fast: Record<string, string> = { fsync: 'off' };
let folder: string;
let started: EmbeddedDatabase[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'casebridge-embedded-'));
  started = [];
});
afterEach(async () => {
  for (const server of started) await server.stop().catch(() => undefined);
  await eraseHome(folder);
  await rm(folder, { recursive: true });
});

async function start(settings = fast): Promise<EmbeddedDatabase> {
  const server = await startEmbedded(folder, settings);
  started.push(server);
  return server;
}
async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}
const serverPid = async () => Number((await readFile(path.join(folder, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0]);
/** Not so for a process that has ended and that nobody has asked about yet: a container's first process may never ask. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
/** Another process that joins the server, says so, and waits. */
async function joinFromOutside(options: { uid?: number; gid?: number } = {}): Promise<ChildProcess> {
  const script = `import { startEmbedded } from './src/db/embedded/index.ts';
    const { url, stop } = await startEmbedded(process.argv[1], { fsync: 'off' });
    process.once('SIGTERM', () => stop().then(() => process.exit()));
    console.log(url);
    setInterval(() => {}, 1e6);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...options,
  });
  const request = await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => null)]);
  if (!request) throw new Error('The other process did not start');
  return child;
}

test('keeps its data after a stop, leaves no process behind and gives the application role no superuser rights', async () => {
  const first = await start();
  await ask(first.ownerUrl, 'create table kept as select 7 as x');
  const privileges =
    'select array[rolsuper, rolbypassrls, rolcreaterole, rolcreatedb] from pg_roles where rolname = current_user';
  expect(await ask(first.url, privileges)).toEqual([false, false, false, false]);
  const pid = await serverPid();
  await first.stop();
  expect(isAlive(pid)).toBe(false);
  const second = await start();
  expect(await ask(second.ownerUrl, 'select x from kept')).toBe(7);
});

test('joins a server that a killed process left behind, and stops it in the end', async () => {
  const child = await joinFromOutside();
  const pid = await serverPid();
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(pid)).toBe(true);
  const server = await start();
  expect(await serverPid()).toBe(pid);
  await server.stop();
  expect(isAlive(pid)).toBe(false);
});

test('is shared by two processes and stopped by the last one', async () => {
  const child = await joinFromOutside();
  const server = await start();
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect(await ask(server.url, 'select 1')).toBe(1);
  const pid = await serverPid();
  await server.stop();
  expect(isAlive(pid)).toBe(false);
});

test('survives processes that start and stop at the same moment', async () => {
  const servers = await Promise.all([start(), start(), start()]);
  const [stayed] = servers.slice(1);
  await Promise.all([servers[0]?.stop(), servers[2]?.stop()]);
  expect(await ask(stayed?.url ?? '', 'select 1')).toBe(1);
});

test('starts a killed server again with its data', async () => {
  const server = await start();
  await ask(server.ownerUrl, 'create table kept as select 7 as x');
  process.kill(await serverPid(), 'SIGKILL');
  await expect.poll(() => ask(server.ownerUrl, 'select x from kept').catch(() => null), { timeout: 20_000 }).toBe(7);
});

test('reports the message of PostgreSQL when a start fails', async () => {
  await expect(start({ ...fast, shared_buffers: 'plenty' })).rejects.toThrow(
    /The embedded PostgreSQL did not start .*invalid value for parameter "shared_buffers": "plenty"/,
  );
});

test('keeps the socket elsewhere when the path of the data folder is too long', async () => {
  const outer = folder;
  folder = path.join(outer, 'd'.repeat(120));
  await mkdir(folder);
  const server = await start();
  expect(await ask(server.url, 'select 1')).toBe(1);
  await server.stop();
  await eraseHome(folder);
  folder = outer;
});

test.runIf(process.getuid?.() === 0)('runs for an ordinary user as well as for root', async () => {
  await chmod(folder, 0o777);
  const child = await joinFromOutside({ uid: 65534, gid: 65534 });
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
});

// One PostgreSQL for the whole run, with a migrated template database that every test file clones.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../src/db/embedded/index.ts';
import { migrate } from '../src/db/migrate.ts';
import { eraseHome } from '../src/db/embedded/home.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** of the server's empty database `casebridge`, for the role that owns its tables; `template` stands beside it */
    databaseUrl: string;
    /** how PostgreSQL copies a small database fastest */
    cloneStrategy: string;
  }
}

// nothing here outlives the run, so nothing needs to reach the disk
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '256MB',
  jit: 'off',
  max_connections: '300',
};

/** The server that `TEST_DATABASE_URL` names (matrix.ts starts one), or else an embedded one. */
async function startServer(): Promise<{ url: string; tearDown: () => Promise<void> }> {
  const url = process.env.TEST_DATABASE_URL;
  if (url) return { url, tearDown: () => Promise.resolve() };
  const folder = await mkdtemp(path.join(tmpdir(), 'casebridge-test-'));
  await chmod(folder, 0o755); // as root, the server runs as another user; its own folder within is private
  const server = await startEmbedded(folder, settings);
  const tearDown = async (): Promise<void> => {
    await server.stop();
    await eraseHome(folder);
    await rm(folder, { recursive: true });
  };
  return { url: server.ownerUrl, tearDown };
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, tearDown } = await startServer();
  try {
    const admin = new pg.Client(url);
    await admin.connect();
    await admin.query('create database template');
    const { rows } = await admin.query<{ version: number }>(`select current_setting('server_version_num')::int as version`);
    // PostgreSQL 14 knows only this strategy, and not its name
    project.provide('cloneStrategy', (rows[0]?.version ?? 0) >= 150_000 ? 'strategy file_copy' : '');
    await admin.end();
    await migrate(Object.assign(new URL(url), { pathname: '/template' }).href, { role: 'casebridge_app' });
  } catch (error) {
    await tearDown();
    throw error;
  }
  project.provide('databaseUrl', url);
  return tearDown;
}

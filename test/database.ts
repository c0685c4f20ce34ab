import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { Database } from '../src/db/client.ts';
import { openDatabase } from '../src/db/client.ts';

/** A database of one's own with every migration applied; `close` drops it. For beforeAll and afterAll. */
export async function freshDatabase(): Promise<Database> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name} template template strategy file_copy`);
  const database = openDatabase(databaseUrl(name));
  const close = async (): Promise<void> => {
    await database.close();
    await onServer(`drop database ${name} with (force)`);
  };
  return { ...database, close };
}

/** @returns the address of a database on the test server */
export function databaseUrl(name: string): string {
  return Object.assign(new URL(inject('databaseUrl')), { pathname: `/${name}` }).href;
}

/** Runs a statement outside every test's database. Clones are made one at a time: PostgreSQL refuses a template that is in use. */
export async function onServer(sql: string): Promise<void> {
  const admin = new pg.Client(inject('databaseUrl'));
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock(1)');
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}

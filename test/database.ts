import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import pg from 'pg';
import { inject } from 'vitest';
import type { Database } from '../src/db/client.ts';
import { openDatabase } from '../src/db/client.ts';

/**
 * A database of one's own with every migration applied; `close` drops it. For beforeAll and afterAll. The test itself sees every row. Its `url`
 * is that of the application's role, to which row-level security applies: a bot or a command that a test starts works behind it.
 */
export async function freshDatabase(): Promise<Database> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await cloneDatabase(name, 'template');
  const url = databaseUrl(name);
  const database = openDatabase(asRole(url, 'postgres'), { scope: 'operator' });
  const close = async (): Promise<void> => {
    await database.close();
    await onServer(`drop database ${name} with (force)`);
  };
  return { ...database, url: asRole(url, 'casebridge_app'), close };
}

/** @returns the address of a database for another role of the test server: the superuser, the owner of the tables, or the application */
export function asRole(url: string, role: 'postgres' | 'casebridge' | 'casebridge_app'): string {
  return Object.assign(new URL(url), { username: role }).href;
}

/** Opens a connection to the server of a database, by its Unix socket or its port, for a test that puts itself between. */
export function connectToServer(url: string): Socket {
  const { hostname, port, searchParams } = new URL(url);
  const folder = searchParams.get('host');
  const number = Number(port || searchParams.get('port') || 5432);
  return folder?.startsWith('/') ? connect(`${folder}/.s.PGSQL.${number}`) : connect(number, folder ?? hostname);
}

/** Creates a database as a copy of another one, in the way that is fast for small ones. */
export async function cloneDatabase(name: string, template: string): Promise<void> {
  await onServer(`create database ${name} template ${template} ${inject('cloneStrategy')}`);
}

/** @returns the address of a database on the test server, for the owner of its tables */
export function databaseUrl(name: string): string {
  return Object.assign(new URL(inject('databaseUrl')), { pathname: `/${name}` }).href;
}

/** Runs a statement outside every test's database. Clones are made one at a time: PostgreSQL refuses a template that is in use. */
export async function onServer(sql: string): Promise<void> {
  const admin = new pg.Client(asRole(inject('databaseUrl'), 'postgres'));
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock(1)');
    await admin.query(sql.startsWith('create database') ? `${sql} owner casebridge` : sql);
  } finally {
    await admin.end();
  }
}

/**
 * Deletes every row of some tables, and of the tables that refer to them, as `truncate … cascade` does. That makes new files for each table and
 * each index, which takes ten times as long where a test has left few rows.
 */
export async function emptyTables({ pool }: Pick<Database, 'pool'>, tables: readonly string[]): Promise<void> {
  const { rows } = await pool.query<{ empty: string }>(
    `with recursive reached as (
      select unnest($1::regclass[])::oid as id
      union select conrelid from pg_constraint join reached on confrelid = id where contype = 'f'
    )
    select string_agg('delete from ' || id::regclass, '; ') as empty from reached`,
    [tables],
  );
  // without the triggers: the order does not matter then
  await pool.query(`begin; set local session_replication_role = replica; ${rows[0]?.empty}; commit`);
}

/** Every row of every table as text, for a test that nothing was written. */
export async function dumpRows(url: string): Promise<Record<string, string>> {
  const client = new pg.Client(asRole(url, 'postgres'));
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
       and table_name not in ('worker_process', 'workspace_pace') -- processes write them on their own`,
    );
    const dump: Record<string, string> = {};
    for (const { name } of tables) {
      const { rows } = await client.query<{ rows: string }>(
        `select coalesce(string_agg(t::text, E'\\n' order by t::text), '') as rows from ${name} t`,
      );
      dump[name] = rows[0]?.rows ?? '';
    }
    return dump;
  } finally {
    await client.end();
  }
}

import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { drift } from '../../prisma/schema-engine.ts';
import type { Database } from '../../src/db/client.ts';
import { openDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { databaseUrl, freshDatabase, onServer } from '../database.ts';

let db: Database;
let folder: string;

beforeAll(async () => {
  await onServer('create database migrate_test');
  db = openDatabase(databaseUrl('migrate_test'), { scope: 'operator' });
});
afterAll(async () => {
  await db.close();
  await onServer('drop database migrate_test with (force)');
});
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'migrations-'));
  await db.pool.query('drop schema public cascade; create schema public');
});
afterEach(() => rm(folder, { recursive: true }));

async function write(name: string, sql: string): Promise<void> {
  await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, name, 'migration.sql'), sql);
}
const run = () => migrate(databaseUrl('migrate_test'), { folder: pathToFileURL(`${folder}/`) });
const tables = async () => {
  const { rows } = await db.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  return rows.map((row) => row.name);
};

test('creates with the migrations what schema.prisma describes', async () => {
  expect(await drift(databaseUrl('migrate_test'))).toBeNull();
});

test('applies migrations once and in order, even when several processes start together', async () => {
  await write('2_second', 'alter table a add column y int');
  await write('1_first', 'create table a (x int)');
  const outcomes = await Promise.all([run(), run(), run()]);
  expect(outcomes.filter((applied) => applied.length > 0)).toEqual([['1_first', '2_second']]);
  expect(await run()).toEqual([]);
});

test('records migrations in the table that Prisma uses', async () => {
  await write('1_first', 'create table a (x int)');
  await run();
  const { rows } = await db.pool.query(
    'select migration_name, checksum, applied_steps_count, finished_at is not null as done from _prisma_migrations',
  );
  const checksum = '91116084'; // the head of sha256 of the file
  expect(rows).toEqual([
    { migration_name: '1_first', checksum: expect.stringMatching(`^${checksum}`) as string, applied_steps_count: 1, done: true },
  ]);
});

test('leaves nothing behind when a migration fails, and retries it once it is fixed', async () => {
  await write('1_first', 'create table a (x int); select 1 / 0');
  await expect(run()).rejects.toThrow('Migration 1_first failed: division by zero');
  expect(await tables()).toEqual(['_prisma_migrations']);
  await write('1_first', 'create table a (x int)');
  expect(await run()).toEqual(['1_first']);
});

test('refuses a migration that was edited after it was applied', async () => {
  await write('1_first', 'create table a (x int)');
  await run();
  await write('1_first', 'create table a (y int)');
  await expect(run()).rejects.toThrow('Migration 1_first was edited after it was applied');
});

test('gives a test file its own database, with cases from CB-10001', async () => {
  const own = await freshDatabase();
  const account = await own.prisma.account.create({ data: { key: 'a', name: 'A', timezone: 'UTC' } });
  const contact = await own.prisma.person.create({
    data: { email: 'ada@a.example', name: 'Ada', kind: 'contact', accountId: account.id },
  });
  const now = new Date('2026-11-24T12:00:00Z');
  const opened = await own.prisma.case.create({
    data: {
      accountId: account.id,
      contactId: contact.id,
      priority: 'Low',
      subject: 'Grade Book issue',
      description: 'Marks are lost',
      module: 'Grade Book',
      caseType: 'Question',
      category: 'Question',
      source: 'slack',
      createdAt: now,
      updatedAt: now,
    },
  });
  expect(opened.number).toBe(10001);
  await own.close();
  await expect(openDatabase(own.url).pool.query('select 1')).rejects.toThrow('does not exist');
});

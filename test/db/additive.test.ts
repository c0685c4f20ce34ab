// Replicas are replaced one by one only if the version before can work on the new schema. Every migration since 0.4.0 is additive or named
// in src/db/needs-stop.ts.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { openDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { needsStop, refuseWhileOthersRun } from '../../src/db/needs-stop.ts';
import { databaseUrl, onServer } from '../database.ts';
import { migrationNames } from './old-database.ts';
import { breakingChanges, readSchema } from './schema-changes.ts';

let db: Database;
const url = (): string => databaseUrl('additive_test');

beforeAll(async () => {
  await onServer('create database additive_test');
  db = openDatabase(url(), { scope: 'operator' });
});
afterAll(async () => {
  await db.close();
  await onServer('drop database additive_test with (force)');
});
beforeEach(() => db.pool.query('drop schema public cascade; create schema public'));

test('lets the version before work after every migration since 0.4.0, except after those that need a stop', async () => {
  const old = await migrationNames('0.4.0');
  const names = await migrationNames();
  await migrate(url(), { only: old });
  let before = await readSchema(db.pool);
  const breaking: Record<string, string[]> = {};
  for (const name of names.slice(old.length)) {
    await migrate(url(), { only: [name], force: true });
    const after = await readSchema(db.pool);
    const changes = breakingChanges(before, after);
    if (changes.length > 0) breaking[name] = changes;
    before = after;
  }
  expect(Object.keys(breaking), JSON.stringify(breaking, null, 2)).toEqual(needsStop);
});

describe('a change is breaking', () => {
  const changesOf = async (sql: string): Promise<string[]> => {
    await db.pool.query(`
      create type mood as enum ('good', 'bad');
      create table "case" (id serial primary key, team text, mood mood);
      create table post (id serial primary key, case_id int)`);
    const before = await readSchema(db.pool);
    await db.pool.query(sql);
    return breakingChanges(before, await readSchema(db.pool));
  };

  test.each([
    ['drop table post', ['no column post.case_id', 'no column post.id', 'no table post']],
    ['alter table "case" drop column team', ['no column case.team']],
    ['alter table "case" rename column team to crew', ['no column case.team']],
    ['alter table "case" alter column id type bigint', ['column case.id is int8']],
    ['alter table "case" alter column team set not null', ['column case.team is text required']],
    ['alter table "case" add column crew text not null', ['required column case.crew']],
    ["alter type mood rename value 'bad' to 'sad'", ['no label mood.bad']],
    [
      'create unique index one_team on "case" (team)',
      ['new rule case: CREATE UNIQUE INDEX one_team ON public."case" USING btree (team)'],
    ],
    ['alter table "case" add check (team <> \'\')', [`new rule "case": CHECK ((team <> ''::text))`]],
    ['alter table post enable row level security', ['new rule post: row-level security']],
    ['create policy own on post using (case_id = 1)', ['new rule post: policy own, sees (case_id = 1), writes ']],
    [
      'alter table post add foreign key (case_id) references "case"',
      ['new rule post: FOREIGN KEY (case_id) REFERENCES "case"(id)'],
    ],
  ])('%s', async (sql, changes) => {
    expect(await changesOf(sql)).toEqual(changes);
  });

  test.each([
    'alter table "case" add column crew text',
    `alter table "case" add column crew text not null default ''`,
    'create table crew (id serial primary key, name text not null unique, case_id int references "case")',
    'alter table "case" add column crew_id int references post (id)',
    'create index team on "case" (team)',
    'alter table "case" drop constraint case_pkey',
    "alter type mood add value 'fine'",
  ])('but not: %s', async (sql) => {
    expect(await changesOf(sql)).toEqual([]);
  });
});

describe('a migration that needs a stop', () => {
  const from040 = async (): Promise<void> => void (await migrate(url(), { only: await migrationNames('0.4.0') }));

  test('is refused while another process uses the database, and nothing is changed', async () => {
    await from040();
    await db.pool.query('select 1'); // this pool is such a process
    await expect(migrate(url(), { othersLeaveWithinMs: 0 })).rejects.toThrow(
      'This upgrade needs a stop, because an earlier version cannot work with the migration 20261127073600_field_vocabulary. Stop every Casebridge process',
    );
    expect((await db.pool.query('select 1 from lane')).rowCount).toBe(0);
  });

  test('names the role of connections whose address the owner of the tables does not see, instead of this machine', async () => {
    await onServer('create role additive_owner login');
    const address = Object.assign(new URL(url()), { username: 'additive_owner' });
    const owner = new pg.Client({ connectionString: address.href });
    try {
      await owner.connect();
      await db.pool.query('select 1'); // this pool is such a process, of another role
      const { rows } = await db.pool.query<{ role: string }>('select current_user "role"');
      await expect(refuseWhileOthersRun(owner, 'some_migration', 0)).rejects.toThrow(
        `Connections are open from the role ${rows[0]?.role ?? ''} (`,
      );
      await expect(refuseWhileOthersRun(owner, 'some_migration', 0)).rejects.not.toThrow('this machine');
    } finally {
      await owner.end();
      await onServer('drop role additive_owner');
    }
  });

  test('is applied once the last other process has left', async () => {
    await from040();
    const other = new pg.Client({ connectionString: url(), application_name: 'casebridge' });
    await other.connect();
    const client = new pg.Client({ connectionString: url(), application_name: 'casebridge (migrate)' });
    await client.connect();
    await db.close();
    db = openDatabase(url(), { scope: 'operator' });
    const waiting = refuseWhileOthersRun(client, needsStop[0] ?? '');
    await other.end();
    await waiting;
    await client.end();
    expect(await migrate(url())).toContain(needsStop[0]);
  });

  test('is applied at once with --force, and into a new database', async () => {
    await db.pool.query('select 1');
    expect(await migrate(url(), { othersLeaveWithinMs: 0 })).toEqual(await migrationNames());
    await db.pool.query('drop schema public cascade; create schema public');
    await from040();
    expect(await migrate(url(), { othersLeaveWithinMs: 0, force: true })).toContain(needsStop[0]);
  });
});

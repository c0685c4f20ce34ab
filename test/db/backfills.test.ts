// What migrations write into rows that are there already, behind the policies that apply to the owner of the tables as well.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { openDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { databaseUrl, onServer } from '../database.ts';
import { migrationNames } from './old-database.ts';

let db: Database;
const url = (): string => databaseUrl('backfills');
/** Migrates up to one of the migrations. */
const migrateTo = async (last: string): Promise<unknown> =>
  migrate(url(), { only: (await migrationNames()).filter((name) => name <= last), force: true });

beforeAll(async () => {
  await onServer('create database backfills');
  await migrate(url(), { only: await migrationNames('0.4.0') });
  db = openDatabase(url(), { scope: 'operator' });
  await db.pool.query(await readFile(new URL('fixtures/casebridge-0.4.0.sql', import.meta.url), 'utf8'));
});
afterAll(async () => {
  await db.close();
  await onServer('drop database backfills with (force)');
});

test('the case of an issue that was created, and the notes of qualifications, are found in rows of before', async () => {
  await migrateTo('20261128161500_scope_once');
  const { rows: policies } = await db.pool.query<{ bypasses: boolean }>(
    `select rolsuper or rolbypassrls bypasses from pg_roles where rolname = current_user`,
  );
  expect(policies).toEqual([{ bypasses: false }]);
  await db.pool.query(`
    insert into defect (id, number, summary, module, severity, created_at)
      select n, 'NEW-' || n, 'x', 'Fees', 'Low', '2026-11-28T12:00Z' from generate_series(9001, 9003) n;
    -- one that was created from the first case, one that was linked, and one whose case was linked to another defect since
    insert into dev_issue (defect_id, tracker, marker, external_id, created_at) values
      (9001, 'jira', 'cb1', '1', '2026-11-28T12:00:00.004Z'), (9002, 'jira', null, '2', '2026-11-28T12:00Z'), (9003, 'jira', 'cb3', '3', '2026-11-28T12:00Z');
    create table chosen as select id, row_number() over (order by id) n from "case" order by id limit 2;
    update "case" set defect_id = 9000 + n from chosen where chosen.id = "case".id;
    insert into history_entry (case_id, at, actor_id, actor_name, action)
      select id, timestamptz '2026-11-28T12:00Z', null::int, 'Max', 'qualify' from chosen
      union all select id, timestamptz '2026-11-28T11:00Z', (select min(id) from person where kind = 'advisor'), 'Max', 'replicate' from chosen where n = 1;
    insert into post (case_id, kind, author_id, author_name, author_side, body, created_at, origin_message_id)
      select c.id, k.kind::"PostKind", p.id, p.name, 'advisor', k.body, k.at::timestamptz, k.origin from chosen c,
        (select id, name from person where kind = 'advisor' order by id limit 1) p,
        (values ('note', 'made', '2026-11-28T11:00Z', null), ('note', 'written later', '2026-11-28T11:01Z', null),
          ('note', 'typed', '2026-11-28T11:00Z', '1.1'), ('public', 'public', '2026-11-28T11:00Z', null)) k(kind, body, at, origin) where c.n = 1`);
  await migrate(url(), { force: true });
  const { rows: issues } = await db.pool.query<{ n: number | null }>(
    'select chosen.n from dev_issue left join chosen on chosen.id = dev_issue.case_id where marker is not null or external_id is not null order by defect_id',
  );
  expect(issues.slice(-3)).toEqual([{ n: 1 }, { n: null }, { n: null }]);
  const { rows: notes } = await db.pool.query<{ body: string; action: string | null }>(
    `select body, action from post where created_at >= '2026-11-28T11:00Z' and case_id in (select id from chosen) order by body`,
  );
  expect(notes).toEqual([
    { body: 'made', action: 'qualification' },
    ...['public', 'typed', 'written later'].map((body) => ({ body, action: null })),
  ]);
});

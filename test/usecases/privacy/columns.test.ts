// Every column that can hold text has a decision about erasures, so that a new one cannot be forgotten.
import { expect } from 'vitest';
import { columns, columnsTreated, jsonColumns, namedById } from '../../../src/usecases/privacy/erase-columns.ts';
import { test } from '../../fixtures.ts';

test('decides for each text, JSON and search column of the database what an erasure does with it', async ({ db }) => {
  const { rows } = await db.pool.query<{ name: string }>(
    `select c.table_name || '.' || c.column_name as name from information_schema.columns c
     join information_schema.tables t on t.table_name = c.table_name and t.table_schema = c.table_schema and t.table_type = 'BASE TABLE'
     where c.table_schema = 'public' and c.table_name not like '\\_%'
       and c.data_type in ('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'tsvector', 'USER-DEFINED', 'bytea')
       and c.udt_name in ('text', 'varchar', 'json', 'jsonb', '_text', '_varchar', 'tsvector', 'citext', 'bytea') order by 1`,
  );
  const decided = Object.entries(columns).flatMap(([table, all]) => Object.keys(all).map((column) => `${table}.${column}`));
  expect(decided.sort()).toEqual(rows.map(({ name }) => name).sort());
});

test('knows which of them are JSON', async ({ db }) => {
  const { rows } = await db.pool.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public' and data_type = 'jsonb'`,
  );
  const json = new Set(rows.map(({ name }) => name));
  const treated = Object.keys(columns).flatMap((table) =>
    [...columnsTreated(table, 'names'), ...columnsTreated(table, 'texts')].map((column) => `${table}.${column}`),
  );
  expect([...jsonColumns].sort()).toEqual(treated.filter((name) => json.has(name)).sort());
});

test('knows the names that have an ID beside them', async ({ db }) => {
  for (const [table, pairs] of Object.entries(namedById)) {
    const names = pairs.flatMap(([name, id]) => [name, id]);
    const { rows } = await db.pool.query<{ name: string }>(
      `select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1 and column_name = any ($2)`,
      [table, names],
    );
    expect(rows).toHaveLength(names.length);
  }
});

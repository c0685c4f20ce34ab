// Databases of earlier versions. Each fixture is such a database (its first lines say how it was made): it is loaded into the schema of its
// version, and the later migrations run.
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Database } from '../../src/db/client.ts';
import { openDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { databaseUrl, onServer } from '../database.ts';

/** The last migration of each version that has a fixture, its number of tables, and how many of its migrations there were. */
export const oldVersions = {
  '0.1.0': { lastMigration: '20261124095134_init', tables: 16 },
  '0.2.0': { lastMigration: '20261124194319_teams_addresses', tables: 17 },
  '0.3.0': { lastMigration: '20261124232000_whose_direct_conversation', tables: 23 },
  '0.4.0': { lastMigration: '20261126113500_pins', tables: 28 },
} as const;

/** A version whose databases there are. */
export type OldVersion = keyof typeof oldVersions;

/** Every rename since 0.1.0. A table: old name to new name. A column: old table, dot, old column to new column. */
const renames: Record<string, string> = {
  lane: 'destination',
  receipt: 'idempotency_key',
  'banner.lane_id': 'destination_id',
  'banner.pin_at': 'next_pin_at',
  'case.incident_told_id': 'last_incident_update_id',
  'case.release_told_at': 'release_notified_at',
  'case.scheduled_what': 'scheduled_work',
  'cluster.words': 'keywords',
  'conversation.lane_id': 'destination_id',
  'delivery.done': 'delivered_version',
  'delivery.gone': 'withdrawn',
  'delivery.lane_id': 'destination_id',
  'delivery.wanted': 'desired_version',
  'handover.by_id': 'requested_by_id',
  'handover.left': 'remaining',
  'notice.clock_at': 'next_step_at',
  'post.origin_lane_id': 'origin_destination_id',
  'post.origin_ref': 'origin_message_id',
};

/** Columns, as old table, dot, old column, whose values a later migration changes on purpose. Say why beside each. */
const changed: readonly string[] = [];

const migrationsFolder = new URL('../../prisma/migrations/', import.meta.url);

/** The contents of one table: its columns by their old names, and its rows as JSON arrays in these columns' order. */
export interface Contents {
  columns: string[];
  rows: string[];
}

/** A database that was upgraded, with what was in it before. */
export interface Upgraded {
  before: Map<string, Contents>;
  /** the migrations that ran */
  applied: string[];
}

/** Creates a database of an earlier version with its fixture, and upgrades it. @param name of the new database */
export async function upgradeFrom(version: OldVersion, name: string): Promise<Upgraded> {
  await onServer(`create database ${name}`);
  const url = databaseUrl(name);
  await migrateTo(version, url);
  const old = openDatabase(url, { scope: 'operator' });
  await old.pool.query(await readFile(new URL(`fixtures/casebridge-${version}.sql`, import.meta.url), 'utf8'));
  const before = await contentsOf(old);
  await old.close();
  return { before, applied: await migrate(url) };
}

/** The names of all migrations, or of those that a version had. */
export async function migrationNames(version?: OldVersion): Promise<string[]> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names.sort().filter((name) => !version || name <= oldVersions[version].lastMigration);
}

async function migrateTo(version: OldVersion, url: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), `migrations-${version}-`));
  try {
    for (const name of await migrationNames(version))
      await cp(new URL(name, migrationsFolder), path.join(folder, name), { recursive: true });
    await migrate(url, { folder: pathToFileURL(`${folder}/`) });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Reads every table of the fixture, except for generated columns. @param tables after the upgrade: the contents before it */
export async function contentsOf({ pool }: Database, tables?: Map<string, Contents>): Promise<Map<string, Contents>> {
  const found = tables ?? (await columnsOf(pool));
  const contents = new Map<string, Contents>();
  for (const [table, { columns }] of found) {
    const current = columns.map((column) => (tables ? (renames[`${table}.${column}`] ?? column) : column));
    const kept = current.filter((_, index) => !changed.includes(`${table}.${columns[index]}`));
    const { rows } = await pool.query<{ row: string }>(
      `select jsonb_build_array(${kept.map((column) => `"${column}"`).join(', ')})::text as row
       from "${tables ? (renames[table] ?? table) : table}" order by 1`,
    );
    contents.set(table, { columns, rows: rows.map(({ row }) => row) });
  }
  return contents;
}

async function columnsOf(pool: Database['pool']): Promise<Map<string, Contents>> {
  const { rows } = await pool.query<{ table: string; columns: string[] }>(
    `select table_name as table, array_agg(column_name::text order by ordinal_position) as columns from information_schema.columns
     where table_schema = 'public' and is_generated = 'NEVER' and table_name <> '_prisma_migrations' group by 1 order by 1`,
  );
  return new Map(rows.map(({ table, columns }) => [table, { columns, rows: [] }]));
}

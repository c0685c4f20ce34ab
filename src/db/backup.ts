// Online backups of the embedded database: one consistent snapshot of all tables, which the server copies itself while the bot works. The
// folder holds PostgreSQL's own COPY format, so that any later version of PostgreSQL and of Casebridge can read it.
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { z } from 'zod';
import { migrate } from './migrate.ts';

const manifestName = 'backup.json';

const manifestShape = z.object({
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  /** those that had been applied, oldest first */
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int() })),
  sequences: z.array(z.object({ name: z.string(), value: z.string() })),
});

/** What a backup holds. */
export type Backup = z.output<typeof manifestShape>;

/** Called after every table. */
export type OnTable = (done: number, all: number, rows: number) => void;

/** A backup that cannot be made or restored, with what to do about it. */
class BackupError extends Error {}

/**
 * Makes the folder of a backup.
 * @throws BackupError for one that is not empty, or cannot be made
 */
export async function makeBackupFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length > 0) throw new BackupError(`${folder} is not empty. Choose a new folder for each backup.`);
    await chmod(folder, 0o700); // the rows may be about children, so other users of the machine must not read them
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw new BackupError(`${folder} cannot be made: ${messageOf(error)}. Name a new folder.`, { cause: error });
  }
}

/**
 * Writes the tables of a backup. It is complete after `completeBackup`; one that was interrupted has no `backup.json` and is refused.
 * @param url of a superuser, to whom no policy applies
 * @param folder from `makeBackupFolder`
 * @throws BackupError
 */
export async function writeBackup(url: string, folder: string, now: Date, onTable: OnTable = () => undefined): Promise<Backup> {
  return withClient(url, async (client) => {
    await client.query('begin isolation level repeatable read read only');
    const [migrations] = await readColumn(client, `select to_regclass('_prisma_migrations')::text`);
    if (migrations === undefined)
      throw new BackupError('the database is new and still empty. Is CASEBRIDGE_DATA_DIR the folder of the bot?');
    const backup: Backup = {
      format: 1,
      createdAt: now.toISOString(),
      migrations: await readColumn(
        client,
        'select migration_name from _prisma_migrations where finished_at is not null order by 1',
      ),
      tables: [],
      sequences: [],
    };
    const tables = await listTables(client);
    let rows = 0;
    for (const { name, columns } of tables) {
      const copying = client.query(copyTo(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) to stdout`));
      await pipeline(copying, createGzip({ level: 4 }), createWriteStream(fileOf(folder, name), { mode: 0o600 }));
      backup.tables.push({ name, columns, rows: copying.rowCount });
      rows += copying.rowCount;
      onTable(backup.tables.length, tables.length, rows);
    }
    // not part of the snapshot, but never behind it
    const { rows: sequences } = await client.query<Backup['sequences'][number]>(
      `select sequencename "name", last_value::text "value" from pg_sequences
       where schemaname = current_schema() and last_value is not null order by 1`,
    );
    backup.sequences.push(...sequences);
    await client.query('commit');
    return backup;
  });
}

/** Marks a backup as complete, when everything that belongs to it is in its folder. */
export async function completeBackup(folder: string, backup: Backup): Promise<void> {
  await writeFile(path.join(folder, manifestName), `${JSON.stringify(backup, null, 2)}\n`, { mode: 0o600 });
}

/** Reads what a backup holds. @throws BackupError if the folder holds none, or one that was not finished */
export async function readBackup(folder: string): Promise<Backup> {
  const text = await readFile(path.join(folder, manifestName), 'utf8').catch(() => null);
  if (text === null) throw new BackupError(`${folder} holds no complete backup: it has no ${manifestName}.`);
  const read = manifestShape.safeParse(parseJson(text));
  if (read.success) return read.data;
  throw new BackupError(`${path.join(folder, manifestName)} cannot be read. Was it made by a newer version of Casebridge?`);
}

/**
 * Restores a backup into an empty database, then brings it up to date. All rows are one transaction: after an error there are none.
 * @param to.ownerUrl of the owner of the tables
 * @param to.superuserUrl of a superuser, who may write rows before those they refer to
 * @throws BackupError
 */
export async function restoreBackup(
  { ownerUrl, superuserUrl }: { ownerUrl: string; superuserUrl: string },
  folder: string,
  onTable: OnTable = () => undefined,
): Promise<Backup> {
  const backup = await readBackup(folder);
  await migrate(ownerUrl, { only: backup.migrations });
  await withClient(superuserUrl, async (client) => {
    const applied = await readColumn(client, 'select migration_name from _prisma_migrations');
    const unknown = backup.migrations.filter((name) => !applied.includes(name));
    if (unknown.length > 0)
      throw new BackupError(`The backup was made by a newer version of Casebridge (${unknown[0] ?? ''}). Update first.`);
    await client.query(`begin; set local session_replication_role = 'replica'`);
    const known = await listTables(client);
    await client.query(`truncate ${known.map(({ name }) => quoted(name)).join(', ')}`); // what migrations wrote
    let rows = 0;
    for (const [index, table] of backup.tables.entries()) {
      await restoreTable(client, folder, table);
      rows += table.rows;
      onTable(index + 1, backup.tables.length, rows);
    }
    for (const { name, value } of backup.sequences)
      await client.query('select setval($1::regclass, $2::bigint)', [quoted(name), value]);
    await client.query('commit');
    await client.query('analyze');
  });
  await migrate(ownerUrl);
  await withClient(superuserUrl, async (client) => void (await client.query(newEventIds)));
  return backup;
}

/**
 * SQL: webhook events get IDs from here on that no event ever had. Those of the events that happened after the backup are known to receivers, which
 * would take an event with the same ID for a repeat. Milliseconds since 1970 are beyond every ID, also after a second restore of the same backup.
 */
const newEventIds = `select setval('webhook_event_id_seq', greatest(nextval('webhook_event_id_seq'), (extract(epoch from clock_timestamp()) * 1000)::bigint))`;

async function restoreTable(client: pg.Client, folder: string, { name, columns, rows }: Backup['tables'][number]): Promise<void> {
  const copying = client.query(copyFrom(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) from stdin`));
  try {
    await pipeline(createReadStream(fileOf(folder, name)), createGunzip(), copying);
  } catch (cause) {
    throw new BackupError(`${fileOf(folder, name)} cannot be restored: ${messageOf(cause)}. Nothing was restored.`, { cause });
  }
  if (copying.rowCount !== rows)
    throw new BackupError(`${fileOf(folder, name)} has ${copying.rowCount} rows instead of ${rows}. Nothing was restored.`);
}

async function listTables(client: pg.Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select c.relname "name", array_agg(a.attname::text order by a.attnum) "columns"
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> '_prisma_migrations'
     group by c.relname order by c.relname`,
  );
  return rows;
}

async function readColumn(client: pg.Client, text: string): Promise<string[]> {
  const { rows } = await client.query<string[]>({ text, rowMode: 'array' });
  return rows.flatMap(([value]) => value ?? []);
}

async function withClient<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'casebridge (backup)' });
  client.on('error', () => undefined); // the statement that runs reports it
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

function fileOf(folder: string, table: string): string {
  return path.join(folder, `${table}.copy.gz`);
}

function quoted(name: string): string {
  return pg.escapeIdentifier(name);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// Applies prisma/migrations at every start, inside our process. `prisma migrate deploy` needs a native schema engine that our install does not
// download (`allowScripts` in package.json), and a migration that fails under it must be resolved by hand. Here each migration and its record
// are one transaction. The table and the lock are Prisma's, so both tools can be used on the same database.
import { createHash, randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { packageRoot } from '../package-root.ts';
import { connectWithinMs, prepareSession } from './client.ts';
import { otherOwner, placeOf } from './replica.ts';
import { grantTo } from './roles.ts';
import { needsStop, refuseWhileOthersRun } from './needs-stop.ts';

const migrationsFolder = pathToFileURL(path.join(packageRoot, 'prisma/migrations/'));
const prismasLock = 72_707_369; // the advisory lock of Prisma's own engine
const oldestMajor = 14;

interface Applied {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

/** How migrations are applied. */
export interface MigrateOptions {
  /** Folder of `<timestamp>_<name>/migration.sql`. */
  folder?: URL;
  /** Applies only these, such as those that a backup was made with. */
  only?: readonly string[];
  /** Called with every notice that a migration raises. */
  onNotice?: (message: string) => void;
  /** Migrates even if other processes use the database and a migration needs them to stop. */
  force?: boolean;
  /** The role of the application, which may then read and write the tables; by default the one that migrates. */
  role?: string;
  /** The database of the application (`placeOf`); the migrations of any other are refused. */
  place?: string;
  /** How long other processes may take to leave then, in milliseconds. */
  othersLeaveWithinMs?: number;
}

/**
 * Applies the pending migrations. Safe to run from many processes at once.
 * @returns the names of the migrations that were applied now
 * @throws Error that names the failed migration; each migration is one transaction, so a failed one leaves nothing behind. Also when a
 * migration needs a stop and other processes use the database.
 */
export async function migrate(
  url: string,
  { folder = migrationsFolder, only, onNotice, role, place, force = false, othersLeaveWithinMs }: MigrateOptions = {},
): Promise<string[]> {
  const client = new pg.Client(clientOptions(url));
  client.on('notice', ({ code, message }) => {
    // the server's own notices, such as “already exists, skipping”, have codes of their own
    if (code === '00000' && message) onNotice?.(message);
  });
  await client.connect();
  try {
    await prepareSession(client, 0);
    await client.query(`set casebridge.scope = 'migration'`); // the policies apply to the owner of the tables as well
    await refuseOldServer(client);
    if (place !== undefined && place !== (await placeOf(client))) throw new Error(`${otherOwner}.`);
    const migrations = await migrationsIn(folder);
    const isPending = (applied: Map<string, string>) => (one: Migration) =>
      !isApplied(applied, one) && only?.includes(one.name) !== false;
    // the role of the application may not even lock what there is to do
    if ((await hasTable(client)) && !migrations.some(isPending(await alreadyApplied(client)))) {
      if (role !== undefined) await grantTo(client, role);
      return [];
    }
    await refuseOtherRole(client);
    await client.query('select pg_advisory_lock($1)', [prismasLock]);
    await client.query(createTable);
    const applied = await alreadyApplied(client);
    const added: string[] = [];
    const stops = migrations.find(({ name }) => needsStop.includes(name) && !applied.has(name));
    if (stops && applied.size > 0 && !force) await refuseWhileOthersRun(client, stops.name, othersLeaveWithinMs);
    for (const { name, sql, checksum } of migrations.filter(isPending(applied))) {
      await apply(client, name, sql, checksum);
      added.push(name);
    }
    if (role !== undefined) await grantTo(client, role);
    return added;
  } finally {
    await client.end();
  }
}

/**
 * Lists the names of the migrations that `migrate` would apply, and of those that a newer version has applied, and tells whether the database has
 * none yet. Changes nothing.
 * @throws Error as `migrate` does, for a migration that was edited
 */
export async function pendingMigrations(
  url: string,
  folder: URL = migrationsFolder,
): Promise<{ pending: string[]; newer: string[]; isNew: boolean }> {
  const client = new pg.Client(clientOptions(url));
  await client.connect();
  try {
    const applied = (await hasTable(client)) ? await alreadyApplied(client) : new Map<string, string>();
    const migrations = await migrationsIn(folder);
    const pending = migrations.filter((one) => !isApplied(applied, one)).map(({ name }) => name);
    const newer = [...applied.keys()].filter((name) => !migrations.some((one) => one.name === name)).sort();
    return { pending, newer, isNew: applied.size === 0 };
  } finally {
    await client.end();
  }
}

function clientOptions(connectionString: string): pg.ClientConfig {
  return { connectionString, application_name: 'casebridge (migrate)', connectionTimeoutMillis: connectWithinMs };
}

async function hasTable(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ exists: boolean }>(`select to_regclass('_prisma_migrations') is not null as exists`);
  return rows[0]?.exists === true;
}

/** @throws Error for a migration whose file is another one now */
function isApplied(applied: Map<string, string>, { name, checksum }: Migration): boolean {
  const known = applied.get(name);
  if (known !== undefined && known !== checksum)
    throw new Error(`Migration ${name} was edited after it was applied: restore the file as it was.`);
  return known !== undefined;
}

/** @throws Error that says what to configure when the role may not change the tables */
async function refuseOtherRole(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ role: string; may: boolean }>(`
    select current_user "role", coalesce(
      (select pg_has_role(current_user, relowner, 'usage') from pg_class where oid = to_regclass('_prisma_migrations')),
      has_schema_privilege(current_schema(), 'create')) "may"`);
  const [found] = rows;
  if (!found?.may)
    throw new Error(
      `The database must be updated, and the role ${found?.role ?? ''} may not change its tables. Set DATABASE_MIGRATION_URL to the role that owns them, here or for: npx casebridge migrate`,
    );
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  const version = rows[0]?.server_version ?? '';
  if (Number.parseInt(version) < oldestMajor)
    throw new Error(`The database is PostgreSQL ${version}; Casebridge needs ${oldestMajor} or newer.`);
}

async function alreadyApplied(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<Applied>(
    'select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null',
  );
  const failed = rows.find((row) => !row.finished_at);
  if (failed) throw new Error(`Migration ${failed.migration_name} failed under Prisma: see "prisma migrate resolve".`);
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

async function migrationsIn(folder: URL): Promise<Migration[]> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const read = async (name: string) => {
    const sql = await readFile(new URL(`${name}/migration.sql`, folder), 'utf8');
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  };
  return Promise.all(names.sort().map(read));
}

async function apply(client: pg.Client, name: string, sql: string, checksum: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query(
      'insert into _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count) values ($1, $2, now(), $3, 1)',
      [randomUUID(), checksum, name],
    );
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new Error(`Migration ${name} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

const createTable = `
create table if not exists _prisma_migrations (
  id                  varchar(36) primary key not null,
  checksum            varchar(64) not null,
  finished_at         timestamptz,
  migration_name      varchar(255) not null,
  logs                text,
  rolled_back_at      timestamptz,
  started_at          timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`;

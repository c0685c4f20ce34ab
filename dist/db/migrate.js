// Applies prisma/migrations at start, keeping the books as Prisma does: `prisma migrate deploy` works on the same database.
import { createHash, randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import pg from 'pg';
const migrationsFolder = new URL('../../prisma/migrations/', import.meta.url);
const prismasLock = 72_707_369; // the advisory lock of Prisma's own engine
const oldestMajor = 14;
/**
 * Brings the database to this version of the product. Safe to run from many processes at once.
 * @param folder of `<timestamp>_<name>/migration.sql`
 * @returns the names of the migrations that were applied now
 * @throws an Error naming the migration; each is one transaction, so a failed one leaves nothing behind
 */
export async function migrate(url, folder = migrationsFolder) {
    const client = new pg.Client({ connectionString: url, application_name: 'casebridge (migrate)' });
    await client.connect();
    try {
        await refuseOldServer(client);
        await client.query('select pg_advisory_lock($1)', [prismasLock]);
        await client.query(books);
        const applied = await alreadyApplied(client);
        const fresh = [];
        for (const { name, sql, checksum } of await migrationsIn(folder)) {
            const known = applied.get(name);
            if (known && known !== checksum)
                throw new Error(`Migration ${name} was edited after it was applied: restore the file as it was.`);
            if (known)
                continue;
            await apply(client, name, sql, checksum);
            fresh.push(name);
        }
        return fresh;
    }
    finally {
        await client.end();
    }
}
/**
 * @returns the names of the migrations that `migrate` would apply; changes nothing
 */
export async function pendingMigrations(url, folder = migrationsFolder) {
    const client = new pg.Client({ connectionString: url, application_name: 'casebridge (migrate)' });
    await client.connect();
    try {
        const { rows } = await client.query(`select to_regclass('_prisma_migrations') is not null as kept`);
        const applied = rows[0]?.kept ? await alreadyApplied(client) : new Map();
        return (await migrationsIn(folder)).map(({ name }) => name).filter((name) => !applied.has(name));
    }
    finally {
        await client.end();
    }
}
async function refuseOldServer(client) {
    const { rows } = await client.query('show server_version');
    const version = rows[0]?.server_version ?? '';
    if (Number.parseInt(version) < oldestMajor)
        throw new Error(`The database is PostgreSQL ${version}; Casebridge needs ${oldestMajor} or newer.`);
}
async function alreadyApplied(client) {
    const { rows } = await client.query('select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null');
    const failed = rows.find((row) => !row.finished_at);
    if (failed)
        throw new Error(`Migration ${failed.migration_name} failed under Prisma: see "prisma migrate resolve".`);
    return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}
async function migrationsIn(folder) {
    const names = (await readdir(folder, { withFileTypes: true }))
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name);
    const read = async (name) => {
        const sql = await readFile(new URL(`${name}/migration.sql`, folder), 'utf8');
        return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    };
    return Promise.all(names.sort().map(read));
}
async function apply(client, name, sql, checksum) {
    await client.query('begin');
    try {
        await client.query(sql);
        await client.query('insert into _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count) values ($1, $2, now(), $3, 1)', [randomUUID(), checksum, name]);
        await client.query('commit');
    }
    catch (cause) {
        await client.query('rollback');
        throw new Error(`Migration ${name} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
}
const books = `
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
//# sourceMappingURL=migrate.js.map
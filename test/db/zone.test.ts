// A server whose time zone is not UTC: initdb takes the zone of the machine it runs on.
import { readFile } from 'node:fs/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { describe, expect, test as base } from 'vitest';
import { openDatabase, type Database } from '../../src/db/client.ts';
import { PrismaClient } from '../../src/db/generated/client.ts';
import { SearchServers } from '../../src/db/search-servers.ts';
import { checkZone } from '../../src/db/start-database.ts';
import { startOfBusinessDay } from '../../src/domain/business-time.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { askContact } from '../../src/usecases/cases/ask-contact.ts';
import { resolveCase } from '../../src/usecases/cases/resolve-case.ts';
import { asRole, freshDatabase } from '../database.ts';
import { createWorld } from '../usecases/fixtures.ts';

const migration = new URL('../../prisma/migrations/20261127110000_moments_in_utc/migration.sql', import.meta.url);
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const hours = { days: weekdays, start: '08:00', end: '17:00' };
const calendar = { timezone: 'America/Chicago', holidays: null, closed: [], hours };

const test = base
  .extend('url', async ({}, { onCleanup }) => {
    const db = await freshDatabase();
    onCleanup(() => db.close());
    await db.pool.query(`alter database ${new URL(db.url).pathname.slice(1)} set timezone = 'America/Chicago'`);
    return asRole(db.url, 'postgres');
  })
  .extend('db', ({ url }, { onCleanup }) => {
    const db = openDatabase(url, { scope: 'operator' });
    onCleanup(() => db.close());
    return db;
  })
  .extend('old', ({ url }, { onCleanup }) => {
    const db = openAs040(url);
    onCleanup(() => db.close());
    return db;
  });

/** The database as 0.4.0 opened it. */
function openAs040(url: string): Database {
  const pool = new pg.Pool({ connectionString: url });
  pool.on('error', () => undefined); // the database may be dropped before its last connection has gone
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  const close = async () => {
    await prisma.$disconnect();
    await pool.end();
  };
  return {
    prisma,
    pool,
    searchPool: pool,
    cancelPool: pool,
    searchServers: new SearchServers({ pool, cancelPool: pool }),
    url,
    transaction: (run, options) => prisma.$transaction(run, options),
    close,
  };
}

/** Opens a case, asks, answers and resolves it, an hour apart, and returns the moments of each. */
async function playCase(db: Database) {
  const world = await createWorld(db);
  world.at.now = new Date();
  const moments = [world.at.now];
  const later = () => moments.push((world.at.now = new Date(world.at.now.getTime() + 60_000)));
  const { services } = world;
  await world.services.db.prisma.account.updateMany({ data: { timezone: 'America/Chicago', holidays: null } });
  const number = await world.open();
  later();
  await askContact(services, world.max, { number, question: 'Which school year?' }, world.request());
  later();
  await addPost(services, world.ada, { number, text: 'The last one.' }, world.request());
  later();
  await resolveCase(services, world.max, { number, explanation: 'Corrected.' }, world.request());
  return moments;
}

/** Reads moments as the server has them, in milliseconds. */
async function storedMoments({ pool }: Database) {
  const ms = (column: string) => `round(extract(epoch from ${column}) * 1000)::float8`;
  const column = async (sql: string) => (await pool.query<{ at: number }>(sql)).rows.map(({ at }) => at);
  return {
    opened: await column(`select ${ms('created_at')} at from "case"`),
    changed: await column(`select ${ms('updated_at')} at from "case"`),
    posts: await column(`select ${ms('created_at')} at from post order by id`),
    history: await column(`select ${ms('at')} at from history_entry order by id`),
    recipient: await column(`select ${ms('added_at')} at from recipient order by added_at limit 1`),
    reminder: await column(`select ${ms('due_at')} at from follow_up`),
    plan: await column(`select ${ms('step')} at from follow_up, unnest(plan) step limit 1`),
  };
}

function expectedMoments(moments: Date[]) {
  const [opened, asked, answered, resolved] = moments.map((at) => at.getTime());
  const reminder = startOfBusinessDay(calendar, moments[3] ?? new Date(), defaultSettings.followUp.attempts[0] ?? 0);
  return {
    opened: [opened],
    changed: [resolved],
    posts: [asked, answered, resolved],
    history: [opened, asked, answered, resolved],
    recipient: [opened],
    reminder: [reminder.getTime()],
    plan: [reminder.getTime()],
  };
}

describe('a server in another time zone', () => {
  test('stores every moment as it is, through Prisma and in raw SQL', async ({ db }) => {
    await checkZone(db);
    const moments = await playCase(db);
    expect(await storedMoments(db)).toEqual(expectedMoments(moments));
    expect((await db.prisma.case.findFirstOrThrow()).createdAt).toEqual(moments[0]);
  });

  test('gets the moments corrected that 0.4.0 shifted, once', async ({ old, db }) => {
    const moments = await playCase(old);
    // what 0.4.0 sent without a zone, too, and is now sent with one
    const asShifted = (column: string) => `${column} at time zone 'UTC' at time zone 'America/Chicago'`;
    await old.pool.query(`update "case" set updated_at = ${asShifted('updated_at')}`);
    await old.pool.query(
      `update follow_up set plan = (select array_agg(${asShifted('step')} order by step) from unnest(plan) step)`,
    );
    const shifted = await storedMoments(old);
    const expected = expectedMoments(moments);
    expect(shifted.opened).toEqual(expected.opened);
    expect(shifted.posts).not.toEqual(expected.posts);

    const sql = await readFile(migration, 'utf8');
    const client = await db.pool.connect();
    const notices: unknown[] = [];
    client.on('notice', ({ message }) => notices.push(message));
    await client.query(sql);
    expect(await storedMoments(db)).toEqual(expected);
    expect(notices).toEqual([
      "Moments that were written while the server's time zone was America/Chicago were corrected to UTC.",
    ]);
    await client.query(sql);
    client.release();
    expect(await storedMoments(db)).toEqual(expected);
  });

  test('is refused behind a pooler that gives every statement to another session', async ({ old }) => {
    await expect(checkZone(old)).rejects.toThrow(/sessions are in America\/Chicago instead of UTC/);
  });
});

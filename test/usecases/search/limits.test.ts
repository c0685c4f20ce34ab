// No search takes more than its share: of time, of one person's turns, and of the connections. The tests hold a lock that searches wait for.
import { expect, onTestFinished } from 'vitest';
import type { Database } from '../../../src/db/client.ts';
import { Prisma } from '../../../src/db/generated/client.ts';
import { searchWithin } from '../../../src/usecases/search/search-session.ts';
import { test as base } from './fixtures.ts';

/** Holds the search documents, so that every search waits until `free` is called or the test ends. */
async function block({ pool }: Database): Promise<() => Promise<void>> {
  const client = await pool.connect();
  await client.query('begin; lock table search_document in access exclusive mode');
  let isHeld = true;
  const free = async (): Promise<void> => {
    if (!isHeld) return;
    isHeld = false;
    await client.query('rollback');
    client.release();
  };
  // a test that fails must not keep the file from ending: closing the database waits for this connection
  onTestFinished(free);
  return free;
}

/** Counts the statements that wait for the lock, once there are as many as expected. */
async function untilWaiting({ pool }: Database, count: number): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ count: number }>(
      `select count(*)::int count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows[0]?.count === count) return;
  }
}

const it = base.extend('number', { scope: 'file', auto: true }, ({ open }) => open({ subject: 'A walrus' }));

it('ends a search that takes too long, and says how to narrow it', async ({ db, ada, search }) => {
  const free = await block(db);
  await expect(search(ada, 'walrus', { limitMs: 100 })).rejects.toMatchObject({
    code: 'too-broad',
    next: 'Narrow it by is:open, a module, a time such as opened:<30d or another word.',
  });
  await expect(search(ada, 'subject:walrus is:open module:fees opened:<30d', { limitMs: 100 })).rejects.toMatchObject({
    code: 'too-broad',
    next: 'Narrow it by another word.',
  });
  // common words: neither walking the cases nor the index ends in time
  for (const text of ['walrus is:open', 'walrus is:open sort:relevance'])
    await expect(search(ada, text, { limitMs: 100, probed: -1 })).rejects.toMatchObject({
      code: 'too-broad',
      next: 'Narrow it by a module, a time such as opened:<30d or another word.',
    });
  await free();
  expect(await search(ada, 'walrus')).toMatchObject({ total: 1 });
});

it('cancels a search whose asker is gone, on the server as well', async ({ db, ada, search }) => {
  const free = await block(db);
  const asker = new AbortController();
  const outcome = search(ada, 'walrus', { signal: asker.signal }).catch((error: { code: string }) => error.code);
  await untilWaiting(db, 1);
  asker.abort();
  expect(await outcome).toBe('too-broad');
  await untilWaiting(db, 0);
  await free();
});

it('runs two searches of a person at a time, and the next one when one of them ends', async ({ db, ada, ben, search }) => {
  const free = await block(db);
  const running = [1, 2, 3].map(() => search(ada, 'walrus', { limitMs: 60_000 }));
  await untilWaiting(db, 2);
  // another person does not wait for Ada's turns
  const bens = search(ben, 'walrus', { limitMs: 60_000 });
  await untilWaiting(db, 3);
  await expect(search(ada, 'walrus', { limitMs: 50 })).rejects.toMatchObject({ code: 'busy' });
  await free();
  expect(await Promise.all([...running, bens])).toMatchObject([{ total: 1 }, { total: 1 }, { total: 1 }, { total: 1 }]);
});

it('leaves the connections of everything else alone while every search waits', async ({
  db,
  ada,
  ben,
  rita,
  max,
  tia,
  search,
}) => {
  const free = await block(db);
  const people = [ada, ben, rita, max, tia];
  const running = people.flatMap((person) => [1, 2].map(() => search(person, 'walrus', { limitMs: 60_000 })));
  await untilWaiting(db, db.searchPool.options.max);
  expect(db.searchPool.totalCount).toBe(db.searchPool.options.max);
  expect(db.pool.waitingCount).toBe(0);
  expect(await db.prisma.case.count()).toBe(1);
  await free();
  expect((await Promise.all(running)).map(({ total }) => total)).toEqual(people.flatMap(() => [1, 1]));
});

it('gives statistics more time than a search, in which the database stands still for them', async ({ db, ada, open }) => {
  const { sql } = Prisma;
  const limit = async (run: <Row extends object>(statement: Prisma.Sql) => Promise<Row[]>) =>
    (await run<{ statement_timeout: string }>(sql`show statement_timeout`))[0]?.statement_timeout;
  const countOf = async (run: <Row extends object>(statement: Prisma.Sql) => Promise<Row[]>) =>
    (await run<{ count: number }>(sql`select count(*)::int count from "case"`))[0]?.count;
  const seen = await searchWithin(
    { db },
    'statistics',
    '',
    async ({ query }) => {
      const before = await countOf(query);
      await open({ subject: 'Opened while they are counted' });
      return { limit: await limit(query), before, after: await countOf(query) };
    },
    { limitMs: 60_000, snapshot: true },
  );
  expect(seen).toMatchObject({ limit: '1min', after: seen.before });
  expect(await searchWithin({ db }, ada.id, '', ({ query }) => limit(query))).toBe('3s');
});

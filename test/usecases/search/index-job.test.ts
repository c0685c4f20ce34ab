import pg from 'pg';
import { expect } from 'vitest';
import { runCli } from '../../../src/cli/index.ts';
import type { Database } from '../../../src/db/client.ts';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { indexProgress, indexWaitingCases, prepareCases } from '../../../src/usecases/search/index-job.ts';
import { openDatabase } from '../../../src/db/client.ts';
import { parseQuery } from '../../../src/domain/search/parse-query.ts';
import { searchCases } from '../../../src/usecases/search/search-cases.ts';
import { isolatedTest as base, type World } from '../fixtures.ts';
import { asRole } from '../../database.ts';

/** As after the upgrade of a database without search documents. */
async function forget({ pool }: Database): Promise<void> {
  await pool.query(
    `delete from search_document; update person set name_folded = null;
     update search_progress set next_id = (select max(id) from "case"), last_id = (select max(id) from "case"), again = false, finished_at = null`,
  );
}

const it = base
  .extend('processes', async ({ db }, { onCleanup }) => {
    const opened = [1, 2, 3].map(() => openDatabase(db.url, { scope: 'operator' }));
    onCleanup(async () => void (await Promise.all(opened.map((one) => one.close()))));
    return opened;
  })
  // holds a case, as somebody does who is changing it, until the function that it returns is called
  .extend('hold', async ({ db }, { onCleanup }) => {
    const holder = new pg.Client(asRole(db.url, 'postgres'));
    await holder.connect();
    onCleanup(() => holder.end());
    return async (number: number): Promise<() => Promise<unknown>> => {
      await holder.query('begin');
      await holder.query('select from "case" where number = $1 for no key update', [number]);
      return () => holder.query('commit');
    };
  });

const find = async ({ services, max }: World, db: Database, text: string) =>
  searchCases({ ...services, db }, max, parseQuery(text, services.settings), 'UTC');
const cli = async (db: Database, ...args: string[]) => {
  const lines: string[] = [];
  const print = (text: string) => void lines.push(text);
  const code = await runCli(args, { environment: { DATABASE_URL: db.url }, out: print, err: print });
  return { code, lines };
};

it('makes old cases searchable in batches, a killed run is continued, and the result says how far it is', async ({
  world,
  processes,
  db,
}) => {
  const numbers: number[] = [];
  for (let n = 1; n <= 7; n += 1) numbers.push(await world.open({ subject: `Walrus ${n}` }));
  await addPost(world.services, world.ada, { number: numbers[0] ?? 0, text: 'A narwhal' }, world.request());
  await addNote(world.services, world.max, { number: numbers[1] ?? 0, text: 'A capybara' }, world.request());
  await forget(db);
  const [first, second] = processes as [Database, Database];
  const services = { ...world.services, db: first };
  await prepareCases(services, { batch: 2, onBatch: () => false });
  const early = await find(world, first, 'walrus');
  expect(early.rows.map(({ subject }) => subject)).toEqual(['Walrus 7', 'Walrus 6']);
  expect(early.prepared).toBeGreaterThan(0);
  expect(early.prepared).toBeLessThan(100);
  expect((await cli(db, 'doctor')).lines.join('\n')).toMatch(/warn\s+Search\s+\d+% of cases are searchable/);
  // the rest is done by another process, which is killed in its second batch
  const killed = { ...world.services, db: second };
  await expect(prepareCases(killed, { batch: 2, onBatch: () => { throw new Error('killed'); } })).rejects.toThrow('killed'); // prettier-ignore
  expect(await indexWaitingCases(services)).toEqual({ cases: 3, locked: 0 });
  expect(await indexProgress(services)).toBeNull();
  expect(await find(world, first, 'walrus')).toMatchObject({ total: 7, prepared: null });
  expect(await find(world, first, 'narwhal')).toMatchObject({ total: 1 });
  expect(await find(world, first, 'capybara')).toMatchObject({ total: 1 });
  expect(await find(world, first, 'contact:ada')).toMatchObject({ total: 7 });
  expect((await cli(db, 'doctor')).lines.join('\n')).toMatch(/ok\s+Search\s+all cases are searchable/);
});

it('lets several processes prepare at once, each case once', async ({ world, processes, db }) => {
  for (let n = 1; n <= 9; n += 1) await world.open({ subject: `Walrus ${n}` });
  await forget(db);
  const runs = await Promise.all(processes.map((one) => prepareCases({ ...world.services, db: one }, { batch: 2 })));
  expect(runs.reduce((sum, { cases }) => sum + cases, 0)).toBe(9);
  expect(await find(world, db, 'walrus')).toMatchObject({ total: 9 });
});

it('keeps a post that is written while its case waits to be prepared', async ({ world, db, processes }) => {
  const number = await world.open({ subject: 'Walrus' });
  await addPost(world.services, world.ada, { number, text: 'The first' }, world.request());
  await forget(db);
  await addPost(world.services, world.ada, { number, text: 'A narwhal' }, world.request());
  const [own] = processes as [Database];
  expect(await find(world, own, 'first narwhal')).toMatchObject({ total: 1 });
  await prepareCases({ ...world.services, db: own });
  expect(await find(world, own, 'first narwhal')).toMatchObject({ total: 1 });
});

it('leaves a case that another transaction holds to the end', async ({ world, db, processes, hold }) => {
  const held = await world.open({ subject: 'Held walrus' });
  await world.open({ subject: 'Free walrus' });
  await forget(db);
  const [own] = processes as [Database];
  const services = { ...world.services, db: own };
  const letGo = await hold(held);
  expect(await prepareCases(services)).toEqual({ cases: 1, locked: 1 });
  expect((await find(world, own, 'walrus')).rows.map(({ subject }) => subject)).toEqual(['Free walrus']);
  expect(await indexProgress(services)).toEqual({ percent: 99 });
  await letGo();
  await prepareCases(services);
  expect(await find(world, own, 'walrus')).toMatchObject({ total: 2, prepared: null });
});

it('prepares cases again that an older version of the preparation wrote', async ({ world, db, processes }) => {
  await world.open({ subject: 'Walrus' });
  await db.pool.query(`update search_document set version = 0, words = 'old:1A'; delete from search_progress`);
  const [own] = processes as [Database];
  expect(await find(world, own, 'walrus')).toMatchObject({ total: 0, prepared: 0 });
  expect(await prepareCases({ ...world.services, db: own })).toEqual({ cases: 1, locked: 0 });
  expect(await find(world, own, 'walrus')).toMatchObject({ total: 1, prepared: null });
});

it('prepares with reindex at once, and with --all every case again', async ({ world, db }) => {
  for (let n = 1; n <= 3; n += 1) await world.open({ subject: `Walrus ${n}` });
  await forget(db);
  expect((await cli(db, 'reindex')).lines.at(-1)).toBe('Prepared 3 cases. All cases are searchable.');
  expect(await cli(db, 'reindex')).toEqual({ code: 0, lines: ['Prepared 0 cases. All cases are searchable.'] });
  await db.pool.query(`update search_document set words = ''`);
  expect((await cli(db, 'reindex', '--all')).lines.at(-1)).toBe('Prepared 3 cases. All cases are searchable.');
  expect(await find(world, db, 'walrus')).toMatchObject({ total: 3 });
});

it('continues in the bot what reindex --all began before it was killed', async ({ world, db, processes }) => {
  for (let n = 1; n <= 3; n += 1) await world.open({ subject: `Walrus ${n}` });
  const [own] = processes as [Database];
  const bot = { ...world.services, db: own };
  expect(await indexWaitingCases(bot)).toEqual({ cases: 0, locked: 0 });
  expect(await indexProgress(bot)).toBeNull();
  await db.pool.query(`update search_document set words = ''`);
  await prepareCases(world.services, { again: true, batch: 1, onBatch: () => false });
  expect((await indexWaitingCases(bot)).cases).toBe(2);
  expect(await find(world, own, 'walrus')).toMatchObject({ total: 3, prepared: null });
});

it('comes back with reindex --all for a case that was being changed, and says so', async ({ world, db, processes, hold }) => {
  const held = await world.open({ subject: 'Held walrus' });
  for (let n = 1; n <= 2; n += 1) await world.open({ subject: `Walrus ${n}` });
  await db.pool.query(`update search_document set words = ''`);
  const [own] = processes as [Database];
  const letGo = await hold(held);
  expect((await cli(db, 'reindex', '--all')).lines.at(-1)).toBe(
    'Prepared 2 cases. 1 case is being changed right now. The bot prepares it in the background, or run this command again.',
  );
  expect(await find(world, own, 'walrus')).toMatchObject({ total: 2, prepared: 99 });
  await letGo();
  expect(await indexWaitingCases({ ...world.services, db: own })).toEqual({ cases: 1, locked: 0 });
  expect(await find(world, own, 'walrus')).toMatchObject({ total: 3, prepared: null });
});

it('needs no preparation in a new database', async ({ world, db, processes }) => {
  const [own] = processes as [Database];
  await db.pool.query('delete from search_progress');
  expect(await indexProgress(world.services)).toBeNull();
  await world.open({ subject: 'Walrus' });
  expect(await find(world, own, 'walrus')).toMatchObject({ total: 1, prepared: null });
});

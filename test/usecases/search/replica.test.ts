// DATABASE_READ_URL: searches are served by another server. Here it is a second database with a case of its own, so that one can
// see who answers.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Writable } from 'node:stream';
import { expect } from 'vitest';
import { runCli } from '../../../src/cli/index.ts';
import { openDatabase } from '../../../src/db/client.ts';
import { startDatabase } from '../../../src/db/start-database.ts';
import { parseQuery } from '../../../src/domain/search/parse-query.ts';
import { searchCases } from '../../../src/usecases/search/search-cases.ts';
import { asRole, connectToServer, freshDatabase } from '../../database.ts';
import { createWorld, test } from '../fixtures.ts';

const it = test.extend('replica', { scope: 'file' }, async ({}, { onCleanup }) => {
  const db = await freshDatabase();
  onCleanup(() => db.close());
  const world = await createWorld(db);
  await world.open({ subject: 'A walrus on the replica' });
  await world.open({ subject: 'Another walrus there' });
  return db;
});

it('searches there, writes to the first one, and cancels there what takes too long', async ({ db, world, replica }) => {
  await world.open({ subject: 'A walrus in the database' });
  const both = openDatabase(db.url, { scope: 'operator', readUrl: replica.url });
  const services = { ...world.services, db: both };
  const query = parseQuery('walrus', services.settings);
  expect((await searchCases(services, world.max, query, 'UTC')).total).toBe(2);
  expect((await searchCases(world.services, world.max, query, 'UTC')).total).toBe(1);
  expect(await both.prisma.case.count()).toBe(1);
  const { rows } = await both.cancelPool.query<{ name: string }>('select current_database() name');
  expect(`/${rows[0]?.name}`).toBe(new URL(replica.url).pathname);
  await both.close();
});

it('exports nothing from another database, which doctor reports, and nothing while the replica is away', async ({
  db,
  replica,
}) => {
  const run = async (databaseReadUrl: string, ...args: string[]) => {
    let [out, err] = ['', ''];
    const output = new Writable({ write: (chunk: Buffer, _, done) => ((out += chunk.toString()), done()) });
    const code = await runCli(args, {
      environment: { DATABASE_URL: db.url, DATABASE_READ_URL: databaseReadUrl },
      out: (text) => void (out += `${text}\n`),
      err: (text) => void (err += text),
      output,
    });
    return { code, out, err };
  };
  expect(await run(replica.url, 'export', 'cases')).toEqual({
    code: 1,
    out: '',
    err: 'casebridge: DATABASE_READ_URL leads to another database than DATABASE_URL. Set it to a streaming replica, or leave it out.',
  });
  expect(await run(away(db.url), 'export', 'cases')).toMatchObject({
    ...{ code: 1, out: '' },
    err: expect.stringMatching(/^casebridge: The database of DATABASE_READ_URL does not answer: connect ECONNREFUSED/) as string,
  });
  expect((await run(db.url, 'export', 'cases')).out).toContain('A walrus in the database');
  expect((await run(replica.url, 'doctor')).out).toMatch(/^fail {2}Replica +DATABASE_READ_URL leads to another database/m);
});

it('refuses to start with another database, warns of one that is not a replica, and starts without one that is away', async ({
  db,
  replica,
}) => {
  const notices: string[] = [];
  const start = (databaseReadUrl: string) =>
    startDatabase(
      { databaseUrl: db.url, databaseMigrationUrl: asRole(db.url, 'casebridge'), databaseReadUrl, dataDir: '' },
      { onNotice: (one) => notices.push(one) },
    );
  await expect(start(replica.url)).rejects.toThrow('DATABASE_READ_URL leads to another database than DATABASE_URL.');
  await (await start(db.url)).stop();
  await (await start(away(db.url))).stop();
  expect(notices).toEqual([
    expect.stringContaining('is not a replica'),
    expect.stringMatching(/does not serve searches, so the database of DATABASE_URL does: connect ECONNREFUSED/),
  ]);
});

it('searches in the database while the replica is away or behind the migrations, and says so once', async ({
  db,
  world,
  replica,
}) => {
  await world.open({ subject: 'A heron in the database' });
  const query = parseQuery('heron', world.services.settings);
  const heard: unknown[] = [];
  const gone = openDatabase(db.url, { scope: 'operator', readUrl: away(db.url), onReplica: (error) => heard.push(error) });
  for (const _ of ['first', 'second'])
    expect((await searchCases({ ...world.services, db: gone }, world.max, query, 'UTC')).total).toBe(1);
  expect(heard).toEqual([expect.objectContaining({ code: 'ECONNREFUSED' })]);
  await gone.close();

  await replica.pool.query('alter view visible_document rename to visible_document_of_before');
  const behind = openDatabase(db.url, { scope: 'operator', readUrl: replica.url, onReplica: (error) => heard.push(error) });
  expect((await searchCases({ ...world.services, db: behind }, world.max, query, 'UTC')).total).toBe(1);
  expect(heard.slice(1)).toEqual([expect.objectContaining({ code: '42P01' })]);
  await behind.close();
});

it('gives up on a replica that takes connections and says nothing', async ({ db, world }) => {
  await world.open({ subject: 'An egret in the database' });
  const { url, close } = await listen(() => undefined, db.url);
  const heard: unknown[] = [];
  const both = openDatabase(db.url, { scope: 'operator', readUrl: url, onReplica: (error) => heard.push(error) });
  const query = parseQuery('egret', world.services.settings);
  expect((await searchCases({ ...world.services, db: both }, world.max, query, 'UTC')).total).toBe(1);
  expect(heard).toHaveLength(1);
  close();
  await both.close();
});

it('gives up on a replica that goes silent in a search, and leaves it alone', async ({ db, world }) => {
  await world.open({ subject: 'A grebe in the database' });
  let isSilent = false;
  const { url, close } = await listen((socket) => {
    const there = connectToServer(db.url);
    for (const [from, to] of [
      [socket, there],
      [there, socket],
    ] as const)
      // prettier-ignore
      from.on('data', (bytes) => void (isSilent || to.write(bytes))).on('error', () => undefined);
    socket.on('close', () => there.destroy());
  }, db.url);
  const heard: unknown[] = [];
  const both = openDatabase(db.url, { scope: 'operator', readUrl: url, onReplica: (error) => heard.push(error) });
  const services = { ...world.services, db: both };
  const query = parseQuery('grebe', world.services.settings);
  expect((await searchCases(services, world.max, query, 'UTC')).total).toBe(1);
  expect([both.searchPool.totalCount, heard]).toEqual([1, []]);
  isSilent = true;
  await expect(searchCases(services, world.max, query, 'UTC', { limitMs: 100 })).rejects.toMatchObject({ code: 'busy' });
  expect([both.searchPool.totalCount, heard]).toEqual([0, [expect.objectContaining({ name: 'NoAnswer' })]]);
  expect((await searchCases(services, world.max, query, 'UTC')).total).toBe(1);
  close();
  await both.close();
});

/** Listens in the place of a database. @returns the address of the same database there */
async function listen(onSocket: (socket: Socket) => void, database: string) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    onSocket(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { url: at(database, (server.address() as AddressInfo).port), close };
}

const at = (database: string, port: number): string => {
  const { username, pathname } = new URL(database);
  return `postgresql://${username}@127.0.0.1:${port}${pathname}`;
};

/** @returns the address of a server on which nobody listens */
const away = (database: string): string => at(database, 1);

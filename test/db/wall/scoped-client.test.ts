// How a connection of the pool gets the scope of each statement to the server.
import type pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { openDatabase, type Database } from '../../../src/db/client.ts';
import { withDatabaseScope } from '../../../src/db/database-scope.ts';
import { runAs } from '../../../src/usecases/scope.ts';
import { freshDatabase } from '../../database.ts';
import { fillBoth } from './rows.ts';

let all: Database;
let world: Awaited<ReturnType<typeof fillBoth>>;

beforeAll(async () => {
  all = await freshDatabase();
  world = await fillBoth(all);
});
afterAll(() => all.close());

/** A connection of its own, and its pool. */
async function connect(): Promise<pg.PoolClient> {
  const db = openDatabase(all.url, { connections: 1 });
  const client = await db.pool.connect();
  onTestFinished(async () => {
    client.release(true);
    await db.close();
  });
  return client;
}

const everyone = <T>(run: () => T): T => withDatabaseScope('advisor', run);
const ada = <T>(run: () => T): T => runAs(world.ada, run);
const nobody = <T>(run: () => T): T => withDatabaseScope({ accountIds: [] }, run);
const both = <T>(run: () => T): T => withDatabaseScope({ accountIds: [world.ada.accountId, world.rosa.accountId] }, run);

const cases = async (client: pg.PoolClient): Promise<number> => (await client.query('select from "case"')).rowCount ?? -1;

/** Answers of the server, of which each takes a round trip. */
function answersTo(client: pg.PoolClient): () => number {
  let answers = 0;
  client.connection.on('readyForQuery', () => (answers += 1));
  return () => answers;
}

test('costs no round trip, even if the connection served somebody else before', async () => {
  const client = await connect();
  const answers = answersTo(client);
  for (const name of [undefined, 'prepared'])
    for (const [as, expected] of [
      [everyone, 2],
      [ada, 1],
      [nobody, 0],
      [both, 2],
    ] as const)
      // prettier-ignore
      for (const values of [[], [0]]) {
        const text = `select number from "case"${values.length > 0 ? ' where number > $1' : ''}`;
        const { rows, rowCount, command, fields } = await as(() =>
          client.query<{ number: number }>({ name: name && `${name} ${values.length}`, text, values }),
        );
        expect([rows.length, rowCount, command, fields.map((field) => field.name)]).toEqual([expected, expected, 'SELECT', ['number']]);
      }
  expect(answers()).toBe(16);
});

test('is right for statements that are sent at the same time, without the queue of pg', async () => {
  const client = await connect();
  const warn = vi.spyOn(process, 'emitWarning');
  onTestFinished(() => warn.mockRestore());
  const asked = Array.from({ length: 5 }, () => [
    everyone(() => cases(client)),
    ada(() => client.query('select 1 / 0').catch(() => 'failed')),
    ada(() => cases(client)),
    nobody(() => cases(client)),
    both(() => cases(client)),
  ]).flat();
  expect(await Promise.all(asked)).toEqual(Array.from({ length: 5 }, () => [2, 'failed', 1, 0, 2]).flat());
  expect(warn).not.toHaveBeenCalled();
});

test('is not believed after a statement that failed, which undoes it', async () => {
  const client = await connect();
  expect(await everyone(() => cases(client))).toBe(2);
  await expect(ada(() => client.query('select 1 / 0 from "case"'))).rejects.toThrow('division by zero');
  expect(await ada(() => cases(client))).toBe(1);
  await expect(everyone(() => client.query({ name: 'broken', text: 'select nothing from "case"' }))).rejects.toThrow('nothing');
  await expect(everyone(() => client.query({ name: 'broken', text: 'select nothing from "case"' }))).rejects.toThrow('nothing');
  expect(await ada(() => cases(client))).toBe(1);
});

test('holds in a transaction, after its savepoints and after it failed', async () => {
  const client = await connect();
  expect(await ada(() => cases(client))).toBe(1);
  await everyone(() => client.query('begin'));
  expect(await everyone(() => cases(client))).toBe(2);
  await everyone(() => client.query('savepoint one'));
  expect(await ada(() => cases(client))).toBe(1);
  await everyone(() => client.query('rollback to savepoint one'));
  expect(await ada(() => cases(client))).toBe(1);
  expect(await everyone(() => cases(client))).toBe(2);
  await expect(ada(() => client.query('select 1 / 0'))).rejects.toThrow('division by zero');
  await expect(ada(() => cases(client))).rejects.toThrow('current transaction is aborted');
  await ada(() => client.query('rollback'));
  expect(await ada(() => cases(client))).toBe(1);
  await ada(() => client.query('begin'));
  expect(await ada(() => cases(client))).toBe(1);
  expect(await everyone(() => cases(client))).toBe(2);
  await ada(() => client.query('commit'));
  expect(await ada(() => cases(client))).toBe(1);
});

test('is sent with several statements in one text, and with those of a session', async () => {
  const client = await connect();
  const count = 'select count(*)::int from "case"';
  const answers = (await ada(() => client.query(`select 1; ${count}`))) as unknown as pg.QueryResult<{ count: number }>[];
  expect(answers.map(({ rows }) => rows.length)).toEqual([1, 1]);
  expect(answers[1]?.rows[0]?.count).toBe(1);
  expect(await everyone(() => cases(client))).toBe(2);
  expect(await ada(() => cases(client))).toBe(1);
});

test('refuses streams and callbacks, for which nobody could wait', async () => {
  const client = await connect();
  expect(() => everyone(() => client.query('select 1', () => undefined))).toThrow('awaited');
  expect(() => everyone(() => client.query({ submit: () => undefined }))).toThrow('awaited');
  expect(await ada(() => cases(client))).toBe(1);
});

test('is sent once for everybody who sees the same', async () => {
  const client = await connect();
  expect(await ada(() => cases(client))).toBe(1);
  const execute = vi.spyOn(client.connection, 'execute');
  for (let n = 0; n < 3; n++) expect(await ada(() => client.query('select number from "case" where number > $1', [0]))).toMatchObject({ rowCount: 1 }); // prettier-ignore
  expect(execute).toHaveBeenCalledTimes(3);
  expect(await everyone(() => cases(client))).toBe(2);
  execute.mockClear();
  for (const scope of ['worker', 'clock', 'mail'] as const)
    expect(await withDatabaseScope(scope, () => client.query('select number from "case" where number > $1', [0]))).toMatchObject({ rowCount: 2 }); // prettier-ignore
  expect(execute).toHaveBeenCalledTimes(3);
});

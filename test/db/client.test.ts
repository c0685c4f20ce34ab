// What every connection of the product has, whatever the server's defaults are.
import { expect } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { test as base } from '../fixtures.ts';

const test = base.extend('impatient', { scope: 'file' }, ({ db }, { onCleanup }) => {
  const impatient = openDatabase(db.url, { statementTimeoutMs: 50 });
  onCleanup(() => impatient.close());
  return impatient;
});

test('cancels a statement that would run forever, and keeps the connection for the next one', async ({ impatient }) => {
  const endless = 'with recursive n (i) as (select 1 union all select (i + 1) % 1000 from n) select count(*) from n';
  await expect(impatient.pool.query(endless)).rejects.toMatchObject({ code: '57014' });
  await expect(impatient.prisma.$queryRawUnsafe(endless)).rejects.toThrow('statement timeout');
  expect((await impatient.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test("limits every statement of a bot, and none of an operator's command", async ({ db, onTestFinished }) => {
  const limit = async ({ pool }: typeof db) =>
    (await pool.query<{ statement_timeout: string }>('show statement_timeout')).rows[0];
  expect(await limit(db)).toEqual({ statement_timeout: '30s' });
  const command = openDatabase(db.url, { statementTimeoutMs: 0 });
  onTestFinished(() => command.close());
  expect(await limit(command)).toEqual({ statement_timeout: '0' });
});

test('ends a transaction that was abandoned, so that its locks stop nobody', async ({ db }) => {
  const { rows } = await db.pool.query('show idle_in_transaction_session_timeout');
  expect(rows).toEqual([{ idle_in_transaction_session_timeout: '1min' }]);
});

import { describe, expect } from 'vitest';
import { Prisma } from '../../src/db/generated/client.ts';
import { send } from '../../src/db/transaction.ts';
import { test } from '../fixtures.ts';

const { sql } = Prisma;
const insert = (key: string) => sql`insert into idempotency_key (key) values (${key})`;
const connectionOf = sql`select pg_backend_pid() pid, txid_current()::text transaction`;

describe('a transaction', () => {
  test('is one for SQL of our own and for Prisma', async ({ db }) => {
    const seen = await db.transaction(async (tx) => {
      const before = await send(tx, connectionOf);
      await send(tx, insert('one:ours'));
      const read = await tx.idempotencyKey.findUnique({ where: { key: 'one:ours' } });
      await tx.idempotencyKey.create({ data: { key: 'one:prisma' } });
      const written = await send<{ n: number }>(tx, sql`select count(*)::int n from idempotency_key where key like 'one:%'`);
      return { before, after: await tx.$queryRaw<object[]>(connectionOf), read, written };
    });
    expect(seen.after).toEqual(seen.before);
    expect(seen.read?.key).toBe('one:ours');
    expect(seen.written).toEqual([{ n: 2 }]);
    expect(await db.prisma.idempotencyKey.count({ where: { key: { startsWith: 'one:' } } })).toBe(2);
  });

  test('is undone when it throws, with or without Prisma', async ({ db }) => {
    for (const joins of [true, false]) {
      const failing = db.transaction(async (tx) => {
        await send(tx, insert('undone:ours'));
        if (joins) await tx.idempotencyKey.create({ data: { key: 'undone:prisma' } });
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
    }
    expect(await db.prisma.idempotencyKey.count({ where: { key: { startsWith: 'undone:' } } })).toBe(0);
    expect(db.pool.idleCount).toBe(db.pool.totalCount);
  });

  test('fails when a statement in it failed, even if that was caught', async ({ db }) => {
    const failing = db.transaction(async (tx) => {
      await send(tx, insert('caught'));
      await send(tx, sql`select 1 / 0`).catch(() => undefined);
    });
    await expect(failing).rejects.toThrow('the transaction was undone, because a statement in it failed');
    expect(await db.prisma.idempotencyKey.count({ where: { key: 'caught' } })).toBe(0);
  });

  test('that takes too long is undone, and nothing more is sent in it', async ({ db }) => {
    const why = 'the transaction took longer than 50 ms';
    const slow = db.transaction(
      async (tx) => {
        await send(tx, insert('late:first'));
        const endless = async () => {
          for (;;) await send(tx, sql`select 1 one`);
        };
        await expect(endless()).rejects.toThrow(why);
        await expect(send(tx, insert('late:ours'))).rejects.toThrow(why);
        await expect(tx.idempotencyKey.create({ data: { key: 'late:prisma' } })).rejects.toThrow(why);
      },
      { timeout: 50 },
    );
    await expect(slow).rejects.toThrow(why);
    expect(await db.prisma.idempotencyKey.count({ where: { key: { startsWith: 'late:' } } })).toBe(0);
  });

  test('sends nothing once it has ended', async ({ db }) => {
    const tx = await db.transaction((one) => Promise.resolve({ one }));
    await expect(send(tx.one, insert('ended'))).rejects.toThrow('the transaction was committed');
    await expect(tx.one.idempotencyKey.count()).rejects.toThrow('the transaction was committed');
    expect(await db.prisma.idempotencyKey.count({ where: { key: 'ended' } })).toBe(0);
  });

  test('whose connection is lost fails, and leaves a pool that works', async ({ db }) => {
    const lost = db.transaction(async (tx) => {
      const [own] = await send<{ pid: number }>(tx, sql`select pg_backend_pid() pid`);
      await db.pool.query('select pg_terminate_backend($1)', [own?.pid]);
      await send(tx, insert('lost'));
    });
    await expect(lost).rejects.toThrow();
    await db.transaction((tx) => send(tx, insert('found')));
    expect(await db.prisma.idempotencyKey.findMany({ where: { key: { in: ['lost', 'found'] } }, select: { key: true } })).toEqual(
      [{ key: 'found' }],
    );
  });

  test('gives up when no connection becomes free', async ({ db }) => {
    const { max } = db.pool.options;
    const taken = await Promise.all(Array.from({ length: max }, () => db.pool.connect()));
    await expect(db.transaction(() => Promise.resolve(), { maxWait: 20 })).rejects.toThrow(
      'no connection to the database was free within 20 ms',
    );
    for (const one of taken) one.release();
    await db.transaction((tx) => send(tx, insert('free')));
    expect(await db.prisma.idempotencyKey.count({ where: { key: 'free' } })).toBe(1);
  });
});

// What prisma/compact-client.js does to the generated client.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { compactClient, moveKeys } from '../../prisma/compact-client.js';
import type { Database } from '../../src/db/client.ts';
import { freshDatabase } from '../database.ts';

let db: Database;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

/** Counts the queries that Prisma's compiler compiled, and those whose plan it had already. */
async function countPlans(run: () => Promise<unknown>): Promise<{ compiled: number; reused: number }> {
  const lines: string[] = [];
  const debugging = globalThis as unknown as { DEBUG: string };
  const before = debugging.DEBUG;
  const log = vi.spyOn(console, 'warn').mockImplementation((...parts) => void lines.push(parts.join(' ')));
  debugging.DEBUG = 'prisma:client:clientEngine';
  try {
    await run();
  } finally {
    debugging.DEBUG = before;
    log.mockRestore();
  }
  const count = (what: string): number => lines.filter((line) => line.includes(what)).length;
  return { compiled: count('plan cache miss'), reused: count('plan cache hit') };
}

test('queries that differ only in their values are compiled once', async () => {
  const plans = await countPlans(async () => {
    for (const name of ['Ada', 'Bo', 'Cleo'])
      await db.prisma.case.findMany({
        where: {
          account: { is: { name } },
          posts: { some: { author: { is: { email: { in: [name, `${name}@example.com`] } } } } },
        },
        include: { posts: { where: { author: { is: { name } } } } },
      });
  });
  expect(plans).toEqual({ compiled: 1, reused: 2 });
});

test('writes that differ only in their values are compiled once', async () => {
  const plans = await countPlans(async () => {
    for (const key of ['plainview', 'riverton'])
      await db.prisma.account.create({
        data: {
          key,
          name: key,
          timezone: 'UTC',
          people: { create: { kind: 'contact', name: key, email: `ada@${key}.example` } },
        },
      });
  });
  expect(plans).toEqual({ compiled: 1, reused: 1 });
  expect(await db.prisma.person.count({ where: { account: { is: { key: 'riverton' } } } })).toBe(1);
});

test('every reference to a name is moved, and nothing else', () => {
  // one input node with two edges, one output node with one edge, one root; 0 is “nothing” where a number is optional
  const graph = [...[1, 1, 1], ...[2, ...[3, 16, 0, 2, 0, 32], ...[130, 1, 1, 2, 0, 6, 2]], ...[1, 7, 1, 0], ...[9, 1, 1]];
  const moved = [...[1, 1, 1], ...[2, ...[131, 32, 16, 0, 2, 0, 32], ...[130, 33, 1, 2, 0, 134, 32, 2]], ...[1, 135, 32, 1, 0], ...[137, 32, 1, 1]]; // prettier-ignore
  expect([...moveKeys(Buffer.from(graph))]).toEqual(moved);
});

test('a graph or a client of another format is refused', () => {
  expect(() => moveKeys(Buffer.from([0, 0, 0, 1]))).toThrow('has another format');
  expect(() => compactClient('export {}', 'query_compiler.wasm')).toThrow('Prisma generates another client');
});

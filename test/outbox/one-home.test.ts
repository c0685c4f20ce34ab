// Only src/outbox/enqueue adds, refreshes and withdraws deliveries. Elsewhere, who receives a message would be decided a second time.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const source = new URL('../../src/', import.meta.url).pathname;

const writes: [what: string, pattern: RegExp][] = [
  ['inserts a delivery', /insert\s+into\s+"?delivery"?[\s(]/i],
  ['creates a delivery with Prisma', /\bdelivery\s*\.\s*(create\w*|upsert)\s*\(/],
  ['nests the creation of a delivery', /\bdeliveries:\s*\{\s*(create\w*|connectOrCreate|upsert)\b/],
  ['refreshes a delivery', /\bdesired_version\s*=\s*desired_version\s*\+|desiredVersion:\s*\{\s*increment/],
  ['withdraws a delivery', /\bset\s+withdrawn\s*=|\bdata:\s*\{[^{}]*\bwithdrawn:\s*true\b/],
];

/** Lists what a source text does with deliveries that belongs in src/outbox/enqueue. */
const writesIn = (text: string): string[] => writes.filter(([, pattern]) => pattern.test(text)).map(([what]) => what);

async function sources(): Promise<string[]> {
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.(ts|js)$/.test(entry.name));
  return files
    .map((entry) => path.relative(source, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith('db/generated/'));
}

async function findWrites(inside: (file: string) => boolean): Promise<string[]> {
  const found: string[] = [];
  for (const file of (await sources()).filter(inside))
    found.push(...writesIn(await readFile(path.join(source, file), 'utf8')).map((what) => `${file} ${what}`));
  return found.sort();
}

const isHome = (file: string) => file.startsWith('outbox/enqueue/');

test('finds no file outside src/outbox/enqueue that adds, refreshes or withdraws a delivery', async () => {
  expect(await findWrites((file) => !isHome(file))).toEqual([]);
});

test('finds each of the three statements once, in one file', async () => {
  expect(await findWrites(isHome)).toEqual([
    'outbox/enqueue/deliveries.ts inserts a delivery',
    'outbox/enqueue/deliveries.ts refreshes a delivery',
    'outbox/enqueue/deliveries.ts withdraws a delivery',
  ]);
  const text = await readFile(path.join(source, 'outbox/enqueue/deliveries.ts'), 'utf8');
  expect(text.match(/insert into delivery/g)).toHaveLength(1);
  expect(text.match(/desired_version = desired_version \+ 1, state/g)).toHaveLength(1);
});

test('finds the rule for who receives a post in one subquery', async () => {
  const found: string[] = [];
  for (const file of await sources())
    if (/coalesce\(r\.notify, [pk]\.notify\)(::text)? = any/.test(await readFile(path.join(source, file), 'utf8')))
      found.push(file);
  // direct-cards.ts reads the same levels to decide who gets a card in the first place
  expect(found.sort()).toEqual(['outbox/enqueue/direct-cards.ts', 'outbox/enqueue/eligible-conversations.ts']);
});

describe('the check finds', () => {
  test.each([
    ['inserts a delivery', 'await tx.$executeRaw`insert into delivery (kind) values (1)`'],
    ['inserts a delivery', 'INSERT\n  INTO "delivery"(kind) select 1'],
    ['creates a delivery with Prisma', "tx.delivery.create({ data: { kind: 'card' } })"],
    ['creates a delivery with Prisma', 'prisma.delivery\n  .createMany({ data })'],
    ['creates a delivery with Prisma', 'prisma.delivery.upsert({ where })'],
    ['nests the creation of a delivery', 'data: { deliveries: { create: { destinationId } } }'],
    ['refreshes a delivery', 'update delivery set desired_version = desired_version + 1'],
    ['refreshes a delivery', 'data: { desiredVersion: { increment: 1 } }'],
    ['withdraws a delivery', 'update delivery set withdrawn = true'],
    ['withdraws a delivery', 'updateMany({ data: { withdrawn: true } })'],
  ])('code that %s: %s', (what, text) => {
    expect(writesIn(text)).toEqual([what]);
  });

  test('nothing in code that only reads deliveries or uses tables with a similar name', () => {
    const harmless =
      'select from delivery where withdrawn; tx.delivery.findMany({ where: { withdrawn: false } }); insert into delivery_log (id)';
    expect(writesIn(harmless)).toEqual([]);
  });
});

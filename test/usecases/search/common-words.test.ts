// Words that many cases have: the search walks the cases instead of reading every match. Small limits make it do so here.
import { expect } from 'vitest';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { indexCases } from '../../../src/usecases/search-index.ts';
import { test as base } from './fixtures.ts';

const walk = { probed: 0 };

const it = base.extend('numbers', { scope: 'file', auto: true }, async ({ world }) => {
  const numbers: number[] = [];
  for (let n = 1; n <= 13; n += 1) {
    world.at.now = new Date(world.at.now.getTime() + 60_000);
    numbers.push(
      await world.open({ subject: `Walrus ${n % 3 === 0 ? 'pup' : 'bull'}`, description: n % 2 ? 'On the ice' : 'At sea' }),
    );
  }
  await closeCase(world.services, world.ada, { number: numbers[0] ?? 0, reason: 'Withdrawn' }, world.request());
  await addNote(world.services, world.max, { number: numbers[1] ?? 0, text: 'A narwhal' }, world.request());
  return numbers;
});

it.for([
  'walrus', 'walrus ice', 'walrus -ice', 'wal* -pup', '"walrus pup"', 'walrus status:closed', 'walrus -is:closed', 'walrus subject:^walrus', 'walrus sort:number-asc',
  'walrus sort:subject-desc', 'walrus sort:contact', 'walrus sort:relevance', 'narwhal', 'walrus -narwhal', 'walrus penguin', 'walrus size:5 page:2', 'walrus size:5 page:3',
  'walrus size:5 page:9',
])('finds the same cases as the index does for %s', async (text, { ada, max, search }) => {
  for (const person of [ada, max]) {
    const walked = await search(person, text, walk);
    const probed = await search(person, text);
    expect(walked.rows.map(({ number }) => number)).toEqual(probed.rows.map(({ number }) => number));
    expect(walked).toMatchObject({ total: probed.total, page: probed.page, pages: probed.pages, capped: false });
  }
}); // prettier-ignore

it('counts up to a limit, and turns pages beyond it without showing a case twice', async ({ ada, search, numbers }) => {
  const limits = { ...walk, counted: 5 };
  const pages = await Promise.all([1, 2, 3, 4, 5].map((page) => search(ada, `walrus size:3 page:${page}`, limits)));
  expect(pages.map(({ total, capped }) => [total, capped])).toEqual(pages.map(() => [5, true]));
  expect(pages.map(({ page, pages: known }) => [page, known])).toEqual([[1, 2], [2, 3], [3, 4], [4, 5], [5, 5]]); // prettier-ignore
  const shown = pages.flatMap(({ rows }) => rows.map(({ number }) => number));
  expect(shown.toSorted()).toEqual(numbers.toSorted());
  expect(await search(ada, 'walrus size:3 page:99', limits)).toMatchObject({ page: 5, rows: [{}], capped: true });
  expect(await search(ada, 'walrus size:3', { ...walk, counted: 13 })).toMatchObject({ total: 13, capped: false, pages: 5 });
});

it('shows the case with the number first, on the first page only', async ({ ada, open, search }) => {
  const number = await open({ subject: 'Numbered' });
  const others: number[] = [];
  for (let n = 0; n < 4; n += 1) others.unshift(await open({ description: `As in ${number}` }));
  const pages = await Promise.all([1, 2, 3].map((page) => search(ada, `${number} size:2 page:${page}`, walk)));
  expect(pages.map(({ rows }) => rows.map((row) => row.number))).toEqual([
    [number, others[0]],
    others.slice(1, 3),
    others.slice(3),
  ]);
  expect(pages.map(({ total }) => total)).toEqual([5, 5, 5]);
});

it('shows no case twice where the number is of no case, of another account, or of one that a filter leaves out', async ({
  ada, rosa, open, search, db,
}) => {
  const hidden = await open({ subject: 'Hidden', priority: 'Low' });
  const { id } = await db.prisma.case.update({ where: { number: hidden }, data: { accountId: rosa.accountId } });
  await db.prisma.$transaction((tx) => indexCases(tx, [id]));
  const low = await open({ subject: 'Of low priority', priority: 'Low' });
  for (const [number, filter] of [[987_654, ''], [hidden, ''], [low, ' -priority:low']] as const) {
    const others: number[] = [];
    for (let n = 0; n < 4; n += 1) others.unshift(await open({ description: `As in ${number}` }));
    const pages = await Promise.all([1, 2].map((page) => search(ada, `${number}${filter} size:2 page:${page}`, walk)));
    expect(pages.flatMap(({ rows }) => rows.map((row) => row.number))).toEqual(others);
    expect(pages).toMatchObject([{ total: 4, pages: 2 }, { total: 4, pages: 2 }]);
  }
}); // prettier-ignore

it('orders the newest matches by relevance', async ({ ada, search }) => {
  const found = await search(ada, 'walrus pup sort:relevance', { ...walk, ranked: 3 });
  expect(found).toMatchObject({ total: 3, capped: true, rows: [{}, {}, {}] });
});

it('shows the case with the number first when the newest matches are ordered by relevance', async ({ ada, open, search, at }) => {
  const number = await open({ subject: 'The oldest of all' });
  const others: number[] = [];
  for (let n = 0; n < 4; n += 1) {
    at.now = new Date(at.now.getTime() + 60_000);
    others.push(await open({ subject: `Like ${number}`, description: `As in ${number}` }));
  }
  const named = await search(ada, `${number} sort:relevance`, { ...walk, ranked: 3 });
  expect(named.rows[0]).toMatchObject({ number });
  expect(named).toMatchObject({ total: 3, capped: true });
  const pages = await Promise.all([1, 2, 3].map((page) => search(ada, `${number} sort:relevance size:2 page:${page}`, walk)));
  const shown = pages.flatMap(({ rows }) => rows.map((row) => row.number));
  expect(shown).toEqual([number, ...others.toReversed()]);
  expect(pages).toMatchObject([{ total: 5, capped: false }, { total: 5 }, { total: 5 }]);
});

it.for(['walrus', 'walrus sort:relevance', 'walrus pup size:2 page:2'])(
  'asks the index for %s when the walk takes too long, and counts exactly',
  async (text, { ada, max, search }) => {
    for (const person of [ada, max]) {
      const probed = await search(person, text);
      const slow = await search(person, text, { ...walk, walkShare: 0, counted: 1, ranked: 1 });
      expect(slow.rows.map(({ number }) => number)).toEqual(probed.rows.map(({ number }) => number));
      expect(slow).toMatchObject({ total: probed.total, pages: probed.pages, capped: false });
    }
  },
);

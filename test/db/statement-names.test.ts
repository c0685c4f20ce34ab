import { expect, test } from 'vitest';
import { StatementNames } from '../../src/db/statement-names.ts';

const times = (n: number, run: (index: number) => string | undefined) => Array.from({ length: n }, (_, index) => run(index));

test('names a statement that is sent often, and keeps its name', () => {
  const names = new StatementNames();
  expect(times(7, () => names.nameOf('select 1'))).toEqual([
    ...[undefined, undefined, undefined, undefined],
    ...['transaction-0', 'transaction-0', 'transaction-0'],
  ]);
});

test('gives rare statements no name', () => {
  const names = new StatementNames();
  const named = times(20_000, (index) => names.nameOf(index % 200 === 0 ? 'select 1' : `select ${index}`));
  expect(named.filter((name) => name !== undefined)).toEqual([]);
});

test('gives no more names than it may', () => {
  const names = new StatementNames(2);
  for (const text of ['a', 'b', 'c']) times(10, () => names.nameOf(text));
  expect(['a', 'b', 'c'].map((text) => names.nameOf(text))).toEqual(['transaction-0', 'transaction-1', undefined]);
});

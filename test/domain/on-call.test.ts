import { describe, expect, it } from 'vitest';
import { onCallLine, whoIsPaged } from '../../src/domain/on-call.ts';

const always = { startsOn: null, endsOn: null, repeatDays: null };
const weekOf = (personId: number, startsOn: string, endsOn: string, repeatDays: number | null = null) => ({
  personId,
  startsOn,
  endsOn,
  repeatDays,
});

describe('the line of people on call', () => {
  it('is the list where no days are given', () => {
    expect(
      onCallLine(
        [3, 1, 2].map((personId) => ({ personId, ...always })),
        '2026-12-01',
      ),
    ).toEqual([3, 1, 2]);
  });

  it.each([
    ['2026-12-01', [1, 2]],
    ['2026-12-07', [1, 2]],
    ['2026-12-08', [2]],
    ['2026-12-15', []],
  ])('starts with who has their days on %s, then those whose days come', (day, line) => {
    expect(onCallLine([weekOf(2, '2026-12-08', '2026-12-14'), weekOf(1, '2026-12-01', '2026-12-07')], day)).toEqual(line);
  });

  it.each([
    ['2026-11-30', [1, 2, 3]],
    ['2026-12-06', [1, 2, 3]],
    ['2026-12-07', [2, 3, 1]],
    ['2026-12-20', [3, 1, 2]],
    ['2026-12-21', [1, 2, 3]],
    ['2027-01-15', [1, 2, 3]],
  ])('turns with a weekly rotation: %s', (day, line) => {
    const entries = [
      weekOf(1, '2026-11-30', '2026-12-06', 21),
      weekOf(2, '2026-12-07', '2026-12-13', 21),
      weekOf(3, '2026-12-14', '2026-12-20', 21),
    ];
    expect(onCallLine(entries, day)).toEqual(line);
  });
});

it('pages one more person each time, then the leads as well', () => {
  expect([0, 1, 2, 9].map((pages) => whoIsPaged([1, 2], [2, 3], pages))).toEqual([[1], [1, 2], [1, 2, 3], [1, 2, 3]]);
  expect(whoIsPaged([], [3, 4], 0)).toEqual([3, 4]);
});

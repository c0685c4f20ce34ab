import { describe, expect, it } from 'vitest';
import { formatCount, formatList, formatPercent, plural } from '../../../src/domain/text/numbers.ts';

describe('numbers', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_234_567, '1,234,567'],
  ])('separates the thousands of %i', (count, text) => expect(formatCount(count)).toBe(text));

  it.each([
    [0, '0 replies'],
    [1, '1 reply'],
    [2, '2 replies'],
    [12_000, '12,000 replies'],
  ])('counts %i replies', (count, text) => expect(plural(count, 'reply', 'replies')).toBe(text));

  it('adds an s where no other plural is given', () => {
    expect([plural(1, 'case'), plural(3, 'case')]).toEqual(['1 case', '3 cases']);
  });

  it.each([
    [0, '0%'],
    [80, '80%'],
    [66.6, '67%'],
    [100, '100%'],
  ])('writes %d as a percentage without a space', (percent, text) => expect(formatPercent(percent)).toBe(text));

  it.each([
    [[], ''],
    [['A'], 'A'],
    [['A', 'B'], 'A and B'],
    [['A', 'B', 'C'], 'A, B and C'],
  ])('lists %j', (items, text) => expect(formatList(items)).toBe(text));

  it('lists alternatives', () => expect(formatList(['A', 'B', 'C'], 'or')).toBe('A, B or C'));
});

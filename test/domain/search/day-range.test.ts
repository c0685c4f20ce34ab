import { describe, expect, it } from 'vitest';
import { formatDays, parseDays, resolveRange } from '../../../src/domain/search/day-range.ts';

/** Noon on Wednesday, November 25, 2026, in Chicago. */
const now = new Date('2026-11-25T18:00:00Z');
const chicago = 'America/Chicago';

function moments(text: string, zone = chicago): string {
  const days = parseDays(text);
  if (!days) return 'none';
  const { from, until } = resolveRange(days, now, zone);
  const iso = (date: Date | null): string => date?.toISOString().replace(':00.000Z', 'Z') ?? '';
  return `${iso(from)} to ${iso(until)}`;
}

describe('the days of a search', () => {
  it.each([
    ['2026-11-24', '2026-11-24T06:00Z to 2026-11-25T06:00Z'],
    ['11/24/2026', '2026-11-24T06:00Z to 2026-11-25T06:00Z'],
    ['Nov 24 2026', '2026-11-24T06:00Z to 2026-11-25T06:00Z'],
    ['2026-10', '2026-10-01T05:00Z to 2026-11-01T05:00Z'],
    ['2025', '2025-01-01T06:00Z to 2026-01-01T06:00Z'],
    ['today', '2026-11-25T06:00Z to 2026-11-26T06:00Z'],
    ['Yesterday', '2026-11-24T06:00Z to 2026-11-25T06:00Z'],
    // a week begins on Sunday
    ['this week', '2026-11-22T06:00Z to 2026-11-29T06:00Z'],
    ['last week', '2026-11-15T06:00Z to 2026-11-22T06:00Z'],
    ['this month', '2026-11-01T05:00Z to 2026-12-01T06:00Z'],
    ['last_month', '2026-10-01T05:00Z to 2026-11-01T05:00Z'],
    ['this quarter', '2026-10-01T05:00Z to 2027-01-01T06:00Z'],
    ['last-quarter', '2026-07-01T05:00Z to 2026-10-01T05:00Z'],
    ['this-year', '2026-01-01T06:00Z to 2027-01-01T06:00Z'],
    ['last year', '2025-01-01T06:00Z to 2026-01-01T06:00Z'],
    ['<7d', '2026-11-18T18:00Z to '],
    ['7d', '2026-11-18T18:00Z to '],
    ['last 7 days', '2026-11-18T18:00Z to '],
    ['>7d', ' to 2026-11-18T18:00Z'],
    ['>24h', ' to 2026-11-24T18:00Z'],
    ['<2w', '2026-11-11T18:00Z to '],
    ['<1m', '2026-10-25T17:00Z to '],
    ['<9999y', '0001-01-01T00:00Z to '],
    ['9999-12-31', '9999-12-31T06:00Z to +010000-01-01T06:00Z'],
    ['>=2026-11-24', '2026-11-24T06:00Z to '],
    ['>2026-11-24', '2026-11-25T06:00Z to '],
    ['<=2026-11-24', ' to 2026-11-25T06:00Z'],
    ['<2026-11-24', ' to 2026-11-24T06:00Z'],
    ['<last week', ' to 2026-11-15T06:00Z'],
    ['2026-11-01..2026-11-05', '2026-11-01T05:00Z to 2026-11-06T06:00Z'],
    ['2026-11-01 .. yesterday', '2026-11-01T05:00Z to 2026-11-25T06:00Z'],
    ['..2026-11-05', ' to 2026-11-06T06:00Z'],
    ['last-month..', '2026-10-01T05:00Z to '],
    // the day on which the clocks go back has 25 hours
    ['2026-11-01', '2026-11-01T05:00Z to 2026-11-02T06:00Z'],
  ])('%s is %s', (text, expected) => {
    expect(moments(text)).toBe(expected);
  });

  it('are days of the person who asks', () => {
    expect(moments('today', 'Pacific/Honolulu')).toBe('2026-11-25T10:00Z to 2026-11-26T10:00Z');
    expect(moments('today', 'Pacific/Kiritimati')).toBe('2026-11-25T10:00Z to 2026-11-26T10:00Z');
    expect(moments('yesterday', 'UTC')).toBe('2026-11-24T00:00Z to 2026-11-25T00:00Z');
  });

  it.each([
    '',
    'someday',
    '2026-02-30',
    '2026-13',
    '0026',
    '0000-01-01',
    '1/1/0026',
    'Jan 1, 0026',
    '31.12.2026',
    '13/13/2026',
    '..',
    '2026-11-01..soon',
    '7',
    '7 parsecs',
    '<',
    '>=',
  ])('%s cannot be read', (text) => {
    expect(parseDays(text)).toBeNull();
  });

  it.each([
    '2026-11-24',
    '2026-11',
    '2025',
    'last-week',
    '<7d',
    '>7d',
    '>=2026-11-24',
    '>2026-11-24',
    '<=today',
    '<today',
    '2026-11-01..yesterday',
  ])('%s is written as it is read', (text) => {
    const days = parseDays(text);
    expect(days && formatDays(days)).toBe(text);
  });
});

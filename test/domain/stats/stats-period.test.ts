import { describe, expect, it } from 'vitest';
import { bucketStarts, bucketUnit } from '../../../src/domain/stats/stats-report.ts';
import {
  formatSpan,
  parseStatsPeriod,
  periodName,
  resolveStatsPeriod,
  type Span,
} from '../../../src/domain/stats/stats-period.ts';

/** Noon on Wednesday, November 25, 2026, in Chicago. */
const now = new Date('2026-11-25T18:00:00Z');
const chicago = 'America/Chicago';

const iso = ({ from, until }: Span): string => [from, until].map((at) => at.toISOString().replace(':00.000Z', 'Z')).join(' to ');

function moments(text: string, zone = chicago): string[] {
  const period = parseStatsPeriod(text);
  if (period === null) return ['none'];
  const span = resolveStatsPeriod(period, now, zone);
  return [iso(span), iso(span.before)];
}

describe('the period of statistics', () => {
  it.each([
    ['last week', '2026-11-15T06:00Z to 2026-11-22T06:00Z', '2026-11-08T06:00Z to 2026-11-15T06:00Z'],
    ['yesterday', '2026-11-24T06:00Z to 2026-11-25T06:00Z', '2026-11-23T06:00Z to 2026-11-24T06:00Z'],
    ['2026-02', '2026-02-01T06:00Z to 2026-03-01T06:00Z', '2026-01-01T06:00Z to 2026-02-01T06:00Z'],
    ['last quarter', '2026-07-01T05:00Z to 2026-10-01T05:00Z', '2026-04-01T05:00Z to 2026-07-01T05:00Z'],
    ['2025', '2025-01-01T06:00Z to 2026-01-01T06:00Z', '2024-01-01T06:00Z to 2025-01-01T06:00Z'],
    // compared with as much of October as has passed of November, whose first day has 25 hours
    ['this month', '2026-11-01T05:00Z to 2026-11-25T18:00Z', '2026-10-01T05:00Z to 2026-10-25T17:00Z'],
    // the week in which the clocks go back has 169 hours
    ['2026-10-26..2026-11-01', '2026-10-26T05:00Z to 2026-11-02T06:00Z', '2026-10-19T05:00Z to 2026-10-26T05:00Z'],
    ['2026-11-24..', '2026-11-24T06:00Z to 2026-11-25T18:00Z', '2026-11-22T18:00Z to 2026-11-24T06:00Z'],
    ['7d', '2026-11-18T18:00Z to 2026-11-25T18:00Z', '2026-11-11T18:00Z to 2026-11-18T18:00Z'],
    ['7', '2026-11-18T18:00Z to 2026-11-25T18:00Z', '2026-11-11T18:00Z to 2026-11-18T18:00Z'],
  ])('of %s is compared with the one before', (text, period, before) => {
    expect(moments(text)).toEqual([period, before]);
  });

  it('never reaches beyond the end of a shorter period before', () => {
    const { before } = resolveStatsPeriod('this-month', new Date('2026-03-31T17:00:00Z'), chicago);
    expect(iso(before)).toBe('2026-02-01T06:00Z to 2026-03-01T06:00Z');
  });

  it('begins and ends with the days of the zone', () => {
    expect(moments('yesterday', 'America/New_York')[0]).toBe('2026-11-24T05:00Z to 2026-11-25T05:00Z');
  });

  it.each(['soon', '0d', '-3', '>7d', '..2026-11-24', ''])('is not “%s”', (text) => {
    expect(parseStatsPeriod(text)).toBeNull();
  });

  it.each([
    ['2026-12-01..2026-12-05', "This period hasn't begun."],
    ['2026-11-20..2026-11-10', 'This period ends before it begins.'],
    ['1000..today', 'Choose 3,660 days or less.'],
  ])('is refused as %s', (text, message) => {
    expect(() => moments(text)).toThrow(message);
  });

  it.each([
    ['last week', 'last week', 'Nov 15 – Nov 21, 2026'],
    ['30d', 'the last 30 days', 'Oct 26 – Nov 25, 2026'],
    ['1d', 'the last day', 'Nov 24, 12:00 PM – Nov 25, 2026, 12:00 PM CT'],
    ['2026-10', 'Oct 1 – Oct 31, 2026', 'Oct 1 – Oct 31, 2026'],
    ['2025-12-30..2026-01-02', 'Dec 30, 2025 – Jan 2, 2026', 'Dec 30, 2025 – Jan 2, 2026'],
    ['yesterday', 'yesterday', 'Nov 24, 2026'],
  ])('is named as people say it: %s', (text, name, days) => {
    const period = parseStatsPeriod(text) ?? '';
    const span = resolveStatsPeriod(period, now, chicago);
    expect([periodName(period, span, chicago), formatSpan(span, chicago)]).toEqual([name, days]);
  });
});

describe('the bars of a chart', () => {
  const starts = (text: string) => {
    const span = resolveStatsPeriod(parseStatsPeriod(text) ?? '', now, chicago);
    const unit = bucketUnit(span);
    return [unit, ...bucketStarts(span, unit, chicago)];
  };

  it('are days, also in the week in which the clocks go back', () => {
    expect(starts('2026-10-30..2026-11-02')).toEqual(['day', '2026-10-30', '2026-10-31', '2026-11-01', '2026-11-02']);
  });

  it('are weeks from Sunday in a quarter, and months in a year', () => {
    expect(starts('last quarter').slice(0, 3)).toEqual(['week', '2026-06-28', '2026-07-05']);
    expect(starts('2025')).toEqual([
      'month',
      ...Array.from({ length: 12 }, (_, i) => `2025-${String(i + 1).padStart(2, '0')}-01`),
    ]);
  });
});

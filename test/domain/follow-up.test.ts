import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../src/domain/business-time.ts';
import {
  arrivedBefore,
  attemptWaitsUntil,
  closingWaitsUntil,
  dueAfterAttempt,
  earliestAfter,
  planFollowUp,
  stepsAhead,
} from '../../src/domain/follow-up.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import { businessDaysBetween, isBusinessDay } from './business-days.ts';

const { businessHours: hours, followUp } = defaultSettings;
const inZone = (timezone: string, holidays: string | null = null, closed: string[] = []): Calendar => ({
  ...{ timezone, holidays, closed, hours },
});
const local = (calendar: Calendar, date: Date): DateTime => DateTime.fromJSDate(date, { zone: calendar.timezone });
const written = (calendar: Calendar, dates: Date[]): string[] =>
  dates.map((date) => local(calendar, date).toFormat('ccc yyyy-MM-dd HH:mm'));
const at = (calendar: Calendar, text: string): Date => DateTime.fromISO(text, { zone: calendar.timezone }).toJSDate();

describe('a follow-up plan', () => {
  it.each([
    [
      'over Statehood Day in Honolulu',
      inZone('Pacific/Honolulu', 'US-HI'),
      '2026-08-17T16:59',
      ['Thu 2026-08-20 08:00', 'Wed 2026-08-26 08:00', 'Mon 2026-08-31 08:00', 'Tue 2026-09-01 17:00'],
    ],
    [
      'over Thanksgiving and a closed week in New York',
      inZone('America/New_York', 'US-NY', ['2026-11-30/2026-12-04']),
      '2026-11-20T15:00',
      ['Wed 2026-11-25 08:00', 'Tue 2026-12-08 08:00', 'Fri 2026-12-11 08:00', 'Mon 2026-12-14 17:00'],
    ],
    [
      'begun on a Saturday: Monday is business day 1',
      inZone('America/Chicago'),
      '2026-11-07T12:00',
      ['Wed 2026-11-11 08:00', 'Mon 2026-11-16 08:00', 'Thu 2026-11-19 08:00', 'Fri 2026-11-20 17:00'],
    ],
    [
      'over the change to daylight saving, at the same hour of the wall clock',
      inZone('America/New_York'),
      '2026-03-05T10:00',
      ['Tue 2026-03-10 08:00', 'Fri 2026-03-13 08:00', 'Wed 2026-03-18 08:00', 'Thu 2026-03-19 17:00'],
    ],
    [
      'a day ahead of UTC',
      inZone('Pacific/Auckland', 'NZ'),
      '2026-09-24T23:30',
      ['Tue 2026-09-29 08:00', 'Fri 2026-10-02 08:00', 'Wed 2026-10-07 08:00', 'Thu 2026-10-08 17:00'],
    ],
  ])('is right %s', (_case, calendar, day0, expected) => {
    expect(written(calendar, planFollowUp(calendar, at(calendar, day0), followUp))).toEqual(expected);
  });
});

describe('a late step', () => {
  const calendar = inZone('America/Chicago', 'US-MN');
  const plan = planFollowUp(calendar, at(calendar, '2026-11-02T09:00'), followUp);

  it('is followed by an attempt on the next business day at the earliest, and by the closing a business day later', () => {
    const made = at(calendar, '2026-11-20T16:59'); // every planned moment is past
    const earliest = earliestAfter(calendar, made);
    const [, second] = plan;
    const last = plan.at(-1);
    if (!second || !last) throw new Error('no plan');
    expect(written(calendar, [dueAfterAttempt(second, false, earliest)])).toEqual(['Mon 2026-11-23 08:00']);
    expect(written(calendar, [dueAfterAttempt(last, true, earliest)])).toEqual(['Mon 2026-11-23 17:00']);
    // and on time: as planned
    expect(dueAfterAttempt(second, false, earliestAfter(calendar, plan[0] ?? made))).toEqual(second);
    expect(written(calendar, stepsAhead(calendar, plan, 0, made))).toEqual([
      ...['Fri 2026-11-20 16:59', 'Mon 2026-11-23 08:00', 'Tue 2026-11-24 08:00', 'Wed 2026-11-25 17:00'],
    ]);
    expect(stepsAhead(calendar, plan, 0, plan[0] ?? made)).toEqual(plan);
  });

  it.each([
    ['2026-11-06T07:59', 'Fri 2026-11-06 08:00', 'Fri 2026-11-06 08:00'],
    ['2026-11-06T08:00', null, null],
    ['2026-11-06T16:59', null, null],
    ['2026-11-06T17:00', 'Mon 2026-11-09 08:00', null],
    ['2026-11-07T12:00', 'Mon 2026-11-09 08:00', 'Mon 2026-11-09 08:00'],
    ['2026-11-26T12:00', 'Mon 2026-11-30 08:00', 'Mon 2026-11-30 08:00'], // Thanksgiving
  ])('at %s waits for business hours, or for a business day when it is the closing', (now, attempt, closing) => {
    const say = (until: Date | null): string | null => (until ? (written(calendar, [until])[0] ?? null) : null);
    expect(say(attemptWaitsUntil(calendar, at(calendar, now)))).toBe(attempt);
    expect(say(closingWaitsUntil(calendar, at(calendar, now)))).toBe(closing);
  });

  it.each([
    ['2026-11-10T08:00', '2026-11-10', '2026-11-09'],
    ['2026-11-10T17:00', '2026-11-10', '2026-11-10'],
    ['2026-11-09T09:00', '2026-11-09', '2026-11-06'],
  ])(
    'at %s needs the last reminder delivered before %s for an attempt and before %s for the closing',
    (now, attempt, closing) => {
      const before = arrivedBefore(calendar, at(calendar, now));
      expect(written(calendar, [before.attempt, before.closing]).map((day) => day.slice(4))).toEqual([
        `${attempt} 00:00`,
        `${closing} 00:00`,
      ]);
    },
  );
});

const calendars = fc.record({
  timezone: fc.constantFrom(
    ...['Pacific/Honolulu', 'America/New_York', 'America/Chicago', 'Pacific/Auckland', 'Australia/Lord_Howe', 'America/St_Johns'],
  ),
  holidays: fc.constantFrom(null, 'US-HI', 'US-NY', 'NZ'),
  closed: fc.constantFrom<string[]>([], ['2026-07-06/2026-08-21'], ['2026-12-24', '2026-12-28/2027-01-02']),
  hours: fc.constantFrom(hours, { ...hours, start: '07:30', end: '15:15' }, { ...hours, days: ['sun', 'mon', 'wed'] as const }),
});
/** Any minute of a year with all daylight saving changes. */
const moments = fc.integer({ min: 0, max: 366 * 24 * 60 - 1 }).map((m) => new Date(Date.UTC(2026, 0, 1) + m * 60_000));

describe('for every account and every minute of a year', () => {
  it('puts attempts on business days 3, 6 and 9 at the opening hour and the closing at the end of day 10', () => {
    const property = (calendar: Calendar, day0: Date): void => {
      const plan = planFollowUp(calendar, day0, followUp);
      expect(plan.map((due) => businessDaysBetween(calendar, day0, due))).toEqual([3, 6, 9, 10]);
      expect(plan.every((due) => isBusinessDay(calendar, due))).toBe(true);
      const { start, end } = calendar.hours;
      expect(plan.map((due) => local(calendar, due).toFormat('HH:mm'))).toEqual([start, start, start, end]);
      expect(plan.toSorted((a, b) => a.getTime() - b.getTime())).toEqual(plan);
    };
    fc.assert(fc.property(calendars, moments, property), { numRuns: 60 });
  });

  it('never puts two steps on one business day and leaves a whole one before the closing, however late each step is', () => {
    const late = fc.array(fc.integer({ min: 0, max: 20 * 24 * 60 }), { minLength: 3, maxLength: 3 });
    const property = (calendar: Calendar, day0: Date, delays: number[]): void => {
      const plan = planFollowUp(calendar, day0, followUp);
      const made: Date[] = [];
      let due = plan[0] ?? day0;
      for (const [index, minutes] of delays.entries()) {
        const tried = new Date(due.getTime() + minutes * 60_000);
        const now = attemptWaitsUntil(calendar, tried) ?? tried;
        made.push(now);
        const isClosing = index === delays.length - 1;
        due = dueAfterAttempt(plan[index + 1] ?? now, isClosing, earliestAfter(calendar, now));
      }
      const days = made.slice(1).map((now, index) => businessDaysBetween(calendar, made[index] ?? now, now));
      expect(Math.min(...days)).toBeGreaterThanOrEqual(1);
      expect(made.every((now) => attemptWaitsUntil(calendar, now) === null)).toBe(true);
      const last = made.at(-1) ?? day0;
      expect(businessDaysBetween(calendar, last, due)).toBeGreaterThanOrEqual(1);
      expect(local(calendar, due).toFormat('HH:mm')).toBe(calendar.hours.end);
      expect(due >= (plan.at(-1) ?? due)).toBe(true);
    };
    fc.assert(fc.property(calendars, moments, late, property), { numRuns: 60 });
  });
});

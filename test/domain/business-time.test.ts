import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
  addBusinessTime,
  endOfBusinessDay,
  nextBusinessMoment,
  startOfBusinessDay,
  type Calendar,
} from '../../src/domain/business-time.ts';
import { businessDaysBetween, isBusinessDay } from './business-days.ts';

const hours = { days: ['mon', 'tue', 'wed', 'thu', 'fri'] as const, start: '08:00', end: '17:00' };
const chicago: Calendar = { timezone: 'America/Chicago', holidays: 'US-MN', closed: ['2026-12-21/2027-01-01'], hours };
const local = (calendar: Calendar, date: Date): string =>
  DateTime.fromJSDate(date, { zone: calendar.timezone }).toFormat('yyyy-MM-dd HH:mm');

const zones = [
  'Pacific/Honolulu',
  'America/New_York',
  'America/Chicago',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/St_Johns',
];
const calendars = fc.record({
  timezone: fc.constantFrom(...zones),
  holidays: fc.constantFrom(null, 'US', 'US-MN', 'DE-BE'),
  closed: fc.constantFrom<string[]>([], ['2026-07-06/2026-08-21'], ['2026-12-24', '2026-12-28/2027-01-02']),
  hours: fc.constantFrom(
    hours,
    { ...hours, start: '07:30', end: '15:15' },
    { days: ['sun', 'mon', 'wed'] as const, start: '09:00', end: '12:00' },
  ),
});
/** Any minute of a year with all daylight saving changes. */
const moments = fc
  .integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2026, 11, 31) / 60_000 })
  .map((minute) => new Date(minute * 60_000));

/** Finds the days of 2026 on which the clocks of a zone change, as their midnights in UTC. */
function clockChanges(zone: string): number[] {
  const day = 86_400_000;
  const offset = (at: number): number => DateTime.fromMillis(at, { zone }).offset;
  const days = Array.from({ length: 365 }, (_, index) => Date.UTC(2026, 0, 1) + index * day);
  return days.filter((at) => offset(at) !== offset(at + day));
}

describe('a school district in Minnesota', () => {
  it.each([
    ['a Tuesday', '2026-11-24T12:00:00Z', true],
    ['Thanksgiving', '2026-11-26T18:00:00Z', false],
    ['a Saturday', '2026-11-28T18:00:00Z', false],
    ['Sunday evening there, Monday in UTC', '2026-11-30T03:00:00Z', false],
    ['winter break', '2026-12-22T18:00:00Z', false],
    ['the last day of the break', '2027-01-01T18:00:00Z', false],
    ['the Friday after Thanksgiving', '2026-11-27T18:00:00Z', false],
    ['the second Monday of October', '2026-10-12T18:00:00Z', true],
  ])('works on a day off or not: %s', (_name, at, works) => {
    expect(isBusinessDay(chicago, new Date(at))).toBe(works);
  });

  it('skips Thanksgiving when counting business days 3, 6 and 9 after a question on the Friday before', () => {
    const asked = new Date('2026-11-20T20:00:00Z');
    const days = [3, 6, 9].map((day) => local(chicago, startOfBusinessDay(chicago, asked, day)));
    // Mon 23, Tue 24, Wed 25 | Thanksgiving, the day after | Mon 30, Tue 1, Wed 2 | Thu 3, Fri 4, Mon 7
    expect(days).toEqual(['2026-11-25 08:00', '2026-12-02 08:00', '2026-12-07 08:00']);
    expect(local(chicago, endOfBusinessDay(chicago, asked, 10))).toBe('2026-12-08 17:00');
  });

  it('continues business hours that start on Friday at 15:00 on Monday morning', () => {
    expect(local(chicago, addBusinessTime(chicago, new Date('2026-11-20T21:00:00Z'), 4 * 3_600_000))).toBe('2026-11-23 10:00');
  });
});

describe('any calendar', () => {
  it('starts business day n at the opening hour, after n working days', () => {
    fc.assert(
      fc.property(calendars, moments, fc.integer({ min: 1, max: 12 }), (calendar, moment, count) => {
        const start = startOfBusinessDay(calendar, moment, count);
        expect(isBusinessDay(calendar, start)).toBe(true);
        expect(local(calendar, start).slice(11)).toBe(calendar.hours.start);
        expect(businessDaysBetween(calendar, moment, start)).toBe(count);
        expect(endOfBusinessDay(calendar, moment, count) > start).toBe(true);
        expect(startOfBusinessDay(calendar, moment, count + 1) > start).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('counts the same number of business days as counting them one by one', () => {
    fc.assert(
      fc.property(calendars, moments, fc.integer({ min: 1, max: 12 }), (calendar, moment, count) => {
        let noon = DateTime.fromJSDate(moment, { zone: calendar.timezone }).set({ hour: 12 });
        for (let left = count; left > 0;) {
          noon = noon.plus({ days: 1 });
          if (isBusinessDay(calendar, noon.toJSDate())) left -= 1;
        }
        expect(local(calendar, startOfBusinessDay(calendar, moment, count)).slice(0, 10)).toBe(noon.toISODate());
      }),
      { numRuns: 100 },
    );
  });

  it('finds the next business moment within business hours, never in the past', () => {
    fc.assert(
      fc.property(calendars, moments, (calendar, moment) => {
        const next = nextBusinessMoment(calendar, moment);
        const time = local(calendar, next).slice(11);
        expect(next >= moment).toBe(true);
        expect(isBusinessDay(calendar, next)).toBe(true);
        expect(time >= calendar.hours.start && time < calendar.hours.end).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('adds business time so that a and then b is a + b, and never ends out of hours', () => {
    const minutes = fc.integer({ min: 1, max: 2000 }).map((count) => count * 60_000);
    fc.assert(
      fc.property(calendars, moments, minutes, minutes, (calendar, moment, first, second) => {
        const whole = addBusinessTime(calendar, moment, first + second);
        const inTwo = addBusinessTime(calendar, addBusinessTime(calendar, moment, first), second);
        expect(inTwo).toEqual(whole);
        expect(local(calendar, whole).slice(11) <= calendar.hours.end).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('knows the date of a moment, whatever it was asked before, on days that are longer or shorter than others', () => {
    // in each of these zones, clocks change at midnight or to midnight
    const zones = [
      'America/Havana',
      'America/Santiago',
      'Asia/Beirut',
      'Atlantic/Azores',
      'Africa/Cairo',
      'America/Scoresbysund',
    ];
    const changes = zones.flatMap((timezone) => clockChanges(timezone).map((change) => ({ timezone, change })));
    expect(changes.length).toBeGreaterThanOrEqual(12);
    const daytime = { days: ['mon', 'tue', 'thu', 'fri', 'sun'] as const, start: '04:00', end: '22:30' };
    const minutes = fc.array(fc.integer({ min: -24 * 60, max: 48 * 60 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(fc.constantFrom(...changes), minutes, ({ timezone, change }, distances) => {
        const calendar: Calendar = { timezone, holidays: null, closed: [], hours: daytime };
        for (const distance of distances) {
          const moment = new Date(change + distance * 60_000);
          expect(addBusinessTime(calendar, moment, 0)).toEqual(nextBusinessMoment(calendar, moment));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('throws for an account that never works instead of searching forever', () => {
    const never: Calendar = { ...chicago, closed: ['2000-01-01/2099-12-31'] };
    expect(() => startOfBusinessDay(never, new Date('2026-01-01T00:00:00Z'), 1)).toThrow(RangeError);
  });
});

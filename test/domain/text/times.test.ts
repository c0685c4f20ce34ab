import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatDate,
  formatDateTime,
  formatDay,
  formatElapsed,
  formatRange,
  formatRelative,
  formatTime,
  formatZone,
  inZone,
} from '../../../src/domain/text/times.ts';

const chicago = 'America/Chicago';
const at = new Date('2026-12-05T09:00:00Z');
const after = (minutes: number): Date => new Date(at.getTime() + minutes * 60_000);

it('writes a calendar day the same in every zone', () => expect(formatDay('2026-12-06')).toBe('Dec 6, 2026'));

it('writes UTC as Intl does under another name of it', () => {
  const date = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(date, date, (one, now) => {
      expect(formatDateTime(one, 'UTC', now)).toBe(formatDateTime(one, 'Etc/GMT', now));
      expect(formatDate(one, 'UTC')).toBe(formatDate(one, 'Etc/GMT'));
      expect(formatTime(one, 'UTC')).toBe(formatTime(one, 'Etc/GMT'));
    }),
    { numRuns: 1_000 },
  );
});

describe('a moment', () => {
  it.each([
    [chicago, 'Dec 5, 2026, 3:00 AM CT'],
    ['America/New_York', 'Dec 5, 2026, 4:00 AM ET'],
    ['America/Los_Angeles', 'Dec 5, 2026, 1:00 AM PT'],
    ['America/Phoenix', 'Dec 5, 2026, 2:00 AM MST'],
    ['Pacific/Honolulu', 'Dec 4, 2026, 11:00 PM HST'],
    ['Europe/Berlin', 'Dec 5, 2026, 10:00 AM Germany Time'],
    ['Etc/UTC', 'Dec 5, 2026, 9:00 AM UTC'],
    ['Nowhere/Land', 'Dec 5, 2026, 9:00 AM UTC'],
    ['local', 'Dec 5, 2026, 9:00 AM UTC'],
  ])('is written with the time of %s on a 12-hour clock', (zone, text) => expect(formatDateTime(at, zone)).toBe(text));

  it('has the same zone abbreviation in summer and winter', () => {
    expect(formatDateTime(new Date('2026-07-05T20:05:00Z'), chicago)).toBe('Jul 5, 2026, 3:05 PM CT');
  });

  it('leaves out the year of the present day only', () => {
    expect(formatDateTime(at, chicago, after(60))).toBe('Dec 5, 3:00 AM CT');
    expect(formatDate(at, chicago, new Date('2027-01-01T05:59:00Z'))).toBe('Dec 5');
    expect(formatDate(at, chicago, new Date('2027-01-01T06:00:00Z'))).toBe('Dec 5, 2026');
  });

  it('separates AM and PM by an ordinary space', () => expect(formatTime(at, chicago)).toBe('3:00 AM'));
});

describe('a time span', () => {
  it.each([
    [125, 'Dec 5, 2026, 3:00 AM – 5:05 AM CT'],
    [2 * 1440, 'Dec 5, 3:00 AM – Dec 7, 2026, 3:00 AM CT'],
    [60 * 1440, 'Dec 5, 2026, 3:00 AM – Feb 3, 2027, 3:00 AM CT'],
  ])('of %i minutes writes each part once', (minutes, text) => expect(formatRange(at, after(minutes), chicago)).toBe(text));
});

it.each([
  [chicago, 'Central Time'],
  ['America/Los_Angeles', 'Pacific Time'],
  ['UTC', 'UTC'],
  ['Nowhere/Land', 'UTC'],
])('names the zone %s for people', (zone, name) => expect(formatZone(zone, at)).toBe(name));

it('reads a moment in UTC where the zone is unknown', () => {
  expect(inZone(at, 'Nowhere/Land').toISO()).toBe('2026-12-05T09:00:00.000Z');
  expect(inZone(at, chicago).hour).toBe(3);
});

it.each([
  [0, '0 minutes'],
  [5, '5 minutes'],
  [60, '1 hour'],
  [1501, '1 day, 1 hour'],
  [21 * 1440, '21 days'],
])('writes %i minutes in the two largest units', (minutes, text) => expect(formatElapsed(at, after(minutes))).toBe(text));

it.each([
  [0, 'just now'],
  [0.5, 'in a moment'],
  [1, 'in 1 minute'],
  [-5, '5 minutes ago'],
  [125, 'in 2 hours'],
  [-1440, '1 day ago'],
  [3 * 1440, 'in 3 days'],
])('writes a moment %d minutes away', (minutes, text) => expect(formatRelative(after(minutes), at)).toBe(text));

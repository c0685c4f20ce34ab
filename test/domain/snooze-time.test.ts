import { describe, expect, it } from 'vitest';
import { formatSnooze, readSnoozeTime, snoozeChoices } from '../../src/domain/snooze-time.ts';

// a Friday, 10:00 AM in Chicago
const now = new Date('2026-11-27T16:00:00Z');
const chicago = 'America/Chicago';
const read = (text: string, zone = chicago, at = now) => readSnoozeTime(text, at, zone, '08:00').toISOString();

function refusalOf(text: string): unknown {
  try {
    return read(text);
  } catch (error) {
    return error;
  }
}

describe('the time of a snooze', () => {
  it.each([
    ['until monday 9am', '2026-11-30T15:00:00.000Z'],
    ['monday', '2026-11-30T14:00:00.000Z'],
    ['tomorrow', '2026-11-28T14:00:00.000Z'],
    ['tomorrow at 3:30 pm', '2026-11-28T21:30:00.000Z'],
    ['in 2 hours', '2026-11-27T18:00:00.000Z'],
    ['for 3 days', '2026-11-30T14:00:00.000Z'],
    ['dec 5', '2026-12-05T14:00:00.000Z'],
    ['2026-12-05 13:00', '2026-12-05T19:00:00.000Z'],
    ['9am', '2026-11-28T15:00:00.000Z'],
    ['5pm', '2026-11-27T23:00:00.000Z'],
    ['until Tue. the 8th, please', '2026-12-08T14:00:00.000Z'],
    ['tuesday the 8th at 9am', '2026-12-08T15:00:00.000Z'],
    ['day after tomorrow', '2026-11-29T14:00:00.000Z'],
    ['12/8-9am', '2026-12-08T15:00:00.000Z'],
    ['tues 12/8 @ 9am', '2026-12-08T15:00:00.000Z'],
  ])('reads “%s” in the zone of the advisor', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('is a local time on the other side of a clock change', () => {
    expect(read('monday 9am', chicago, new Date('2026-10-30T15:00:00Z'))).toBe('2026-11-02T15:00:00.000Z');
  });

  it.each([
    ['the day after tomorrow', '2026-12-02T14:00:00.000Z'],
    ['tuesday', '2026-12-01T14:00:00.000Z'],
    ['monday', '2026-12-07T14:00:00.000Z'],
    ['monday 11pm', '2026-12-01T05:00:00.000Z'],
    ['next friday', '2026-12-11T14:00:00.000Z'],
  ])('reads “%s” on the evening of a Monday, when the server has Tuesday', (text, expected) => {
    // 10:30 PM in Chicago
    expect(read(text, chicago, new Date('2026-12-01T04:30:00Z'))).toBe(expected);
  });

  it('moves a weekday whose time has passed to the next week', () => {
    expect(read('friday 9am')).toBe('2026-12-04T15:00:00.000Z');
    expect(read('friday 11am')).toBe('2026-11-27T17:00:00.000Z');
    // Monday, 8:00 PM in Honolulu
    expect(read('monday', 'Pacific/Honolulu', new Date('2026-12-01T06:00:00Z'))).toBe('2026-12-07T18:00:00.000Z');
  });

  it('is read in another zone as the time there', () => {
    expect(read('monday 9am', 'Pacific/Honolulu')).toBe('2026-11-30T19:00:00.000Z');
  });

  it.each(['soon', 'the contact replies', ''])('refuses “%s” with examples', (text) => {
    expect(refusalOf(text)).toMatchObject({ code: 'bad-time', next: 'Try “monday 9am”, “dec 5” or “in 2 hours”.' });
  });

  // chrono-node reads a part of each and leaves the rest: the case would come back on another day
  it.each([
    'a week from friday',
    'two weeks from friday',
    'friday in two weeks',
    'half day friday',
    'the monday after next',
    '12/21-1/4',
  ])('refuses “%s”, of which only a part is understood', (text) => {
    expect(refusalOf(text)).toMatchObject({ code: 'bad-time', message: expect.stringContaining(text) as string });
  });

  it.each(['yesterday 9am', '2026-11-01 09:00', '2029-01-01'])('refuses “%s”', (text) => {
    expect(refusalOf(text)).toMatchObject({ code: 'bad-time' });
  });

  it('proposes times with their day', () => {
    expect(snoozeChoices(now, chicago, '08:00').map(({ label }) => label)).toEqual([
      'In 1 hour (Fri, Nov 27, 11:00 AM)',
      'In 3 hours (Fri, Nov 27, 1:00 PM)',
      'Tomorrow (Sat, Nov 28, 8:00 AM)',
      'Monday (Mon, Nov 30, 8:00 AM)',
      'In a week (Fri, Dec 4, 8:00 AM)',
    ]);
  });

  it('means the next Monday on a Monday', () => {
    const monday = new Date('2026-11-30T16:00:00Z');
    expect(snoozeChoices(monday, chicago, '08:00')[3]?.label).toBe('Monday (Mon, Dec 7, 8:00 AM)');
    expect(formatSnooze(monday, chicago, now)).toBe('Mon, Nov 30, 10:00 AM');
  });
});

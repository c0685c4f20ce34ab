import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { parseNotice } from '../../src/domain/notice-input.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import { wallClock } from '../../src/domain/wall-clock.ts';

it.each([
  ['America/Chicago', '2027-03-14T01:59', '2027-03-14T07:59:00.000Z', false],
  ['America/Chicago', '2027-03-14T02:00', '2027-03-14T08:00:00.000Z', true],
  ['America/Chicago', '2027-03-14T02:30', '2027-03-14T08:00:00.000Z', true],
  ['America/Chicago', '2027-03-14T03:00', '2027-03-14T08:00:00.000Z', false],
  ['America/St_Johns', '2027-03-14T02:30', '2027-03-14T05:30:00.000Z', true],
  ['Australia/Lord_Howe', '2027-10-03T02:15', '2027-10-02T15:30:00.000Z', true],
  ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T10:00:00.000Z', true],
  ['Pacific/Honolulu', '2027-03-14T02:30', '2027-03-14T12:30:00.000Z', false],
  ['UTC', '2027-03-14T02:30', '2027-03-14T02:30:00.000Z', false],
])('in %s clocks show %s, or the next time that exists, at %s', (zone, typed, at, isSkipped) => {
  const time = DateTime.fromISO(typed, { zone: 'utc' }) as DateTime<true>;
  expect(wallClock(time, zone)).toEqual({ at: new Date(at), typed, isSkipped });
});

describe('maintenance on the night the clocks spring forward', () => {
  const read = (startTime: string, endTime: string, endDate = '2027-03-14') =>
    parseNotice(
      'maintenance',
      { title: 'Upgrade', message: 'Sign-in is down.', startDate: '2027-03-14', startTime, endDate, endTime },
      { now: new Date('2027-03-01T00:00:00Z'), zone: 'America/Chicago', settings: defaultSettings },
    );

  it.each([
    ['2:30 am', '4:00 am', '08:00', '09:00', 'start'],
    ['1:00 am', '2:30 am', '07:00', '08:00', 'end'],
    ['2:30 am', '3:30 am', '08:00', '08:30', 'start'],
    ['2:30 am', '3:00 am', '08:00', '08:30', 'start,end'],
    ['2:00 am', '2:30 am', '08:00', '08:30', 'start,end'],
    ['1:00 am', '4:00 am', '07:00', '09:00', ''],
  ])('from %s to %s is from %s to %s UTC', (start, end, startsAt, endsAt, moved) => {
    const input = read(start, end);
    expect(input.startsAt).toEqual(new Date(`2027-03-14T${startsAt}:00Z`));
    expect(input.endsAt).toEqual(new Date(`2027-03-14T${endsAt}:00Z`));
    expect((input.movedTimes ?? []).map(({ which }) => which).join()).toBe(moved);
  });

  it('still refuses an end that was typed before the start', () => {
    expect(() => read('2:30 am', '1:30 am')).toThrow();
    expect(() => read('4:00 am', '2:30 am')).toThrow();
  });
});

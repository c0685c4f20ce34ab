import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addBusinessTime, businessTimeBetween, type Calendar } from '../../src/domain/business-time.ts';
import { durationMs, formatDuration } from '../../src/domain/duration.ts';
import { defaultSettings, type SlaTarget } from '../../src/domain/settings.ts';
import { alerted, alertsDue, dueOf, followSla, nearestDue, nextAlert, startSla, type SlaEvent } from '../../src/domain/sla.ts';
import { goals, readSla, type Goal, type Sla } from '../../src/domain/sla-state.ts';
import { statuses, type Status } from '../../src/domain/status.ts';

const hours = defaultSettings.businessHours;
const { critical, high, medium, low } = defaultSettings.sla;
const chicago: Calendar = { timezone: 'America/Chicago', holidays: 'US-MN', closed: ['2026-12-21/2027-01-01'], hours };
const at = (text: string): Date => new Date(text);
const ms = { minute: 60_000, hour: 3_600_000 };

/** Monday, 9:00 in Chicago. */
const monday = at('2026-11-02T15:00:00Z');
const after = (from: Date, text: `${number}${'m' | 'h'}`): Date =>
  new Date(from.getTime() + parseInt(text, 10) * (text.endsWith('h') ? ms.hour : ms.minute));

const nothing = { answered: false, spoke: false, resolved: false, reopened: false, retargeted: false };
const event = (when: Date, status: Status, over: Partial<SlaEvent> = {}): SlaEvent => ({
  at: when,
  status,
  targets: critical,
  ...nothing,
  ...over,
});
const running = (sla: Sla): Goal[] => goals.filter((goal) => sla[goal].running);
const dues = (sla: Sla, calendar = chicago) =>
  goals.map((goal) => dueOf(sla, goal, calendar)?.toISOString().slice(0, 16) ?? null);

describe('a new case', () => {
  it.each([
    ['Critical', critical, ['2026-11-02T16:00', '2026-11-02T17:00', '2026-11-02T23:00']],
    ['High', high, ['2026-11-02T19:00', '2026-11-03T15:00', '2026-11-05T15:00']],
    // Veterans Day, November 11, is a holiday
    ['Medium', medium, ['2026-11-03T15:00', '2026-11-05T15:00', '2026-11-17T15:00']],
    ['Low', low, ['2026-11-04T15:00', '2026-11-09T15:00', null]],
  ] as const)('with priority %s runs every clock that has a target', (_name, targets, expected) => {
    const sla = startSla(targets, monday);
    expect(dues(sla)).toEqual(expected);
    expect(nearestDue(sla, chicago)?.toISOString().slice(0, 16)).toBe(expected[0]);
    expect(running(sla)).toEqual(goals.filter((goal) => targets[goal] !== null));
  });

  it('opened in the evening waits for the morning in business hours, but not around the clock', () => {
    const evening = at('2026-11-07T02:00:00Z'); // Friday, 20:00 in Chicago
    expect(dues(startSla(high, evening))[0]).toBe('2026-11-09T18:00'); // Monday, 12:00
    expect(dues(startSla(critical, evening))[0]).toBe('2026-11-07T03:00');
  });

  it('counts calendar days around the clock, whatever the priority counts', () => {
    const targets: SlaTarget = { firstResponse: '30m', nextUpdate: '1d', resolution: '1bd', clock: 'business' };
    expect(dues(startSla(targets, at('2026-11-07T02:00:00Z')))).toEqual([
      '2026-11-09T14:30',
      '2026-11-08T02:00',
      '2026-11-09T23:00',
    ]);
  });

  it('is stored as JSON and read back unchanged', () => {
    const sla = startSla(medium, monday);
    expect(readSla(JSON.parse(JSON.stringify(sla)))).toEqual(sla);
    expect(readSla(null)).toBeNull();
    expect(() => readSla({ countedTo: 'soon' })).toThrow();
  });
});

describe('an event', () => {
  const fresh = startSla(critical, monday);

  it("with an advisor's message meets the first response and restarts the next update", () => {
    const sla = followSla(fresh, chicago, event(after(monday, '30m'), 'Assigned', { spoke: true }));
    expect(running(sla)).toEqual(['nextUpdate', 'resolution']);
    expect(sla.firstResponse.met).toBe(true);
    expect(dues(sla).slice(1)).toEqual(['2026-11-02T17:30', '2026-11-02T23:00']);
  });

  it('without a message to the contact meets nothing', () => {
    const sla = followSla(fresh, chicago, event(after(monday, '30m'), 'Assigned'));
    expect(dues(sla)).toEqual(dues(fresh));
    expect(running(sla)).toEqual([...goals]);
  });

  it('that resolves the case meets the resolution, even if it is declined later, and a reopen restarts it', () => {
    let sla = followSla(
      fresh,
      chicago,
      event(after(monday, '1h'), 'PendingCustomerVerification', { spoke: true, resolved: true }),
    );
    expect(running(sla)).toEqual([]);
    sla = followSla(sla, chicago, event(after(monday, '3h'), 'Assigned'));
    expect(running(sla)).toEqual(['nextUpdate']);
    expect(dues(sla)[1]).toBe('2026-11-02T20:00');
    sla = followSla(sla, chicago, event(after(monday, '4h'), 'Closed'));
    expect(running(sla)).toEqual([]);
    sla = followSla(sla, chicago, event(after(monday, '48h'), 'Assigned', { reopened: true }));
    expect(running(sla)).toEqual(['nextUpdate', 'resolution']);
    expect(dues(sla).slice(1)).toEqual(['2026-11-04T17:00', '2026-11-04T23:00']);
  });

  it.each(statuses.map((status) => [status] as const))('in status %s pauses the clocks that wait on others', (status) => {
    const stopped: Status[] = [
      'PendingCustomerInput',
      'PendingCustomerVerification',
      'AvailableInRelease',
      'Scheduled',
      'AssignedToDevelopment',
      'Closed',
    ];
    const sla = followSla(fresh, chicago, event(after(monday, '10m'), status));
    expect(running(sla)).toEqual(stopped.includes(status) ? [] : [...goals]);
    if (stopped.includes(status)) expect([nearestDue(sla, chicago), nextAlert(sla, chicago)]).toEqual([null, null]);
  });

  it.each([
    ['PendingCustomerVerification', ['nextUpdate']],
    ['AvailableInRelease', ['nextUpdate']],
    ['AssignedToDevelopment', []],
    ['Scheduled', []],
    ['Closed', []],
  ] as const)('in status %s after a reply of the contact runs %j', (status, expected) => {
    expect(running(followSla(fresh, chicago, event(after(monday, '10m'), status, { answered: true })))).toEqual(expected);
  });

  it('resumes a paused clock with the time that was left', () => {
    let sla = followSla(fresh, chicago, event(after(monday, '20m'), 'Scheduled'));
    sla = followSla(sla, chicago, event(after(monday, '50h'), 'Assigned'));
    expect(dueOf(sla, 'firstResponse', chicago)).toEqual(new Date(after(monday, '50h').getTime() + 40 * ms.minute));
  });
});

describe('another priority', () => {
  it('has its own targets, and time already used still counts', () => {
    const sla = followSla(startSla(high, monday), chicago, event(after(monday, '90m'), 'New', { retargeted: true }));
    // the hour for the first response ended half an hour ago, and the two hours for the update end in half an hour
    expect(sla.firstResponse.overdueSince).toEqual(after(monday, '90m'));
    expect(alertsDue(sla, chicago, after(monday, '90m'))).toEqual([{ goal: 'firstResponse', percent: 100 }]);
    expect(dues(sla).slice(1)).toEqual(['2026-11-02T17:00', '2026-11-02T23:00']);
  });

  it('counts the time that has passed by its own clock', () => {
    const friday = at('2026-11-06T22:00:00Z'); // 16:00 in Chicago
    const lowered = followSla(
      startSla(critical, friday),
      chicago,
      event(after(friday, '3h'), 'New', { targets: high, retargeted: true }),
    );
    // one business hour was used on Friday, so three are left on Monday
    expect(dues(lowered)[0]).toBe('2026-11-09T17:00');
    expect(lowered.firstResponse.overdueSince).toBeNull();
  });

  it('repeats an alert only when it is a new one', () => {
    let sla = startSla(critical, monday);
    sla = alerted(sla, { goal: 'firstResponse', percent: 100 });
    const lower = followSla(sla, chicago, event(after(monday, '1h'), 'New', { targets: medium, retargeted: true }));
    expect(lower.firstResponse).toMatchObject({ warned: false, breached: false, overdueSince: null });
    const still = followSla(sla, chicago, event(after(monday, '1h'), 'New', { retargeted: true }));
    expect(still.firstResponse).toMatchObject({ warned: true, breached: true });
  });
});

describe('alerts', () => {
  it('come at 80% and at 100%, once each', () => {
    let sla = startSla(critical, monday);
    expect(nextAlert(sla, chicago)).toEqual(after(monday, '48m'));
    expect(alertsDue(sla, chicago, after(monday, '47m'))).toEqual([]);
    expect(alertsDue(sla, chicago, after(monday, '48m'))).toEqual([{ goal: 'firstResponse', percent: 80 }]);
    sla = alerted(sla, { goal: 'firstResponse', percent: 80 });
    expect(alertsDue(sla, chicago, after(monday, '48m'))).toEqual([]);
    expect(nextAlert(sla, chicago)).toEqual(after(monday, '60m'));
    sla = alerted(sla, { goal: 'firstResponse', percent: 100 });
    expect(nextAlert(sla, chicago)).toEqual(after(monday, '96m')); // of the next update
  });

  it('leave out the warning after an outage when all of the time is over', () => {
    const late = alertsDue(startSla(critical, monday), chicago, after(monday, '7h'));
    expect(late).toEqual([
      { goal: 'firstResponse', percent: 100 },
      { goal: 'nextUpdate', percent: 100 },
      { goal: 'resolution', percent: 80 },
    ]);
  });

  it('never come for an account that never works, whose cases can still be opened', () => {
    const never: Calendar = { ...chicago, closed: ['2000-01-01/2099-12-31'] };
    const sla = startSla(medium, monday);
    expect(nearestDue(sla, never)).toBeNull();
  });
});

describe('any calendar', () => {
  const calendars = fc.record({
    timezone: fc.constantFrom('America/New_York', 'America/Chicago', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
    holidays: fc.constantFrom(null, 'US-MN'),
    closed: fc.constantFrom<string[]>([], ['2026-07-06/2026-08-21']),
    hours: fc.constantFrom(hours, { ...hours, start: '00:30', end: '23:15' }),
  });
  const moments = fc
    .integer({ min: Date.UTC(2026, 0, 1) / 1000, max: Date.UTC(2026, 11, 31) / 1000 })
    .map((second) => new Date(second * 1000));
  const gaps = fc
    .array(fc.integer({ min: 1, max: 3 * 24 * 60 }), { maxLength: 8 })
    .map((all) => all.map((one) => one * ms.minute));
  const targets = fc.record({
    firstResponse: fc.constantFrom<SlaTarget['firstResponse']>('1h', '1bd', '4bd', '2d'),
    nextUpdate: fc.constantFrom<SlaTarget['nextUpdate']>('2h', '3bd', null),
    resolution: fc.constantFrom<SlaTarget['resolution']>('8h', '10bd', '5d', null),
    clock: fc.constantFrom('always' as const, 'business' as const),
  });

  it('measures between two moments the time that was added', () => {
    fc.assert(
      fc.property(calendars, moments, fc.integer({ min: 0, max: 6000 }), (calendar, from, minutes) => {
        const to = addBusinessTime(calendar, from, minutes * ms.minute);
        expect(businessTimeBetween(calendar, from, to)).toBe(minutes * ms.minute);
        if (minutes > 0) expect(businessTimeBetween(calendar, from, new Date(to.getTime() - 1))).toBe(minutes * ms.minute - 1);
      }),
      { numRuns: 60 },
    );
  });

  it('uses up exactly its time, however often a clock pauses and resumes', () => {
    fc.assert(
      fc.property(calendars, moments, targets, gaps, (calendar, opened, chosen, stops) => {
        let sla = startSla(chosen, opened);
        const runs: [Date, Date][] = [];
        let [since, now] = [opened, opened];
        for (const [index, gap] of stops.entries()) {
          now = new Date(now.getTime() + gap);
          const stopping = index % 2 === 0;
          if (stopping) runs.push([since, now]);
          else since = now;
          sla = followSla(sla, calendar, event(now, stopping ? 'Scheduled' : 'Assigned', { targets: chosen }));
        }
        if (stops.length % 2 === 1) sla = followSla(sla, calendar, event(now, 'Assigned', { targets: chosen }));
        runs.push([stops.length % 2 === 1 ? now : since, at('2099-01-01T00:00:00Z')]);
        for (const goal of goals) {
          const target = chosen[goal];
          const due = dueOf(sla, goal, calendar);
          if (target === null || due === null) continue;
          const spent = runs.map(([from, to]): number => {
            const end = to < due ? to : due;
            if (end <= from) return 0;
            return sla[goal].clock === 'always' ? end.getTime() - from.getTime() : businessTimeBetween(calendar, from, end);
          });
          expect(spent.reduce((sum, one) => sum + one, 0)).toBe(durationMs(target, calendar.hours));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('makes an alert due at its moment and not a millisecond earlier', () => {
    fc.assert(
      fc.property(calendars, moments, targets, (calendar, opened, chosen) => {
        let sla = startSla(chosen, opened);
        const told: string[] = [];
        for (let next = nextAlert(sla, calendar); next !== null; next = nextAlert(sla, calendar)) {
          expect(alertsDue(sla, calendar, new Date(next.getTime() - 1))).toEqual([]);
          const alerts = alertsDue(sla, calendar, next);
          expect(alerts).not.toEqual([]);
          for (const alert of alerts) sla = alerted(sla, alert);
          told.push(...alerts.map(({ goal, percent }) => `${goal} ${percent}`));
        }
        const expected = goals.filter((goal) => chosen[goal] !== null).flatMap((goal) => [`${goal} 80`, `${goal} 100`]);
        expect(told.toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 25 },
    );
  });
});

it.each([
  ['30m', '30 minutes'],
  ['1h', '1 hour'],
  ['1bd', '1 business day'],
  ['3d', '3 days'],
] as const)('writes the duration %s as %s', (duration, text) => expect(formatDuration(duration)).toBe(text));

import type { Timeline, TimelineUpdate } from '../../src/domain/timeline.ts';

/** 9:00 AM in Chicago */
export const start = new Date('2026-11-02T15:00:00Z');
/** Returns the moment this many minutes after the start. */
export const minutesIn = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000);

/** Makes an update. */
export const update = (minutes: number, state: TimelineUpdate['state'], body: string, action = 'update'): TimelineUpdate => ({
  ...{ at: minutesIn(minutes), state, action, body },
  authorName: 'Lena Ortiz',
});

/** An incident of two hours with three cases. */
export const incident: Timeline = {
  id: 7,
  kind: 'incident',
  title: 'Grade Book does not save',
  severity: 'major',
  state: 'Resolved',
  modules: ['Grade Book', 'Attendance'],
  affected: '12 accounts',
  startsAt: start,
  endsAt: null,
  declaredAt: minutesIn(5),
  closedAt: minutesIn(125),
  asOf: minutesIn(999),
  owner: 'Lena Ortiz',
  updates: [
    update(5, 'Investigating', 'Teachers **cannot** save.', 'declare'),
    update(65, 'Identified', 'A job holds a lock.\n\nIt is stopped.'),
    update(125, 'Resolved', 'It runs in batches now.', 'resolve'),
  ],
  cases: [10, 20, 70].map(minutesIn),
  channels: 14,
};

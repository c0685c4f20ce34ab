// The groups in which a queue shows its cases, by when the SLA of each is due.
import { resolveRange } from './day-range.ts';

/** The groups, the most urgent first. */
export const dueGroups = ['overdue', 'today', 'later', 'none'] as const;
/** When a case is due. today: until the end of the reader's day. none: no clock is running. */
export type DueGroup = (typeof dueGroups)[number];

/** The moments that divide the groups. */
export interface DueMoments {
  now: Date;
  /** the first moment of the reader's tomorrow */
  tomorrow: Date;
}

/** Finds the moments that divide the groups. @param zone IANA, the reader's */
export function dueMoments(now: Date, zone: string): DueMoments {
  return { now, tomorrow: resolveRange({ from: null, to: 'today' }, now, zone).until ?? now };
}

/** Tells in which group a case is. */
export function dueGroupOf(dueAt: Date | null, { now, tomorrow }: DueMoments): DueGroup {
  if (dueAt === null) return 'none';
  if (dueAt <= now) return 'overdue';
  return dueAt < tomorrow ? 'today' : 'later';
}

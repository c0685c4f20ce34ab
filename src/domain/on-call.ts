// Who is on call: the order in which people are paged about a critical case that nobody has claimed (README, On call).
import { DateTime } from 'luxon';
import type { Priority } from './priority.ts';
import type { Status } from './status.ts';

/** The action of a page's note and history entry. */
export const pageAction = 'page';

/** An entry of the on-call list. Days are ISO dates; an entry without days is always on call. */
export interface OnCallEntry {
  personId: number;
  startsOn: string | null;
  /** the last day; null for no end */
  endsOn: string | null;
  /** the days repeat after this many days */
  repeatDays: number | null;
}

/** Tells whether people on call must be paged: the case is critical and nobody has claimed it. */
export function needsPaging(of: { status: Status; priority: Priority; advisorId: number | null }): boolean {
  return of.status === 'New' && of.priority === 'Critical' && of.advisorId === null;
}

/**
 * Orders the people of the list: who is on duty on this day, in the order of the list, and then those whose turn comes next.
 * @param day ISO date
 * @returns ids, each once
 */
export function onCallLine(entries: readonly OnCallEntry[], day: string): number[] {
  const waits = entries.map((entry) => ({ id: entry.personId, wait: daysUntil(entry, day) }));
  const upcoming = waits.filter(({ wait }) => wait !== null).toSorted((a, b) => (a.wait ?? 0) - (b.wait ?? 0));
  return [...new Set(upcoming.map(({ id }) => id))];
}

/** Counts the days until the duty begins: 0 while it lasts, null when it is over for good. */
function daysUntil({ startsOn, endsOn, repeatDays }: OnCallEntry, day: string): number | null {
  if (startsOn === null) return endsOn !== null && day > endsOn ? null : 0;
  const since = daysBetween(startsOn, day);
  if (since < 0) return -since;
  const length = endsOn === null ? Infinity : daysBetween(startsOn, endsOn) + 1;
  if (repeatDays === null) return since < length ? 0 : null;
  const into = since % repeatDays;
  return into < length ? 0 : repeatDays - into;
}

function daysBetween(from: string, to: string): number {
  return DateTime.fromISO(to, { zone: 'utc' }).diff(DateTime.fromISO(from, { zone: 'utc' }), 'days').days;
}

/**
 * Picks who is paged: the first in line, with every further page one more, and at last everybody in line again and again.
 * @param leads who is paged when the list is empty, and after everybody on it
 * @param pages how often people were paged before
 */
export function whoIsPaged(line: readonly number[], leads: readonly number[], pages: number): number[] {
  if (line.length === 0) return [...leads];
  if (pages < line.length) return line.slice(0, pages + 1);
  return [...new Set([...line, ...leads])];
}

/** The days of one turn in a rotation, as ISO dates. */
export interface Turn {
  startsOn: string;
  /** the last day */
  endsOn: string;
  /** length of the rotation in days */
  repeatDays: number;
}

/** Plans a rotation in which each of several people has a week. @param from first day of the first week, ISO date */
export function weeklyTurns(people: number, from: string): Turn[] {
  return Array.from({ length: people }, (_, week) => ({
    startsOn: daysAfter(from, 7 * week),
    endsOn: daysAfter(from, 7 * week + 6),
    repeatDays: 7 * people,
  }));
}

function daysAfter(isoDate: string, days: number): string {
  return DateTime.fromISO(isoDate, { zone: 'utc' }).plus({ days }).toISODate() ?? isoDate;
}

// When maintenance is announced: two weeks, two days and one hour ahead. At its planned end its owner is asked whether it is over.
import type { NoticeState } from './notice.ts';

const hour = 3_600_000;

/** Announcements in milliseconds before the start, the earliest first. */
export const announcedBefore = [14 * 24 * hour, 2 * 24 * hour, hour] as const;

/** The times of a maintenance window. */
export interface Planned {
  state: NoticeState;
  startsAt: Date;
  /** null for an incident */
  endsAt: Date | null;
}

/** What the clock does next to a maintenance window. */
export type ClockStep = 'announce' | 'start' | 'ask-end';

/** Tells whether the first announcement is due, so that the banner is shown. */
export function isAnnounced(startsAt: Date, now: Date): boolean {
  return now.getTime() >= startsAt.getTime() - announcedBefore[0];
}

/** Decides which step is due now. @returns the latest one when several were missed; null when none is due */
export function dueStep({ state, startsAt, endsAt }: Planned, now: Date): ClockStep | null {
  if (state === 'Planned') return startsAt <= now ? 'start' : isAnnounced(startsAt, now) ? 'announce' : null;
  return endsAt && endsAt <= now ? 'ask-end' : null;
}

/** Computes when the clock looks at a maintenance window again, once the present step is done; a past moment means at once. */
export function nextStep({ state, startsAt, endsAt }: Planned, now: Date): Date | null {
  if (state !== 'Planned') return endsAt;
  const announcements = announcedBefore.map((ms) => new Date(startsAt.getTime() - ms));
  return announcements.find((moment) => moment > now) ?? startsAt;
}

// When maintenance speaks by itself: two weeks, two days and an hour before, when it starts, and when it should have ended.
import type { NoticeState } from './notice.ts';

const hour = 3_600_000;

/** ms before the start */
export const announcedBefore = [14 * 24 * hour, 2 * 24 * hour, hour] as const;

export interface Planned {
  state: NoticeState;
  startsAt: Date;
  /** maintenance has one */
  endsAt: Date | null;
}

/** What the clock does with it. */
export type ClockStep = 'announce' | 'start' | 'ask-end';

/** Whether its banner stands by now. */
export function isAnnounced(startsAt: Date, now: Date): boolean {
  return now.getTime() >= startsAt.getTime() - announcedBefore[0];
}

/** @returns what is due; several that were missed are one: the latest. null: nothing (yet) */
export function dueStep({ state, startsAt, endsAt }: Planned, now: Date): ClockStep | null {
  if (state === 'Planned') return startsAt <= now ? 'start' : isAnnounced(startsAt, now) ? 'announce' : null;
  return endsAt && endsAt <= now ? 'ask-end' : null;
}

/** @returns when the clock has to do with it next, after what is due now was done; one that is past is due at once */
export function nextStep({ state, startsAt, endsAt }: Planned, now: Date): Date | null {
  if (state !== 'Planned') return endsAt;
  const words = announcedBefore.map((ms) => new Date(startsAt.getTime() - ms));
  return words.find((word) => word > now) ?? startsAt;
}

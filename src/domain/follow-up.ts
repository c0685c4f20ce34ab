// The follow-up clock of a case that is waiting on its contact: three reminders (attempts), then closing, in business days of the account
// (process.md, Follow-up, "3x10"). After an outage nothing comes in a burst. `usecases/clock/sweep-follow-ups.ts` applies these rules.
import {
  endOfBusinessDay,
  lastBusinessEnd,
  nextBusinessMoment,
  startOfBusinessDay,
  startOfBusinessHours,
  startOfDay,
  type Calendar,
} from './business-time.ts';
import type { Settings } from './settings.ts';

/**
 * Plans the attempts and the closing of a clock: each attempt at the start of its business day, the closing at the end of its own.
 * @param day0 when the clock starts
 * @returns the attempts, then the closing
 * @throws RangeError when the account has no business day within ten years
 */
export function planFollowUp(calendar: Calendar, day0: Date, { attempts, closeAfter }: Settings['followUp']): Date[] {
  return [...attempts.map((day) => startOfBusinessDay(calendar, day0, day)), endOfBusinessDay(calendar, day0, closeAfter)];
}

/**
 * Computes the earliest moments for the next step after an attempt: another attempt not before the next business day, the closing
 * not before the contact had a whole business day.
 */
export function earliestAfter(calendar: Calendar, now: Date): { attempt: Date; closing: Date } {
  return { attempt: startOfBusinessDay(calendar, now, 1), closing: endOfBusinessDay(calendar, now, 1) };
}

/**
 * Computes when the step after an attempt is due: at its planned moment or, after a delay, at the earliest one allowed.
 * @param planned its planned moment
 * @param isClosing whether the next step is the closing
 * @param earliest the result of `earliestAfter` for the moment of the attempt
 */
export function dueAfterAttempt(planned: Date, isClosing: boolean, earliest: { attempt: Date; closing: Date }): Date {
  const least = isClosing ? earliest.closing : earliest.attempt;
  return planned > least ? planned : least;
}

/** A follow-up that has started. */
export interface RunningFollowUp {
  /** day 0 */
  startedAt: Date;
  plan: readonly Date[];
  /** reminders sent so far */
  attempts: number;
  /** the moment of the newest one */
  attemptedAt: Date | null;
}

/**
 * Plans the remaining steps again after the calendar has changed. Attempts that were made keep their moments.
 * @returns the plan and when its next step is due, or null when it stays as it is
 * @throws RangeError when the account has no business day within ten years
 */
export function replanFollowUp(
  calendar: Calendar,
  running: RunningFollowUp,
  settings: Settings['followUp'],
): { plan: Date[]; dueAt: Date } | null {
  const { startedAt, attempts, attemptedAt } = running;
  const fresh = planFollowUp(calendar, startedAt, settings);
  const planned = fresh[attempts];
  // a plan of another length was made before the configuration changed, and stays as it is
  if (planned === undefined || fresh.length !== running.plan.length) return null;
  const plan = [...running.plan.slice(0, attempts), ...fresh.slice(attempts)];
  if (attempts === 0 || attemptedAt === null) return { plan, dueAt: planned };
  return { plan, dueAt: dueAfterAttempt(planned, attempts === fresh.length - 1, earliestAfter(calendar, attemptedAt)) };
}

/**
 * Predicts the remaining steps if nobody replies: the attempts, then the closing.
 * @param made number of attempts made so far
 * @param dueAt when the next step is due
 */
export function stepsAhead(calendar: Calendar, plan: readonly Date[], made: number, dueAt: Date): Date[] {
  const steps = [dueAt];
  let due = dueAt;
  for (const planned of plan.slice(made + 1)) {
    due = dueAfterAttempt(planned, planned === plan.at(-1), earliestAfter(calendar, due));
    steps.push(due);
  }
  return steps;
}

/** Counts the attempts of a plan. */
export function attemptsOf(plan: readonly Date[]): number {
  return Math.max(plan.length - 1, 0);
}

/**
 * Decides whether an attempt that is due may be made now: only within business hours.
 * @returns null when it may, otherwise the next moment at which it may
 */
export function attemptWaitsUntil(calendar: Calendar, now: Date): Date | null {
  const next = nextBusinessMoment(calendar, now);
  return next > now ? next : null;
}

/**
 * Decides whether a closing that is due may happen now: on a business day, at any time after business hours start, because it is due at
 * their end.
 * @returns null when it may, otherwise the next moment at which it may
 */
export function closingWaitsUntil(calendar: Calendar, now: Date): Date | null {
  const start = startOfBusinessHours(calendar, now);
  return start && start <= now ? null : nextBusinessMoment(calendar, now);
}

/**
 * Computes by when the latest reminder must have been delivered for the next step to happen now: before today for an attempt, before the
 * latest complete business day for the closing.
 */
export function arrivedBefore(calendar: Calendar, now: Date): { attempt: Date; closing: Date } {
  return { attempt: startOfDay(calendar, now), closing: startOfDay(calendar, lastBusinessEnd(calendar, now)) };
}

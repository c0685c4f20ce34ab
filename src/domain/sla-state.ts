// The state of a case's SLA clocks as it is stored with the case (JSON). The rules are in `sla.ts`.
import { z } from 'zod';
import type { Duration } from './settings.ts';

/** The three goals of an SLA. */
export const goals = ['firstResponse', 'nextUpdate', 'resolution'] as const;
/** A goal of an SLA. */
export type Goal = (typeof goals)[number];

/** Which time counts: around the clock, or only the account's business hours. */
export type ClockKind = 'always' | 'business';

const goalClock = z.object({
  /** how long it may take; null for no target */
  target: z.custom<Duration>((value) => typeof value === 'string' && /^\d+(m|h|d|bd)$/.test(value)).nullable(),
  clock: z.enum(['always', 'business']),
  startedAt: z.coerce.date(),
  /** milliseconds used by either count, because another priority may count the other way */
  used: z.object({ always: z.number(), business: z.number() }),
  running: z.boolean(),
  /** the goal was reached; its clock no longer runs */
  met: z.boolean(),
  /** whether the alerts at 80% and 100% were sent */
  warned: z.boolean(),
  breached: z.boolean(),
  /** when it was due, once that moment is past */
  overdueSince: z.coerce.date().nullable(),
});

const state = z.object({
  /** the moment up to which `used` is counted; running clocks have run since */
  countedTo: z.coerce.date(),
  firstResponse: goalClock,
  nextUpdate: goalClock,
  resolution: goalClock,
});

/** The clock of one goal. */
export type GoalClock = z.infer<typeof goalClock>;
/** The SLA clocks of a case. */
export type Sla = z.infer<typeof state>;

/**
 * Reads the SLA clocks stored with a case.
 * @returns null when none are stored yet
 * @throws ZodError when the JSON was not written by this code
 */
export function readSla(stored: unknown): Sla | null {
  return stored === null || stored === undefined ? null : state.parse(stored);
}

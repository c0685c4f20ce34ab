// Snoozes: an advisor puts a case out of their own lists until a time. Nothing else changes: the SLA and the follow-up keep running, and
// colleagues and contacts see nothing of it. A contact who writes ends it.
import { z } from 'zod';

/** The times at which a case comes back, by the id of the advisor who snoozed it. */
export type Snoozes = Readonly<Record<string, Date>>;

const stored = z.record(
  z.string().regex(/^\d+$/),
  z.iso.datetime().transform((at) => new Date(at)),
);

/** Reads the stored snoozes of a case. */
export function readSnoozes(json: unknown): Snoozes {
  return json === null || json === undefined ? {} : stored.parse(json);
}

/** Writes the snoozes of a case. @returns the JSON and the first time, both null without any */
export function writeSnoozes(snoozes: Snoozes): { snoozes: Record<string, string> | null; snoozeDueAt: Date | null } {
  const entries = Object.entries(snoozes);
  if (entries.length === 0) return { snoozes: null, snoozeDueAt: null };
  return {
    snoozes: Object.fromEntries(entries.map(([id, at]) => [id, at.toISOString()])),
    snoozeDueAt: new Date(Math.min(...entries.map(([, at]) => at.getTime()))),
  };
}

/** Lists the advisors who have the case snoozed at this moment. */
export function snoozedBy(snoozes: Snoozes): number[] {
  return Object.keys(snoozes).map(Number);
}

/** Separates the snoozes that are over from the others. */
export function dueSnoozes(snoozes: Snoozes, now: Date): { due: number[]; left: Snoozes } {
  const entries = Object.entries(snoozes);
  return {
    due: entries.flatMap(([id, at]) => (at <= now ? [Number(id)] : [])),
    left: Object.fromEntries(entries.filter(([, at]) => at > now)),
  };
}

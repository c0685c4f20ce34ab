// What an erasure or a run of retention did, as it is stored with its record: counts, and nothing of what was erased.
import { z } from 'zod';

const counts = z.record(z.string(), z.number());
const texts = z.object({ table: z.string(), count: z.number(), cases: z.array(z.number()) });

/** The stored form of a result. */
export const erasureResult = z.object({
  /** rows and messages, by what was done with them */
  done: counts.default({}),
  /** rows in which names were replaced, by table */
  names: counts.default({}),
  /** texts of people that still have the name, which redaction can take out */
  texts: z.array(texts).default([]),
  /** what nobody can erase from here, with how much of it */
  unreached: counts.default({}),
  /** while it is under way: the last step that was finished, and what the rest needs. Deleted at the end */
  pending: z
    .object({
      step: z.string().nullable(),
      names: z.array(z.string()),
      emails: z.array(z.string()),
      /** the key of an account that is erased */
      key: z.string().optional(),
      /** the people who are erased with an account */
      personIds: z.array(z.number()).default([]),
      /** the accounts in whose cases they are; null for all */
      accountIds: z.array(z.number()).nullable(),
      /** the last id that a step in batches has finished */
      after: z.number().default(0),
    })
    .optional(),
});

/** What an erasure did. */
export type ErasureResult = z.output<typeof erasureResult>;

/** Reads a stored result. */
export function readErasureResult(stored: unknown): ErasureResult {
  return erasureResult.parse(stored);
}

/** Adds counts to others. Zeros are left out. */
export function addCounts(to: Record<string, number>, more: Readonly<Record<string, number>>): Record<string, number> {
  const sums = { ...to };
  for (const [key, count] of Object.entries(more)) if (count !== 0) sums[key] = (sums[key] ?? 0) + count;
  return sums;
}

// What an action on several cases does: stored as JSON, because a run that was interrupted is continued by the clock.
import { z } from 'zod';

/** An action on several cases, with what it needs. */
export type BulkPlan = z.output<typeof bulkPlan>;

/** The stored form of a plan. */
export const bulkPlan = z.discriminatedUnion('action', [
  z.object({ action: z.literal('assign'), to: z.int(), name: z.string() }),
  z.object({ action: z.literal('close'), reason: z.string(), comment: z.string() }),
  /** placeholders in the text are filled in for each case */
  z.object({ action: z.literal('reply'), text: z.string() }),
  z.object({ action: z.literal('link'), incidentId: z.int(), title: z.string() }),
  /** takes the assignments of a run back */
  z.object({ action: z.literal('undo'), run: z.string(), to: z.int(), name: z.string() }),
]);

/** The most cases of one run: a page of a list. */
export const maxBulkCases = 40;

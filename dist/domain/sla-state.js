// The state of a case's SLA clocks, as it is kept with the case.
import { z } from 'zod';
export const goals = ['firstResponse', 'nextUpdate', 'resolution'];
const goalClock = z.object({
    /** how long it may take; null: no target */
    target: z.custom((value) => typeof value === 'string' && /^\d+(m|h|d|bd)$/.test(value)).nullable(),
    clock: z.enum(['always', 'business']),
    startedAt: z.coerce.date(),
    /** ms that have run, on either clock: another priority may count on the other one */
    used: z.object({ always: z.number(), business: z.number() }),
    running: z.boolean(),
    /** reached: nothing runs any more */
    met: z.boolean(),
    /** its advisor was told that 80 % are over, that all is */
    warned: z.boolean(),
    breached: z.boolean(),
    /** the moment at which it was due, once that is past */
    overdueSince: z.coerce.date().nullable(),
});
const state = z.object({
    /** up to this moment `used` counts; what runs has run since */
    countedTo: z.coerce.date(),
    firstResponse: goalClock,
    nextUpdate: goalClock,
    resolution: goalClock,
});
/**
 * Reads what is kept with a case.
 * @returns null where nothing is kept (yet)
 * @throws ZodError for what this code never wrote
 */
export function readSla(stored) {
    return stored === null || stored === undefined ? null : state.parse(stored);
}
//# sourceMappingURL=sla-state.js.map
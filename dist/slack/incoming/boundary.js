// The one place per platform where a failure nobody can put right ends: an id in the log, and the same id for the person.
import { randomBytes } from 'node:crypto';
import { failureCard, warningCard } from "../../chat/failure.js";
/** Slack's names for a trigger that came too late or twice: nothing failed on our side. */
const lateTriggers = /(expired|exchanged|invalid)_trigger_id|trigger_exp(ired)?/;
/** Logs a failure. @returns its id */
export function logFailure(log, error, what) {
    const id = randomBytes(4).toString('hex');
    log.error({ id, err: error, what }, 'a request failed');
    return id;
}
/** Logs a failure. @returns what its person is told */
export function failed(log, error, what) {
    const id = logFailure(log, error, what);
    if (error instanceof Error && lateTriggers.test(error.message))
        return warningCard(`Slack waited too short a time for the form. Please do it again. (id ${id})`);
    return failureCard(id);
}
/** A failure that is logged already and goes on to its request's answer. */
export class LoggedFailure extends Error {
    name = 'LoggedFailure';
}
//# sourceMappingURL=boundary.js.map
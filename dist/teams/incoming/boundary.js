// The one place of this platform where a failure nobody can put right ends: an id in the log, and the same id for the person.
import { randomBytes } from 'node:crypto';
import { failureCard } from "../../chat/failure.js";
/** Logs a failure. @returns what its person is told */
export function failed(log, error, what) {
    const id = randomBytes(4).toString('hex');
    log.error({ id, err: error, what }, 'a request failed');
    return failureCard(id);
}
//# sourceMappingURL=boundary.js.map
import { setTimeout as wait } from 'node:timers/promises';
import { deliveryError } from "./errors.js";
/** ms before each further attempt where Teams does not say how long, jittered down to half */
const waits = [400, 800, 1_600, 3_200];
/**
 * For what stands in no outbox, such as the answer to words: what Teams does not take now is tried again here, a few times. An answer that
 * stands there twice is better than none.
 * @param stopping ends the waiting
 * @throws whatever the last attempt threw, or what Teams refuses for good
 */
export async function retry(stopping, run) {
    for (const ms of waits) {
        try {
            return await run();
        }
        catch (error) {
            const { kind, retryAfterMs } = deliveryError(error);
            if (kind === 'refused')
                throw error;
            await wait(retryAfterMs ?? ms * (0.5 + Math.random() / 2), undefined, { signal: stopping });
        }
    }
    return run();
}
//# sourceMappingURL=retry.js.map
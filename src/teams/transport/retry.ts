// Retries for answers that no delivery stands for, such as the answer to a command.
// Follows learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit, Handle rate limits.
import { setTimeout as wait } from 'node:timers/promises';
import { deliveryError } from './errors.ts';

/** ms before each retry where Teams does not say how long, with jitter down to half */
const waits = [400, 800, 1_600, 3_200];

/**
 * Runs a call of the connector, with up to four retries. An answer that appears twice is better than none.
 * @param stopping ends the waiting
 * @throws the error of the last attempt, or at once for a permanent refusal
 */
export async function retry<T>(stopping: AbortSignal, run: () => Promise<T>): Promise<T> {
  for (const ms of waits) {
    try {
      return await run();
    } catch (error) {
      const { kind, retryAfterMs } = deliveryError(error);
      if (kind === 'refused') throw error;
      await wait(retryAfterMs ?? ms * (0.5 + Math.random() / 2), undefined, { signal: stopping });
    }
  }
  return run();
}

// Slack waits three seconds for the acknowledgment of a command, a button or a form. Work that takes longer goes on after it, and its answer
// follows. Follows docs.slack.dev/interactivity/handling-user-interaction.
import type { Card } from '../../cards/elements.ts';
import { logFailure } from '../../chat/failure.ts';
import { withTimeout } from '../../with-timeout.ts';
import type { Adapter } from './adapter.ts';

/** When a request is acknowledged at the latest, in milliseconds: half a second is left for the way to Slack. */
export const acknowledgeWithinMs = 2_500;

/** The result of work that is not finished yet. */
export const late = Symbol('late');

/** Tells a person that the answer follows. */
export const slowCard: Card = {
  summary: 'This is taking longer than usual, the answer follows here.',
  elements: [{ kind: 'text', text: ['This is taking longer than usual, the answer follows here.'] }],
};

/**
 * Waits for work until its request must be acknowledged. The work itself is not canceled.
 * @param follow shows the result of work that was late
 */
export async function inTime<T>(
  { timing, log, running }: Pick<Adapter, 'timing' | 'log' | 'running'>,
  work: () => Promise<T>,
  follow: (result: T) => Promise<void>,
): Promise<T | typeof late> {
  const done = work();
  const outcome = await withTimeout(
    timing.acknowledgeWithinMs,
    () => done,
    (): typeof late => late,
  );
  if (outcome !== late) return outcome;
  const task = done
    .then(follow)
    .catch((error: unknown) => void logFailure(log, error, 'an answer after the acknowledgment'))
    .finally(() => running.delete(task));
  running.add(task);
  return late;
}

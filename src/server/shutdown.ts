// Stops the parts of the process in the opposite order of their start, each within its own time limit, so that one part that hangs
// does not keep the others from stopping cleanly. The limits are set in main.ts; signals and exit codes are handled there.
import { withTimeout } from '../with-timeout.ts';
import type { Log } from './log.ts';

/** The list of running parts, each with how to stop it. */
export class Shutdown {
  readonly #steps: { name: string; timeoutMs: number; stop: () => Promise<void> }[] = [];
  #done: Promise<void> | null = null;

  readonly log: Log;

  constructor(log: Log) {
    this.log = log;
  }

  /**
   * Registers a part that was started; it is stopped before everything registered earlier.
   * @param timeoutMs how long the part may take before the next one is stopped
   */
  push(name: string, timeoutMs: number, stop: () => Promise<void>): void {
    this.#steps.push({ name, timeoutMs, stop });
  }

  /** Stops every part and never throws. A second call waits for the first. */
  run(): Promise<void> {
    return (this.#done ??= this.#run());
  }

  async #run(): Promise<void> {
    for (const { name, timeoutMs, stop } of this.#steps.reverse()) {
      const tooLate = () => this.log.error({ part: name, timeoutMs }, 'part did not stop in time');
      await withTimeout(timeoutMs, stop, tooLate).catch((err: unknown) =>
        this.log.error({ err, part: name }, 'part failed to stop'),
      );
    }
  }
}

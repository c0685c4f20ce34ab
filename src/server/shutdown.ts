// What was started is stopped in the opposite order, each part within its time: one that hangs does not keep the others from ending well.
import type { Log } from './log.ts';

export class Shutdown {
  readonly #steps: { name: string; withinMs: number; stop: () => Promise<void> }[] = [];
  #done: Promise<void> | null = null;

  constructor(readonly log: Log) {}

  /** @param withinMs how long this part may take before the next one is stopped */
  push(name: string, withinMs: number, stop: () => Promise<void>): void {
    this.#steps.push({ name, withinMs, stop });
  }

  /** Stops everything; a second call waits for the first. Never throws. */
  run(): Promise<void> {
    return (this.#done ??= this.#run());
  }

  async #run(): Promise<void> {
    for (const { name, withinMs, stop } of this.#steps.reverse()) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<'late'>((resolve) => (timer = setTimeout(resolve, withinMs, 'late')));
      try {
        if ((await Promise.race([stop(), late])) === 'late') this.log.error({ part: name, withinMs }, 'did not stop in time');
      } catch (error) {
        this.log.error({ err: error, part: name }, 'did not stop well');
      } finally {
        clearTimeout(timer);
      }
    }
  }
}

/** Runs a limited number of tasks at the same time. */
export interface Slots {
  /**
   * Runs a task as soon as there is room for it.
   * @param waitMs how long it may wait
   * @param onBusy called instead when it has waited in vain
   */
  run<T>(waitMs: number, task: () => Promise<T>, onBusy: () => T): Promise<T>;
}

/** Creates slots for `count` tasks. */
export function createSlots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  const take = (waitMs: number) =>
    new Promise<boolean>((resolve) => {
      if (free > 0) {
        free -= 1;
        return resolve(true);
      }
      const enter = (): void => {
        clearTimeout(timer);
        resolve(true);
      };
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(enter), 1);
        resolve(false);
      }, waitMs);
      waiting.push(enter);
    });
  const give = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return {
    async run(waitMs, task, onBusy) {
      if (!(await take(waitMs))) return onBusy();
      try {
        return await task();
      } finally {
        give();
      }
    },
  };
}

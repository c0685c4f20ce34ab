/** One line of the benchmark: a ratio of two things measured alternately in the same run, so that the machine's noise hits both. */
export interface Row {
  name: string;
  /** of ours to the yardstick's rate, per round; 1: as fast */
  ratios: number[];
  /** the least it should be (design); null: for information */
  budget: number | null;
  /** the figures behind the ratio, with units */
  detail: string;
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - (sorted.length % 2 === 0 ? 1 : 0)], sorted[middle]];
  if (low === undefined || high === undefined) throw new Error('Nothing was measured');
  return (low + high) / 2;
}

/** Runs `times` of something, `at once` at a time. @returns ms for all of it */
export async function timed(times: number, atOnce: number, run: (index: number) => Promise<unknown>): Promise<number> {
  const started = performance.now();
  let next = 0;
  const line = async (): Promise<void> => {
    while (next < times) await run(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, line));
  return performance.now() - started;
}

/** How long to wait between attempts, in ms. */
export interface Backoff {
  first: number;
  /** never longer than this */
  cap: number;
  /** a message that may stand there is not looked for before it had time to appear */
  doubt: number;
}

/**
 * Doubles with every failure in a row up to the cap; jittered to between half and all of it, so that destinations that failed together do
 * not come back together.
 * @param failures in a row before this one
 */
export function backoffMs({ first, cap }: Pick<Backoff, 'first' | 'cap'>, failures: number, random = Math.random): number {
  return Math.min(cap, first * 2 ** Math.min(failures, 30)) * (0.5 + random() / 2);
}

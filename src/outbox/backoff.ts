/** How long to wait between attempts, in milliseconds. */
export interface Backoff {
  first: number;
  /** the longest wait */
  cap: number;
  /** the shortest wait before a message in doubt is looked up, because it needs time to appear */
  inDoubt: number;
}

/**
 * Returns how long to wait after a failure, in milliseconds. The wait doubles with every failure in a row up to the cap. Jitter takes off up
 * to half, so that destinations that failed together do not try again together.
 * @param failures failures in a row before this one
 */
export function backoffMs({ first, cap }: Pick<Backoff, 'first' | 'cap'>, failures: number, random = Math.random): number {
  return Math.min(cap, first * 2 ** Math.min(failures, 30)) * (0.5 + random() / 2);
}

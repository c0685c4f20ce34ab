// Keeps an endpoint that fails from being called for each of its destinations: after some failures in a row, it is left alone for a while that
// doubles with every further failure. The deliveries wait meanwhile, and no attempt is counted.

/** Failures in a row after which an endpoint is left alone. */
const maxFailures = 5;
/** How long it is left alone at first, and at most; ms. */
const first = 5_000;
const longest = 300_000;

/** The breakers of all endpoints. */
export class Breakers {
  private readonly endpoints = new Map<number, { failures: number; until: number }>();

  /** Returns for how many milliseconds an endpoint is to be left alone. @param now `performance.now()` */
  waitMs(endpointId: number, now: number): number {
    return Math.max((this.endpoints.get(endpointId)?.until ?? 0) - now, 0);
  }

  /** Notes that an endpoint took an event, or answered that it does not want this one. */
  works(endpointId: number): void {
    this.endpoints.delete(endpointId);
  }

  /** Notes that an endpoint failed. */
  fails(endpointId: number, now: number): void {
    const failures = (this.endpoints.get(endpointId)?.failures ?? 0) + 1;
    const wait = failures < maxFailures ? 0 : Math.min(first * 2 ** Math.min(failures - maxFailures, 20), longest);
    this.endpoints.set(endpointId, { failures, until: now + wait });
  }
}

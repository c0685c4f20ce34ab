// Keeps an address that fails from being called for each destination of its endpoint: after some failures in a row, it is left alone for a while that
// doubles with every further failure. An address that asks to wait is left alone for as long as it asks. The deliveries wait meanwhile, and no
// attempt is counted.

/** Failures in a row after which an endpoint is left alone. */
const maxFailures = 5;
/** How long it is left alone at first, and at most; ms. */
const first = 5_000;
const longest = 300_000;

/** The breakers of all addresses: an endpoint that gets another address starts from zero. */
export class Breakers {
  private readonly addresses = new Map<string, { failures: number; until: number; code: string }>();

  /** Returns for how many milliseconds an address is to be left alone, and the error code of its last failure. @param now `performance.now()` */
  wait(url: string, now: number): { ms: number; code: string } {
    const { until = 0, code = '' } = this.addresses.get(url) ?? {};
    return { ms: Math.max(until - now, 0), code };
  }

  /** Notes that an address took an event, or answered that it does not want this one. */
  works(url: string): void {
    this.addresses.delete(url);
  }

  /** Notes that an address failed. @param code of the error */
  fails(url: string, code: string, now: number): void {
    const failures = (this.addresses.get(url)?.failures ?? 0) + 1;
    const wait = failures < maxFailures ? 0 : Math.min(first * 2 ** Math.min(failures - maxFailures, 20), longest);
    this.addresses.set(url, { failures, until: now + wait, code });
  }

  /** Notes that an address asked to be left alone. @param waitMs for how many milliseconds */
  limits(url: string, code: string, waitMs: number, now: number): void {
    const { failures = 0, until = 0 } = this.addresses.get(url) ?? {};
    this.addresses.set(url, { failures, until: Math.max(until, now + waitMs), code });
  }
}

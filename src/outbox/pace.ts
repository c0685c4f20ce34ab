import type { PaceLimit } from '../ports.ts';

const worthPruning = 1000;

/**
 * A token bucket per destination, kept as the moment at which it will be full again (GCRA). It lives in this process: a destination that moves
 * between processes may get one burst more, and the platform's own answer is obeyed then.
 */
export class Pace {
  private readonly fullAt = new Map<number, number>();

  constructor(private readonly limit: PaceLimit) {}

  /** @returns ms until the destination may be sent to; 0: now */
  waitMs(destinationId: number, now: number): number {
    const used = Math.max(0, (this.fullAt.get(destinationId) ?? now) - now);
    return Math.max(0, used - (this.limit.burst - 1) * this.limit.everyMs);
  }

  /** Counts one call. */
  spend(destinationId: number, now: number): void {
    if (this.fullAt.size >= worthPruning) this.prune(now);
    this.fullAt.set(destinationId, Math.max(now, this.fullAt.get(destinationId) ?? now) + this.limit.everyMs);
  }

  private prune(now: number): void {
    for (const [destinationId, fullAt] of this.fullAt) if (fullAt <= now) this.fullAt.delete(destinationId);
  }
}

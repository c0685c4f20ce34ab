import type { PaceLimit } from '../ports.ts';

const pruneAtSize = 1000;

/**
 * A token bucket per destination, stored as the time when it will be full again (GCRA). Each process has its own, so a destination that moves
 * to another process may get one more burst. If that is too much, the platform's rate limit response is obeyed.
 */
export class Pace {
  private readonly fullAt = new Map<number, number>();

  constructor(private readonly limit: PaceLimit) {}

  /** Returns in how many milliseconds a message may be sent to the destination; 0 means now. */
  waitMs(destinationId: number, now: number): number {
    const used = Math.max(0, (this.fullAt.get(destinationId) ?? now) - now);
    return Math.max(0, used - (this.limit.burst - 1) * this.limit.everyMs);
  }

  /** Counts a call. */
  spend(destinationId: number, now: number): void {
    if (this.fullAt.size >= pruneAtSize) this.prune(now);
    this.fullAt.set(destinationId, Math.max(now, this.fullAt.get(destinationId) ?? now) + this.limit.everyMs);
  }

  private prune(now: number): void {
    for (const [destinationId, fullAt] of this.fullAt) if (fullAt <= now) this.fullAt.delete(destinationId);
  }
}

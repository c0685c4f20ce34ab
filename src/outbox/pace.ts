import type { PaceLimit } from '../ports.ts';

const worthPruning = 1000;

/**
 * A token bucket per lane, kept as the moment at which it will be full again (GCRA). It lives in this process: a lane that moves
 * between processes may get one burst more, and the platform's own answer is obeyed then.
 */
export class Pace {
  private readonly fullAt = new Map<number, number>();

  constructor(private readonly limit: PaceLimit) {}

  /** @returns ms until the lane may be sent to; 0: now */
  waitMs(laneId: number, now: number): number {
    const used = Math.max(0, (this.fullAt.get(laneId) ?? now) - now);
    return Math.max(0, used - (this.limit.burst - 1) * this.limit.everyMs);
  }

  /** Counts one call. */
  spend(laneId: number, now: number): void {
    if (this.fullAt.size >= worthPruning) this.prune(now);
    this.fullAt.set(laneId, Math.max(now, this.fullAt.get(laneId) ?? now) + this.limit.everyMs);
  }

  private prune(now: number): void {
    for (const [laneId, fullAt] of this.fullAt) if (fullAt <= now) this.fullAt.delete(laneId);
  }
}

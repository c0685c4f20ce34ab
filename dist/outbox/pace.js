const worthPruning = 1000;
/**
 * A token bucket per lane, kept as the moment at which it will be full again (GCRA). It lives in this process: a lane that moves
 * between processes may get one burst more, and the platform's own answer is obeyed then.
 */
export class Pace {
    limit;
    fullAt = new Map();
    constructor(limit) {
        this.limit = limit;
    }
    /** @returns ms until the lane may be sent to; 0: now */
    waitMs(destinationId, now) {
        const used = Math.max(0, (this.fullAt.get(destinationId) ?? now) - now);
        return Math.max(0, used - (this.limit.burst - 1) * this.limit.everyMs);
    }
    /** Counts one call. */
    spend(destinationId, now) {
        if (this.fullAt.size >= worthPruning)
            this.prune(now);
        this.fullAt.set(destinationId, Math.max(now, this.fullAt.get(destinationId) ?? now) + this.limit.everyMs);
    }
    prune(now) {
        for (const [destinationId, fullAt] of this.fullAt)
            if (fullAt <= now)
                this.fullAt.delete(destinationId);
    }
}
//# sourceMappingURL=pace.js.map
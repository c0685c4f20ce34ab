// How fast one destination may be written to. The state travels with the lease: it is stored when a destination is released and read when
// the next process claims it, so several processes together keep the platform's limits.
import type { PaceLimit } from '../ports.ts';

/** Calls and how many milliseconds ago they were made, as a destination's row stores them. */
export type SavedPace = readonly (readonly [ago: number, calls: number])[];

/** The pace of one destination. Times are `performance.now()`. */
export interface Pace {
  /** Returns in how many milliseconds the next call may be made; 0 means now. */
  waitMs(now: number): number;
  /** Counts a call. */
  spend(now: number): void;
  /** Returns what the next holder of the lease must know. */
  save(now: number): SavedPace;
}

/**
 * Creates the pace of a destination.
 * @param saved of the process that released the destination, `savedMsAgo` milliseconds ago
 */
export function createPace(limit: PaceLimit, saved: SavedPace, savedMsAgo: number, now: number): Pace {
  const calls = saved.map(([ago, count]) => ({ at: now - savedMsAgo - ago, count }));
  return 'windows' in limit ? new SlidingWindows(limit.windows, calls) : new TokenBucket(limit, calls[0]?.at ?? now);
}

/** The pace that is assumed of a destination whose last holder ended without saving it: it may just have sent a full burst. */
export function unknownPace(limit: PaceLimit): SavedPace {
  if ('windows' in limit) return [[0, Math.max(...limit.windows.map(([calls, withinMs]) => (withinMs <= burstMs ? calls : 0)))]];
  return [[-limit.burst * limit.everyMs, 1]];
}

/** Windows up to this length are for bursts. A process that was killed keeps its destinations waiting no longer than that. */
const burstMs = 2_000;

/** A token bucket, stored as the time when it will be full again (GCRA). */
class TokenBucket implements Pace {
  private readonly limit: { everyMs: number; burst: number };
  private fullAt: number;

  constructor(limit: { everyMs: number; burst: number }, fullAt: number) {
    this.limit = limit;
    this.fullAt = fullAt;
  }

  waitMs(now: number): number {
    const used = Math.max(0, this.fullAt - now);
    return Math.max(0, used - (this.limit.burst - 1) * this.limit.everyMs);
  }

  spend(now: number): void {
    this.fullAt = Math.max(now, this.fullAt) + this.limit.everyMs;
  }

  save(now: number): SavedPace {
    return this.fullAt > now ? [[now - this.fullAt, 1]] : [];
  }
}

/** How much closer together two calls may arrive than they were sent, in milliseconds. */
const jitterMs = 50;
/** Calls older than the longest window of up to a minute are kept as one entry per minute, so that an hour takes 60 entries. */
const mergeMs = 60_000;

/** Several limits on the calls within a time that passes, all kept at once. */
class SlidingWindows implements Pace {
  private readonly exactMs: number;
  private readonly longestMs: number;

  private readonly windows: readonly (readonly [calls: number, withinMs: number])[];
  private calls: { at: number; count: number }[];

  constructor(windows: readonly (readonly [calls: number, withinMs: number])[], calls: { at: number; count: number }[]) {
    this.windows = windows;
    this.calls = calls;
    const lengths = windows.map(([, withinMs]) => withinMs + jitterMs);
    this.longestMs = Math.max(...lengths);
    this.exactMs = Math.max(0, ...lengths.filter((ms) => ms <= mergeMs));
  }

  waitMs(now: number): number {
    return Math.max(0, ...this.windows.map(([limit, withinMs]) => this.freeAt(limit, withinMs + jitterMs, now) - now));
  }

  /** Returns when a window has room for one more call. */
  private freeAt(limit: number, withinMs: number, now: number): number {
    let within = 0;
    // the newest calls fill the window; it has room once the call that makes it full has left
    for (let index = this.calls.length - 1; index >= 0; index -= 1) {
      const call = this.calls[index];
      if (!call || call.at <= now - withinMs) return now;
      within += call.count;
      if (within >= limit) return call.at + withinMs;
    }
    return now;
  }

  spend(now: number): void {
    this.calls.push({ at: now, count: 1 });
    this.calls = this.merged(now);
  }

  save(now: number): SavedPace {
    return this.merged(now).map(({ at, count }) => [Math.round(now - at), count] as const);
  }

  private merged(now: number): { at: number; count: number }[] {
    const merged: { at: number; count: number }[] = [];
    for (const { at, count } of this.calls) {
      if (at <= now - this.longestMs) continue;
      const last = merged.at(-1);
      const isOld = at <= now - this.exactMs;
      // counted at its newest call, so that it leaves the window too late rather than too early
      if (isOld && last && Math.floor(last.at / mergeMs) === Math.floor(at / mergeMs))
        Object.assign(last, { at, count: last.count + count });
      else merged.push({ at, count });
    }
    return merged;
  }
}

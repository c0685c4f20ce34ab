import type { Act, WorkspaceLimit } from '../ports.ts';

/** Two calls that leave this far apart may arrive closer together; ms. */
const jitterMs = 100;
/** A waiting destination that does not use its slot within this time (ms) loses it: another process may be sending to it now. */
const patienceMs = 30_000;

interface Budget {
  calls: number;
  withinMs: number;
  /** when the calls of the last window were made */
  made: number[];
  /** the destinations and banners that must wait and until when, in the order in which they first asked */
  waiting: Map<number, number>;
}

/**
 * Limits how often this process calls one workspace: as much as is allowed at once, then more as the window moves on. A destination that
 * asks too soon gets the time of its slot, so a thousand destinations that wait for one workspace ask about twice each, not every second.
 */
export class WorkspacePace {
  private readonly budgets = new Map<string, Budget>();

  constructor(private readonly limits: readonly WorkspaceLimit[]) {}

  /**
   * Reserves the next free slot for a call.
   * @param asker the id of a destination, or of a banner
   * @returns ms until it may make the call; 0: now
   */
  waitMs(workspaceId: string, act: Act, asker: number, now: number): number {
    const budget = this.budgetOf(workspaceId, act);
    if (!budget) return 0;
    const { calls, withinMs, waiting } = budget;
    budget.made = budget.made.filter((at) => at > now - withinMs);
    for (const [other, until] of waiting) if (until < now - patienceMs) waiting.delete(other);

    // as if everybody who asked before made their call as soon as they may
    const times = [...budget.made];
    const next = (): number => Math.max(now, (times.at(-calls) ?? -Infinity) + withinMs);
    for (const other of waiting.keys()) {
      if (other === asker) break;
      times.push(next());
    }
    const context = next();
    if (context > now) waiting.set(asker, context);
    return context - now;
  }

  /** Counts one call, in the order of time. @param asker absent: another process made it */
  spend(workspaceId: string, act: Act, at: number, asker?: number): void {
    const budget = this.budgetOf(workspaceId, act);
    budget?.made.push(at);
    if (asker !== undefined) budget?.waiting.delete(asker);
  }

  /** Finds the budget of an act. Acts that the platform limits together share one. */
  private budgetOf(workspaceId: string, act: Act): Budget | undefined {
    const index = this.limits.findIndex(({ acts }) => acts.includes(act));
    const limit = this.limits[index];
    if (!limit) return undefined;
    const key = `${index} ${workspaceId}`;
    const known = this.budgets.get(key);
    if (known) return known;
    const budget = { calls: limit.calls, withinMs: limit.withinMs + jitterMs, made: [], waiting: new Map<number, number>() };
    this.budgets.set(key, budget);
    return budget;
  }
}

import type { Act, WorkspaceLimit } from '../ports.ts';

/** How much closer together two calls may arrive than they were sent, in milliseconds. */
const jitterMs = 100;
/** A waiting destination that does not use its slot within this time loses it, because another process may be sending to it by now. */
const slotTimeoutMs = 30_000;

interface Budget {
  calls: number;
  withinMs: number;
  /** times of the calls within the last window */
  made: number[];
  /** until when each destination or banner must wait, in the order of their first requests */
  waiting: Map<number, number>;
}

/**
 * Limits how often this process calls one workspace within a sliding window. A destination that must wait learns when its slot is, so a
 * thousand destinations that wait for one workspace ask about twice each, not every second.
 */
export class WorkspacePace {
  private readonly budgets = new Map<string, Budget>();

  constructor(private readonly limits: readonly WorkspaceLimit[]) {}

  /**
   * Reserves the next free slot for a call.
   * @param caller the id of a destination or a banner
   * @returns in how many milliseconds the call may be made; 0 means now
   */
  waitMs(workspaceId: string, act: Act, caller: number, now: number): number {
    const budget = this.budgetOf(workspaceId, act);
    if (!budget) return 0;
    const { calls, withinMs, waiting } = budget;
    budget.made = budget.made.filter((at) => at > now - withinMs);
    for (const [other, until] of waiting) if (until < now - slotTimeoutMs) waiting.delete(other);

    // assumes that every caller who asked before uses the earliest slot
    const times = [...budget.made];
    const next = (): number => Math.max(now, (times.at(-calls) ?? -Infinity) + withinMs);
    for (const other of waiting.keys()) {
      if (other === caller) break;
      times.push(next());
    }
    const slot = next();
    if (slot > now) waiting.set(caller, slot);
    return slot - now;
  }

  /** Counts a call; calls must be counted in the order of their times. @param caller absent for a call of another process */
  spend(workspaceId: string, act: Act, at: number, caller?: number): void {
    const budget = this.budgetOf(workspaceId, act);
    budget?.made.push(at);
    if (caller !== undefined) budget?.waiting.delete(caller);
  }

  /** Returns the budget of an act. Acts that the platform limits together share one. */
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

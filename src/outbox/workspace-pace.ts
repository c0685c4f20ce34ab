import type { Act, WorkspaceLimit } from '../ports.ts';

/** Two calls that leave this far apart may arrive closer together; ms. */
const jitterMs = 100;

interface Budget {
  calls: number;
  withinMs: number;
  /** when the calls of the last window were made */
  made: number[];
  /** whose turn comes when */
  booked: Map<number, number>;
}

/**
 * How often one workspace is called, kept by this process: as much as is allowed at once, then as the window moves on. Who comes too soon is
 * told when to come again, and that turn is theirs: a thousand lanes that wait for one workspace ask twice each and not every second.
 */
export class WorkspacePace {
  private readonly budgets = new Map<string, Budget>();

  constructor(private readonly limits: readonly WorkspaceLimit[]) {}

  /**
   * @param asker whose turn it is: a lane, or a banner
   * @returns ms until it may make the call; 0: now
   */
  waitMs(workspaceId: string, act: Act, asker: number, now: number): number {
    const budget = this.budgetOf(workspaceId, act);
    if (!budget) return 0;
    const { calls, withinMs, booked } = budget;
    budget.made = budget.made.filter((at) => at > now - withinMs);
    for (const [other, at] of booked) if (at <= now - withinMs) booked.delete(other); // never came

    const turn = booked.get(asker);
    if (turn !== undefined && turn > now) return turn - now;
    // a turn that has come is before all others, but the calls before it may have been made late
    const before = turn === undefined ? [...budget.made, ...booked.values()].sort((a, b) => a - b) : budget.made;
    const hinders = before.length < calls ? undefined : before.at(-calls);
    if (hinders === undefined) return 0;
    booked.set(asker, hinders + withinMs);
    return hinders + withinMs - now;
  }

  /** Counts one call, in the order of time. @param asker absent: another process made it */
  spend(workspaceId: string, act: Act, at: number, asker?: number): void {
    const budget = this.budgetOf(workspaceId, act);
    budget?.made.push(at);
    if (asker !== undefined) budget?.booked.delete(asker);
  }

  /** Acts that are limited together share one. */
  private budgetOf(workspaceId: string, act: Act): Budget | undefined {
    const index = this.limits.findIndex(({ acts }) => acts.includes(act));
    const limit = this.limits[index];
    if (!limit) return undefined;
    const key = `${index} ${workspaceId}`;
    const known = this.budgets.get(key);
    if (known) return known;
    const budget = { calls: limit.calls, withinMs: limit.withinMs + jitterMs, made: [], booked: new Map<number, number>() };
    this.budgets.set(key, budget);
    return budget;
  }
}

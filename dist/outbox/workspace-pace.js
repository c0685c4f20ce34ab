/** Two calls that leave this far apart may arrive closer together; ms. */
const jitterMs = 100;
/** Who does not come when its turn has come (another process sends to its lane now) loses it after so long; ms. */
const patienceMs = 30_000;
/**
 * How often one workspace is called, kept by this process: as much as is allowed at once, then as the window moves on. Who comes too soon is
 * told when its turn is: a thousand lanes that wait for one workspace ask about twice each and not every second.
 */
export class WorkspacePace {
    limits;
    budgets = new Map();
    constructor(limits) {
        this.limits = limits;
    }
    /**
     * @param asker whose turn it is: a lane, or a banner
     * @returns ms until it may make the call; 0: now
     */
    waitMs(workspaceId, act, asker, now) {
        const budget = this.budgetOf(workspaceId, act);
        if (!budget)
            return 0;
        const { calls, withinMs, waiting } = budget;
        budget.made = budget.made.filter((at) => at > now - withinMs);
        for (const [other, until] of waiting)
            if (until < now - patienceMs)
                waiting.delete(other);
        // as if everybody who asked before made their call as soon as they may
        const times = [...budget.made];
        const next = () => Math.max(now, (times.at(-calls) ?? -Infinity) + withinMs);
        for (const other of waiting.keys()) {
            if (other === asker)
                break;
            times.push(next());
        }
        const context = next();
        if (context > now)
            waiting.set(asker, context);
        return context - now;
    }
    /** Counts one call, in the order of time. @param asker absent: another process made it */
    spend(workspaceId, act, at, asker) {
        const budget = this.budgetOf(workspaceId, act);
        budget?.made.push(at);
        if (asker !== undefined)
            budget?.waiting.delete(asker);
    }
    /** Acts that are limited together share one. */
    budgetOf(workspaceId, act) {
        const index = this.limits.findIndex(({ acts }) => acts.includes(act));
        const limit = this.limits[index];
        if (!limit)
            return undefined;
        const key = `${index} ${workspaceId}`;
        const known = this.budgets.get(key);
        if (known)
            return known;
        const budget = { calls: limit.calls, withinMs: limit.withinMs + jitterMs, made: [], waiting: new Map() };
        this.budgets.set(key, budget);
        return budget;
    }
}
//# sourceMappingURL=workspace-pace.js.map
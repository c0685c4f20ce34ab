import { Signal } from "./signal.js";
import { claimDestinations, LeaseLost, releaseDestination, renewLeases } from "./lease.js";
import { listenForWork } from "./listen.js";
import { Pace } from "./pace.js";
import { Pauses } from "./pauses.js";
import { recentCalls } from "./recent-calls.js";
import { drainDestination } from "./drain-destination.js";
import { WorkspacePace } from "./workspace-pace.js";
/** longer waits are found by looking */
const longestTimer = 600_000;
/** the share of time spent on looking in vain, e.g. past 10,000 lanes that rest (64 ms) */
const vainShare = 0.1;
/** a look that takes longer than the pool waits for a connection (10 s) hangs */
const longestLook = 15_000;
/**
 * 100 lanes: a lane holds no connection to the database while its platform takes its 100 to 200 ms, so ten of them would send 65 messages a
 * second, and these 600. Back-off: 0.5 s, 1 s, 2 s ... 5 min, each jittered down to 75 % on average: an outage of 80 minutes kills no letter.
 */
const defaults = {
    concurrency: 100,
    leaseMs: 30_000,
    callTimeoutMs: 15_000,
    backoff: { first: 500, cap: 300_000, doubt: 2_000 },
    attemptLimit: 32,
    pollMs: 1_000,
};
/**
 * Starts delivering. Moments are the database's (`now()`), because processes share them; a test moves rows, not a clock.
 * In short: claim lanes that have something to send (lease.ts), give each its turn (turn.ts), write every result under the fence
 * (record.ts).
 */
export function startWorker(options) {
    const settings = { ...defaults, ...options };
    const { pool, transports, view, log, concurrency, leaseMs, pollMs } = settings;
    const platforms = Object.keys(transports);
    const context = {
        pool,
        transports,
        view,
        log,
        observe: options.observe ?? (() => undefined),
        pauses: new Pauses(),
        paces: pacesOf(options.pace ?? pacesAsked(transports)),
        workspacePaces: options.pace ? {} : workspacePacesOf(transports),
        backoff: settings.backoff,
        attemptLimit: settings.attemptLimit,
        callTimeoutMs: settings.callTimeoutMs,
        leastLeaseMs: Math.min(settings.callTimeoutMs, leaseMs / 2), // renewed every third, two thirds are left
        stopping: false,
    };
    const draining = new Map();
    const work = new Signal();
    const drained = new Signal();
    const timers = new Set();
    let cursor = 0;
    let lookedAt = performance.now();
    const wakeIn = (ms) => {
        const timer = setTimeout(() => {
            timers.delete(timer);
            work.raise();
        }, ms + 1);
        timers.add(timer);
    };
    const begin = (lease) => {
        const drain = drainDestination(context, lease)
            .then((waitMs) => {
            if (waitMs !== null && waitMs < longestTimer)
                wakeIn(waitMs);
        })
            .catch(async (err) => {
            if (err instanceof LeaseLost)
                log.warn({ destinationId: lease.destinationId }, 'a lane was taken over, or its lease had nearly run out');
            else
                log.error({ destinationId: lease.destinationId, err }, 'a turn broke off: its lane rests for a moment');
            // what was under way is in doubt, and looked for; where this fails, too, or is another's by now, the lease runs out
            await releaseDestination(pool, lease, pollMs).catch(() => undefined);
            wakeIn(pollMs);
        })
            .finally(() => {
            draining.delete(lease);
            work.raise();
            drained.raise();
        });
        draining.set(lease, drain);
    };
    const claimAfter = async (after) => {
        const count = concurrency - draining.size;
        if (count <= 0)
            return 0;
        const leases = await claimDestinations(pool, { after, count, leaseMs, platforms });
        cursor = leases.length === count ? (leases.at(-1)?.destinationId ?? 0) : 0;
        leases.forEach(begin);
        return leases.length;
    };
    // round and round, so that the lanes with low ids cannot starve the others
    const claim = async () => {
        const from = cursor;
        const claimed = await claimAfter(from);
        return from > 0 && cursor === 0 ? claimed + (await claimAfter(0)) : claimed;
    };
    let recalled = options.pace !== undefined;
    const run = async () => {
        while (!context.stopping) {
            work.lower();
            const started = performance.now();
            try {
                if (!recalled)
                    await recall(context);
                recalled = true;
                const claimed = await claim();
                lookedAt = performance.now();
                const lookedMs = lookedAt - started;
                await work.wait(pollMs);
                if (claimed === 0)
                    await delay(Math.min(pollMs, lookedMs / vainShare - lookedMs));
            }
            catch (err) {
                lookedAt = -Infinity;
                log.error({ err }, 'cannot look for deliveries');
                await delay(pollMs);
            }
        }
    };
    const renew = setInterval(() => {
        if (draining.size === 0)
            return;
        renewLeases(pool, [...draining.keys()], leaseMs).catch((err) => log.error({ err }, 'cannot renew leases'));
    }, leaseMs / 3);
    const listener = listenForWork(pool, () => work.raise(), log);
    const running = run();
    return {
        async stop() {
            context.stopping = true;
            work.raise();
            await running;
            await Promise.all(draining.values());
            clearInterval(renew);
            timers.forEach(clearTimeout);
            await listener.stop();
        },
        async idle() {
            do {
                drained.lower();
                if (draining.size === 0 && !(await somethingWaits(pool, platforms)))
                    return;
                await drained.wait(50);
            } while (!context.stopping);
        },
        healthy: () => !context.stopping && performance.now() - lookedAt < longestLook + 2 * pollMs,
    };
}
async function somethingWaits(pool, platforms) {
    const text = `
    select exists (select from delivery join lane on lane.id = lane_id
      where state in ('pending', 'sending') and platform = any ($1::"Carrier"[])) as waits`;
    const { rows } = await pool.query({ name: 'outbox-waits', text, values: [platforms] });
    return rows[0]?.waits ?? false;
}
function pacesAsked(transports) {
    const asked = Object.entries(transports).flatMap(([platform, { pace }]) => (pace ? [[platform, pace]] : []));
    return Object.fromEntries(asked);
}
function workspacePacesOf(transports) {
    const asked = Object.entries(transports).flatMap(([platform, { workspaceLimits }]) => workspaceLimits ? [[platform, new WorkspacePace(workspaceLimits)]] : []);
    return Object.fromEntries(asked);
}
/** Counts what was sent before this process could count, e.g. by the one that it replaces. */
async function recall({ pool, transports, workspacePaces }) {
    const windows = Object.values(transports).flatMap(({ workspaceLimits = [] }) => workspaceLimits.map(({ withinMs }) => withinMs));
    if (windows.length === 0)
        return;
    const calls = await recentCalls(pool, Math.max(...windows));
    const now = performance.now();
    for (const { platform, workspaceId, act, ago } of calls)
        workspacePaces[platform]?.spend(workspaceId, act, now - ago);
}
function pacesOf(limits) {
    return Object.fromEntries(Object.entries(limits).map(([platform, limit]) => [platform, new Pace(limit)]));
}
function delay(ms) {
    return new Promise((resolve) => setTimeout(resolve, ms));
}
//# sourceMappingURL=worker.js.map
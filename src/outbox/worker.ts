// Delivers what is written down, on as many destinations at once as it is allowed, side by side with the workers of other processes.
import { waitingStates } from './delivery-states.ts';
import type { Pool } from 'pg';
import type { Card } from '../cards/elements.ts';
import type { Log } from '../server/log.ts';
import type { Transport, PaceLimit, TransportName } from '../ports.ts';
import type { Backoff } from './backoff.ts';
import { Signal } from './signal.ts';
import { claimDestinations, LeaseLost, releaseDestination, renewLeases, type Lease } from './lease.ts';
import { listenForWork } from './listen.ts';
import { Pace } from './pace.ts';
import { Pauses } from './pauses.ts';
import { recentCalls } from './recent-calls.ts';
import { drainDestination, type Observation, type WorkerContext } from './drain-destination.ts';
import { WorkspacePace } from './workspace-pace.ts';

/** What a worker works with, and its limits. */
export interface WorkerOptions {
  pool: Pool;
  /** destinations of a platform without a transport wait for a process that has one */
  transports: Partial<Record<TransportName, Transport>>;
  /** what a delivery looks like at this moment; null: there is nothing to show, and that settles it */
  view: (deliveryId: number) => Promise<{ card: Card } | null>;
  log: Log;
  /**
   * calls to one destination per time, so that the platform need not refuse; one that is not named: as fast as it answers. Absent: what each
   * platform asks, of destinations and of workspaces
   */
  pace?: Partial<Record<TransportName, PaceLimit>>;
  /** hears of every attempt */
  observe?: (what: Observation) => void;
  /** destinations at once */
  concurrency?: number;
  /** how long a destination stays with a process that died; all ms */
  leaseMs?: number;
  callTimeoutMs?: number;
  backoff?: Backoff;
  /** attempts of one delivery before it is a dead letter */
  attemptLimit?: number;
  /** how often to look for work without a notification; ms */
  pollMs?: number;
}

/** A running worker. */
export interface Worker {
  /** Finishes the calls in flight, begins none, gives every destination back. */
  stop(): Promise<void>;
  /** Until nothing waits: every delivery (of these platforms) is sent or dead, whichever process did it. For tests and the demo. */
  idle(): Promise<void>;
  /** It runs, and when it last looked for work (a moment ago) the database answered. */
  healthy(): boolean;
}

/** longer waits are found by looking */
const longestTimer = 600_000;
/** the share of time spent on looking in vain, e.g. past 10,000 destinations that rest (64 ms) */
const vainShare = 0.1;
/** a look that takes longer than the pool waits for a connection (10 s) hangs */
const longestLook = 15_000;

/**
 * 100 destinations: a destination holds no connection to the database while its platform takes its 100 to 200 ms, so ten of them would send 65 messages a
 * second, and these 600. Back-off: 0.5 s, 1 s, 2 s ... 5 min, each jittered down to 75 % on average: no delivery dies in an outage of 80 minutes.
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
 * In short: claim destinations that have something to send (lease.ts), drain each (drain-destination.ts), write every result under the fence
 * (record.ts).
 */
export function startWorker(options: WorkerOptions): Worker {
  const settings = { ...defaults, ...options };
  const { pool, transports, view, log, concurrency, leaseMs, pollMs } = settings;
  const platforms = Object.keys(transports) as TransportName[];
  const context: WorkerContext = {
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
  const draining = new Map<Lease, Promise<void>>();
  const work = new Signal();
  const drained = new Signal();
  const timers = new Set<NodeJS.Timeout>();
  let cursor = 0;
  let lookedAt = performance.now();

  const wakeIn = (ms: number): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work.raise();
    }, ms + 1);
    timers.add(timer);
  };

  const begin = (lease: Lease): void => {
    const drain = drainDestination(context, lease)
      .then((waitMs) => {
        if (waitMs !== null && waitMs < longestTimer) wakeIn(waitMs);
      })
      .catch(async (err: unknown) => {
        if (err instanceof LeaseLost)
          log.warn({ destinationId: lease.destinationId }, 'a destination was taken over, or its lease had nearly run out');
        else log.error({ destinationId: lease.destinationId, err }, 'a turn broke off: its destination rests for a moment');
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

  const claimAfter = async (after: number): Promise<number> => {
    const count = concurrency - draining.size;
    if (count <= 0) return 0;
    const leases = await claimDestinations(pool, { after, count, leaseMs, platforms });
    cursor = leases.length === count ? (leases.at(-1)?.destinationId ?? 0) : 0;
    leases.forEach(begin);
    return leases.length;
  };
  // round and round, so that the destinations with low ids cannot starve the others
  const claim = async (): Promise<number> => {
    const from = cursor;
    const claimed = await claimAfter(from);
    return from > 0 && cursor === 0 ? claimed + (await claimAfter(0)) : claimed;
  };

  let recalled = options.pace !== undefined;
  const run = async (): Promise<void> => {
    while (!context.stopping) {
      work.lower();
      const started = performance.now();
      try {
        if (!recalled) await recall(context);
        recalled = true;
        const claimed = await claim();
        lookedAt = performance.now();
        const lookedMs = lookedAt - started;
        await work.wait(pollMs);
        if (claimed === 0) await delay(Math.min(pollMs, lookedMs / vainShare - lookedMs));
      } catch (err) {
        lookedAt = -Infinity;
        log.error({ err }, 'cannot look for deliveries');
        await delay(pollMs);
      }
    }
  };

  const renew = setInterval(() => {
    if (draining.size === 0) return;
    renewLeases(pool, [...draining.keys()], leaseMs).catch((err: unknown) => log.error({ err }, 'cannot renew leases'));
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
        if (draining.size === 0 && !(await somethingWaits(pool, platforms))) return;
        await drained.wait(50);
      } while (!context.stopping);
    },
    healthy: () => !context.stopping && performance.now() - lookedAt < longestLook + 2 * pollMs,
  };
}

async function somethingWaits(pool: Pool, platforms: TransportName[]): Promise<boolean> {
  const text = `
    select exists (select from delivery join destination on destination.id = destination_id
      where state in ${waitingStates} and platform = any ($1::"TransportName"[])) as waits`;
  const { rows } = await pool.query<{ waits: boolean }>({ name: 'outbox-waits', text, values: [platforms] });
  return rows[0]?.waits ?? false;
}

function pacesAsked(transports: WorkerOptions['transports']): Partial<Record<TransportName, PaceLimit>> {
  const asked = Object.entries(transports).flatMap(([platform, { pace }]) => (pace ? [[platform, pace]] : []));
  return Object.fromEntries(asked) as Partial<Record<TransportName, PaceLimit>>;
}

function workspacePacesOf(transports: WorkerOptions['transports']): WorkerContext['workspacePaces'] {
  const asked = Object.entries(transports).flatMap(([platform, { workspaceLimits }]) =>
    workspaceLimits ? [[platform, new WorkspacePace(workspaceLimits)]] : [],
  );
  return Object.fromEntries(asked) as WorkerContext['workspacePaces'];
}

/** Counts what was sent before this process could count, e.g. by the one that it replaces. */
async function recall({ pool, transports, workspacePaces }: WorkerContext): Promise<void> {
  const windows = Object.values(transports).flatMap(({ workspaceLimits = [] }) =>
    workspaceLimits.map(({ withinMs }) => withinMs),
  );
  if (windows.length === 0) return;
  const calls = await recentCalls(pool, Math.max(...windows));
  const now = performance.now();
  for (const { platform, workspaceId, act, ago } of calls) workspacePaces[platform]?.spend(workspaceId, act, now - ago);
}

function pacesOf(limits: Partial<Record<TransportName, PaceLimit>>): WorkerContext['paces'] {
  return Object.fromEntries(Object.entries(limits).map(([platform, limit]) => [platform, new Pace(limit)]));
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

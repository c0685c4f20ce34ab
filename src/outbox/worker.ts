// The delivery worker: claims destinations that have something to send and drains many of them at once, next to the workers of other
// processes. A lease decides which process sends to a destination (lease.ts). Rate limits come from the transports.
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { inDatabaseScope, withDatabaseScope } from '../db/database-scope.ts';
import type { Card } from '../cards/elements.ts';
import type { Log } from '../server/log.ts';
import type { Transport, PaceLimit, TransportName } from '../ports.ts';
import type { Backoff } from './backoff.ts';
import { waitingStates } from './delivery-states.ts';
import { Signal } from './signal.ts';
import { claimDestinations, LeaseLost, releaseDestination, renewLeases, type Lease } from './lease.ts';
import { Heartbeat } from './heartbeat.ts';
import { listenForWork } from './listen.ts';
import { Pauses } from './pauses.ts';
import { RepeatedFailure } from './repeated-failure.ts';
import { drainDestination } from './drain-destination.ts';
import type { AttemptObservation, WorkerContext } from './worker-context.ts';
import { WorkspacePace } from './workspace-pace.ts';

/** What a worker needs, and its limits. */
export interface WorkerOptions {
  pool: Pool;
  /** destinations of a platform without a transport wait for a process that has one */
  transports: Partial<Record<TransportName, Transport>>;
  /** renders what a delivery shows at this moment; null if there is nothing to show, which counts as delivered */
  render: (deliveryId: number) => Promise<{ card: Card } | null>;
  log: Log;
  /** makes deliveries of what is to become some, before each look for work; returns whether there can be any. `fresh`: of all that was written before */
  prepare?: (fresh?: boolean) => Promise<boolean>;
  /**
   * replaces the limits of all transports, for destinations and workspaces: how fast one destination may be called, by platform. A platform
   * that is absent has no limit
   */
  pace?: Partial<Record<TransportName, PaceLimit>>;
  /** called after every attempt */
  observe?: (attempt: AttemptObservation) => void;
  /** how many destinations are drained at once */
  concurrency?: number;
  /** how long a destination stays with a process that cannot reach the database */
  leaseMs?: number;
  /** how often this process shows that it is alive; others take over its destinations after a few missed beats */
  heartbeatMs?: number;
  callTimeoutMs?: number;
  backoff?: Backoff;
  /** attempts of a delivery before it becomes a dead letter */
  attemptLimit?: number;
  /** how often to look for work without a notification */
  pollMs?: number;
}

/** A running worker. */
export interface Worker {
  /** Finishes the calls in flight, begins no others, and releases every destination. */
  stop(): Promise<void>;
  /**
   * Waits until every delivery of these platforms is sent or dead, or waits for the end of an outage, whichever process did it. For tests
   * and the demo.
   */
  idle(): Promise<void>;
  /** Returns whether the worker runs and has recently reached the database. */
  healthy(): boolean;
}

/** Longer waits get no timer, because polling notices their end. */
const maxTimerMs = 600_000;
/** The largest share of the time spent on polls that find nothing. A poll past 10,000 paused destinations takes 64 ms. */
const maxIdlePollShare = 0.1;
/** A poll that takes longer than this hangs, because the pool waits at most 10 s for a connection. */
const maxPollMs = 15_000;

/**
 * Concurrency: a destination holds no database connection during the 100 to 200 ms of a call, so 10 destinations would send 65 messages a
 * second, and 100 send 600. Backoff: 0.5 s, 1 s, 2 s … 5 min, with jitter 75% of that on average, so no delivery becomes a dead letter in an
 * outage of 80 minutes.
 */
const defaults = {
  concurrency: 100,
  leaseMs: 30_000,
  heartbeatMs: 1_000,
  callTimeoutMs: 15_000,
  backoff: { first: 500, cap: 300_000, inDoubt: 2_000 },
  attemptLimit: 32,
  pollMs: 1_000,
};

/**
 * Starts a worker. It claims destinations (lease.ts), drains each (drain-destination.ts) and records every result under the lease's fence
 * (record.ts). All times are the database's (`now()`), because processes share them, so tests change rows instead of a clock.
 */
export function startWorker(options: WorkerOptions): Worker {
  return inDatabaseScope(
    'worker',
    withDatabaseScope('worker', () => start(options)),
  );
}

function start(options: WorkerOptions): Worker {
  const settings = { ...defaults, ...options };
  const { pool, transports, render, log, concurrency, leaseMs, pollMs } = settings;
  const platforms = Object.keys(transports) as TransportName[];
  const paces = options.pace ?? paceLimitsOf(transports);
  const work = new Signal();
  const heartbeat = new Heartbeat(pool, settings.heartbeatMs, log, () => work.raise());
  const context: WorkerContext = {
    pool,
    transports,
    render,
    log,
    observe: options.observe ?? (() => undefined),
    pauses: new Pauses(),
    workspacePaces: options.pace ? {} : workspacePacesOf(pool, transports),
    backoff: settings.backoff,
    attemptLimit: settings.attemptLimit,
    callTimeoutMs: settings.callTimeoutMs,
    minLeaseMs: Math.min(settings.callTimeoutMs, leaseMs / 2), // a lease is renewed when two thirds of it are left
    isAlive: (now) => heartbeat.isFresh(now),
    stopping: false,
  };
  const draining = new Map<Lease, Promise<void>>();
  const drained = new Signal();
  const timers = new Set<NodeJS.Timeout>();
  let cursor = 0;
  let polledAt = performance.now();

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
        if (waitMs !== null && waitMs < maxTimerMs) wakeIn(waitMs);
      })
      .catch(async (err: unknown) => {
        if (err instanceof LeaseLost)
          log.warn({ destinationId: lease.destinationId }, 'destination was taken over, or its lease had nearly expired');
        else log.error({ destinationId: lease.destinationId, err }, 'draining a destination failed; it continues in a moment');
        // a send that was under way is in doubt and will be looked up; if the release fails as well, the lease expires
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
    const { processId } = heartbeat;
    const leases = await claimDestinations(pool, { after, count, leaseMs, platforms, paces, processId });
    cursor = leases.length === count ? (leases.at(-1)?.destinationId ?? 0) : 0;
    leases.forEach(begin);
    return leases.length;
  };
  // continues after the last id and then from the start, so that destinations with low ids cannot starve the others
  const claim = async (): Promise<number> => {
    const from = cursor;
    const claimed = await claimAfter(from);
    return from > 0 && cursor === 0 ? claimed + (await claimAfter(0)) : claimed;
  };

  const reading = new RepeatedFailure(log, 'error', { failed: 'cannot read deliveries', works: 'deliveries can be read again' });
  const run = async (): Promise<void> => {
    while (!context.stopping) {
      work.lower();
      const started = performance.now();
      try {
        await heartbeat.start();
        const claimed = (await options.prepare?.()) === false ? 0 : await claim();
        polledAt = performance.now();
        reading.works();
        const tookMs = polledAt - started;
        await work.wait(pollMs);
        if (claimed === 0) await delay(Math.min(pollMs, tookMs / maxIdlePollShare - tookMs));
      } catch (err) {
        polledAt = -Infinity;
        reading.failed(err);
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
      await heartbeat.stop();
    },
    async idle() {
      do {
        drained.lower();
        await options.prepare?.(true);
        if (draining.size === 0 && !(await isAnyWaiting(pool, platforms))) return;
        await drained.wait(50);
      } while (!context.stopping);
    },
    healthy: () => !context.stopping && performance.now() - polledAt < maxPollMs + 2 * pollMs,
  };
}

async function isAnyWaiting(pool: Pool, platforms: TransportName[]): Promise<boolean> {
  const text = `
    select exists (select from delivery join destination on destination.id = destination_id
      where state in ${waitingStates} and platform = any ($1::"TransportName"[])
        and (destination.outage_id is null or platform = 'mail')) as waits`; // mailboxes that refused a message are tried all the same
  const { rows } = await pool.query<{ waits: boolean }>({ name: 'outbox-waits', text, values: [platforms] });
  return rows[0]?.waits ?? false;
}

function paceLimitsOf(transports: WorkerOptions['transports']): Partial<Record<TransportName, PaceLimit>> {
  const limits = Object.entries(transports).flatMap(([platform, { pace }]) => (pace ? [[platform, pace]] : []));
  return Object.fromEntries(limits) as Partial<Record<TransportName, PaceLimit>>;
}

function workspacePacesOf(pool: Pool, transports: WorkerOptions['transports']): WorkerContext['workspacePaces'] {
  const paces = Object.entries(transports).flatMap(([platform, { workspaceLimits }]) =>
    workspaceLimits ? [[platform, new WorkspacePace(pool, platform as TransportName, workspaceLimits)]] : [],
  );
  return Object.fromEntries(paces) as WorkerContext['workspacePaces'];
}

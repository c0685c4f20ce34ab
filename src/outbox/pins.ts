// Pins every banner while its notice is open, and unpins it afterwards. Pins have their own queue, so messages never wait for a pin. Pinning
// is best effort: a pin that the platform refuses is not tried again, and the banner does not count as failed.
import type { Pool } from 'pg';
import { inDatabaseScope, withDatabaseScope } from '../db/database-scope.ts';
import { DeliveryError, type TransportName, type Transport, type Log } from '../ports.ts';
import { backoffMs } from './backoff.ts';
import { Signal } from './signal.ts';
import { anyDue, claimPins, recordPin, postponePinsOfWorkspace, postponePin, type Pin } from './record-pins.ts';
import { WorkspacePace } from './workspace-pace.ts';

/** What a pinner needs. */
export interface PinnerOptions {
  pool: Pool;
  transports: Partial<Record<TransportName, Transport>>;
  log: Log;
  /** how often to look for banners to pin or unpin */
  pollMs?: number;
  /** how long to wait after a failed call, in milliseconds */
  backoff?: { first: number; cap: number };
}

/** A running pinner. */
export interface Pinner {
  /** Finishes the calls in flight and begins no others. */
  stop(): Promise<void>;
  /** Waits until every banner is pinned or unpinned as it should be, unless the platform refused it. For tests. */
  idle(): Promise<void>;
}

const batchSize = 20;
const maxAttempts = 5;
/** How long to wait when a platform sets a limit and does not say how long. */
const defaultRetryAfterMs = 60_000;

/** Starts pinning and unpinning banners. Every process may run a pinner: a banner is claimed for as long as its call may take. */
export function startPinner(options: PinnerOptions): Pinner {
  return inDatabaseScope(
    'worker',
    withDatabaseScope('worker', () => start(options)),
  );
}

function start({ pool, transports, log, pollMs = 1_000, backoff = { first: 5_000, cap: 300_000 } }: PinnerOptions): Pinner {
  const platforms = Object.keys(transports) as TransportName[];
  const paces = new Map(
    platforms.map((platform) => [platform, new WorkspacePace(pool, platform, transports[platform]?.workspaceLimits ?? [])]),
  );
  const failures = new Map<number, number>();
  const logged = new Set<string>();
  const stopped = new Signal();
  const polled = new Signal();
  let stopping = false;
  let busy = false;

  const giveUp = async (pin: Pin, code: string): Promise<void> => {
    failures.delete(pin.id);
    await postponePin(pool, pin, Infinity);
    const about = { platform: pin.platform, workspaceId: pin.workspaceId, code };
    const key = Object.values(about).join(' ');
    if (!logged.has(key)) log.info(about, pin.pinned ? 'banner cannot be unpinned' : 'banner cannot be pinned');
    logged.add(key);
  };

  const fail = async (pin: Pin, error: unknown): Promise<void> => {
    const { kind, code, retryAfterMs } =
      error instanceof DeliveryError ? error : new DeliveryError('in-doubt', 'transport_failed');
    if (kind === 'limited') return postponePinsOfWorkspace(pool, pin, retryAfterMs ?? defaultRetryAfterMs);
    const failed = (failures.get(pin.id) ?? 0) + 1;
    if (kind === 'refused' || failed >= maxAttempts) return giveUp(pin, code);
    failures.set(pin.id, failed);
    await postponePin(pool, pin, backoffMs(backoff, failed - 1));
  };

  const set = async (pin: Pin): Promise<void> => {
    const transport = transports[pin.platform];
    const act = pin.pinned ? 'unpin' : 'pin';
    if (!transport?.[act]) return postponePin(pool, pin, Infinity);
    const waitMs = (await paces.get(pin.platform)?.spend(pin.workspaceId, act, pin.id)) ?? 0;
    if (waitMs > 0) return postponePin(pool, pin, waitMs);
    try {
      const { platform, workspaceId, channelId, threadRef } = pin;
      await transport[act]({ platform, workspaceId, channelId, messageId: threadRef });
    } catch (error) {
      return fail(pin, error);
    }
    failures.delete(pin.id);
    await recordPin(pool, pin);
  };

  const run = async (): Promise<void> => {
    while (!stopping) {
      let found = 0;
      busy = true;
      try {
        const pins = await claimPins(pool, platforms, batchSize);
        found = pins.length;
        await Promise.all(pins.map(set));
      } catch (err) {
        log.error({ err }, 'cannot pin banners');
      }
      busy = false;
      polled.raise();
      if (found < batchSize) await stopped.wait(pollMs);
    }
  };
  const running = run();

  return {
    async stop() {
      stopping = true;
      stopped.raise();
      await running;
    },
    async idle() {
      do {
        polled.lower();
        const due = await anyDue(pool, platforms);
        if (!due && !busy) return;
        await polled.wait(pollMs);
      } while (!stopping);
    },
  };
}

// Pins every banner while its notice is open, and unpins it afterwards. Pins have their own queue, so messages never wait for a pin. Pinning
// is best effort: a pin that the platform refuses is not tried again, and the banner does not count as failed.
import type { Pool } from 'pg';
import { DeliveryError, type TransportName, type Transport, type Log } from '../ports.ts';
import { backoffMs } from './backoff.ts';
import { Signal } from './signal.ts';
import { anyDue, claimPins, recordPin, restPins, waitWithPin, type Pin } from './record-pins.ts';
import { WorkspacePace } from './workspace-pace.ts';

/** What a pinner works with. */
export interface PinnerOptions {
  pool: Pool;
  transports: Partial<Record<TransportName, Transport>>;
  log: Log;
  /** how often to look, ms */
  pollMs?: number;
  /** of what failed, ms */
  backoff?: { first: number; cap: number };
}

/** A running pinner. */
export interface Pinner {
  /** Finishes the calls in flight and begins none. */
  stop(): Promise<void>;
  /** Until every banner is pinned as it should be, as far as the platform lets us. For tests. */
  idle(): Promise<void>;
}

const atOnce = 20;
const attempts = 5;
/** where a platform says "limited" and not for how long */
const retryAfterUnsaid = 60_000;

/** Every process may run one: a banner is claimed for as long as its call may take. */
export function startPinner({
  pool,
  transports,
  log,
  pollMs = 1_000,
  backoff = { first: 5_000, cap: 300_000 },
}: PinnerOptions): Pinner {
  const platforms = Object.keys(transports) as TransportName[];
  const paces = new Map(platforms.map((platform) => [platform, new WorkspacePace(transports[platform]?.workspaceLimits ?? [])]));
  const failures = new Map<number, number>();
  const told = new Set<string>();
  const stopped = new Signal();
  const looked = new Signal();
  let stopping = false;
  let busy = false;

  const giveUp = async (pin: Pin, code: string): Promise<void> => {
    failures.delete(pin.id);
    await waitWithPin(pool, pin, Infinity);
    const about = { platform: pin.platform, workspaceId: pin.workspaceId, code };
    const key = Object.values(about).join(' ');
    if (!told.has(key)) log.info(about, pin.pinned ? 'a banner stays pinned' : 'a banner stays without a pin');
    told.add(key);
  };

  const fail = async (pin: Pin, error: unknown): Promise<void> => {
    const { kind, code, retryAfterMs } = error instanceof DeliveryError ? error : new DeliveryError('doubt', 'transport_failed');
    if (kind === 'limited') return restPins(pool, pin, retryAfterMs ?? retryAfterUnsaid);
    const failed = (failures.get(pin.id) ?? 0) + 1;
    if (kind === 'refused' || failed >= attempts) return giveUp(pin, code);
    failures.set(pin.id, failed);
    await waitWithPin(pool, pin, backoffMs(backoff, failed - 1));
  };

  const set = async (pin: Pin): Promise<void> => {
    const transport = transports[pin.platform];
    const act = pin.pinned ? 'unpin' : 'pin';
    if (!transport?.[act]) return waitWithPin(pool, pin, Infinity);
    const pace = paces.get(pin.platform);
    const now = performance.now();
    const waitMs = pace?.waitMs(pin.workspaceId, act, pin.id, now) ?? 0;
    if (waitMs > 0) return waitWithPin(pool, pin, waitMs);
    pace?.spend(pin.workspaceId, act, now, pin.id);
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
        const pins = await claimPins(pool, platforms, atOnce);
        found = pins.length;
        await Promise.all(pins.map(set));
      } catch (err) {
        log.error({ err }, 'cannot pin banners');
      }
      busy = false;
      looked.raise();
      if (found < atOnce) await stopped.wait(pollMs);
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
        looked.lower();
        const due = await anyDue(pool, platforms);
        if (!due && !busy) return;
        await looked.wait(pollMs);
      } while (!stopping);
    },
  };
}

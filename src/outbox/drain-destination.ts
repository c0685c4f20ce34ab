// A lane's turn: its deliveries one after the other, until it is empty, has to rest, or others have waited long enough.
import type { Pool } from 'pg';
import type { Card } from '../cards/elements.ts';
import type { Log } from '../server/log.ts';
import type { Act, Courier, DeliveryError, Carrier, Target } from '../ports.ts';
import { backoffMs, type Backoff } from './backoff.ts';
import { AttemptFailed, deliver, type Purpose } from './attempt.ts';
import { LeaseLost, pauseWorkspace, releaseLane, type Lease } from './lease.ts';
import type { Pace } from './pace.ts';
import type { Pauses } from './pauses.ts';
import { hangsUnder, recordDead, recordDelivered, recordPostponed, takeOldest, type Taken } from './record.ts';
import type { WorkspacePace } from './workspace-pace.ts';

/** What became of one attempt, for the metrics. */
export interface Observation {
  platform: Carrier;
  outcome: 'delivered' | 'limited' | 'failed' | 'doubt' | 'dead';
  /** how long the attempt took */
  ms: number;
}

/** What every turn of a worker shares. */
export interface Office {
  pool: Pool;
  couriers: Partial<Record<Carrier, Courier>>;
  view: (deliveryId: number) => Promise<{ card: Card } | null>;
  log: Log;
  observe: (what: Observation) => void;
  pauses: Pauses;
  paces: Partial<Record<Carrier, Pace>>;
  workspacePaces: Partial<Record<Carrier, WorkspacePace>>;
  backoff: Backoff;
  attemptLimit: number;
  callTimeoutMs: number;
  /** no call begins with less of the lease left: it could still be under way when the next holder looks whether it arrived */
  leastLeaseMs: number;
  /** finish what is in flight and begin nothing */
  stopping: boolean;
}

/** Nobody may call this workspace or lane now. */
class Resting extends Error {
  constructor(readonly waitMs: number) {
    super(`rest for ${waitMs} ms`);
  }
}

/** A lane with a thousand deliveries must not keep its place while others wait. */
const longestTurn = 50;
/** A delivery that cannot be drawn is at fault itself (with the database gone nothing is counted): it blocks its lane for about a minute. */
const viewAttempts = 8;
/** where a platform says "limited" and not how long */
const retryAfterUnsaid = 1_000;

/**
 * Gives the lane back at the end, unless the database cannot be reached: then the lease runs out.
 * @returns ms until the lane has something to do again, as far as this turn knows; null: nothing
 */
export async function takeTurn(office: Office, lease: Lease): Promise<number | null> {
  for (let sent = 0; sent < longestTurn && !office.stopping; sent++) {
    const waitMs = restMs(office, lease, 'change');
    if (waitMs > 0) {
      await releaseLane(office.pool, lease, waitMs);
      return waitMs;
    }
    const taken = await takeOldest(office.pool, lease);
    if (!taken) {
      await releaseLane(office.pool, lease);
      return null;
    }
    const postponedMs = await attempt(office, lease, taken);
    if (postponedMs !== null) return postponedMs; // recorded together with the lane's release
  }
  await releaseLane(office.pool, lease);
  return 0;
}

/** @returns null: on to the next delivery; else the ms for which the lane was given back */
async function attempt(office: Office, lease: Lease, taken: Taken): Promise<number | null> {
  const courier = office.couriers[lease.platform];
  if (!courier) throw new Error(`No courier for ${lease.platform}`);
  const target: Target = { workspaceId: lease.workspaceId, channelId: lease.channelId };
  if (hangsUnder(taken.kind) && taken.threadRef !== null) target.threadRef = taken.threadRef;
  const started = performance.now();
  const act = actOf(taken);
  // nothing is drawn for one whose turn comes later, and no other lane waits with it
  const early = office.workspacePaces[lease.platform]?.waitMs(lease.workspaceId, act, lease.laneId, started) ?? 0;
  if (early > 0) return rest(office, lease, taken, early);
  const tell = (outcome: Observation['outcome']): void =>
    office.observe({ platform: lease.platform, outcome, ms: performance.now() - started });
  try {
    const { view, callTimeoutMs } = office;
    const mayCall = (purpose: Purpose): void => refuseCall(office, lease, purpose, act);
    const externalId = await deliver({ taken, target, courier, view, callTimeoutMs, mayCall });
    await recordDelivered(office.pool, lease, taken, externalId);
    tell('delivered');
    return null;
  } catch (error) {
    if (error instanceof Resting) return rest(office, lease, taken, error.waitMs);
    if (error instanceof AttemptFailed) return handleFailure(office, lease, taken, error, tell);
    throw error;
  }
}

/** @throws LeaseLost, Resting */
function refuseCall(office: Office, lease: Lease, purpose: Purpose, act: Act): void {
  const now = performance.now();
  if (now + office.leastLeaseMs >= lease.safeUntil) throw new LeaseLost(`lane ${lease.laneId}`);
  const { workspaceId, laneId } = lease;
  const pace = purpose === 'change' ? office.workspacePaces[lease.platform] : undefined;
  const waitMs = Math.max(office.pauses.waitMs(lease, purpose, now), pace?.waitMs(workspaceId, act, laneId, now) ?? 0);
  if (waitMs > 0) throw new Resting(waitMs);
  office.paces[lease.platform]?.spend(laneId, now);
  pace?.spend(workspaceId, act, now, laneId);
}

/** What it will most likely take. */
function actOf({ gone, externalId }: Taken): Act {
  return gone ? 'remove' : externalId === null ? 'send' : 'update';
}

function restMs({ pauses, paces }: Office, lease: Lease, purpose: Purpose): number {
  const now = performance.now();
  return Math.max(pauses.waitMs(lease, purpose, now), paces[lease.platform]?.waitMs(lease.laneId, now) ?? 0);
}

async function rest(office: Office, lease: Lease, taken: Taken, waitMs: number): Promise<number> {
  const asBefore = { code: null, externalId: taken.externalId, doubtful: taken.doubtSince !== null };
  await recordPostponed(office.pool, lease, taken, asBefore, { waitMs, counts: false });
  return waitMs;
}

async function handleFailure(
  office: Office,
  lease: Lease,
  taken: Taken,
  { why, failure, purpose }: AttemptFailed,
  tell: (outcome: Observation['outcome']) => void,
): Promise<number | null> {
  const about = {
    deliveryId: taken.id,
    laneId: lease.laneId,
    workspaceId: lease.workspaceId,
    code: why.code,
    attempt: taken.attempts,
  };
  if (why.kind === 'limited') {
    const waitMs = await obeyLimit(office, lease, purpose, why);
    await recordPostponed(office.pool, lease, taken, failure, { waitMs, counts: false });
    office.log.warn({ ...about, waitMs }, 'the platform asks to wait');
    tell('limited');
    return waitMs;
  }
  const limit = why.code === 'view_failed' ? Math.min(viewAttempts, office.attemptLimit) : office.attemptLimit;
  if (why.kind === 'refused' || taken.attempts >= limit) {
    await recordDead(office.pool, lease, taken, failure);
    office.log.error({ ...about, err: why.cause }, 'a delivery is a dead letter: see "casebridge deliveries"');
    tell('dead');
    return null;
  }
  const backoff = backoffMs(office.backoff, lease.attempts);
  const waitMs = failure.doubtful ? Math.max(office.backoff.doubt, backoff) : backoff;
  await recordPostponed(office.pool, lease, taken, failure, { waitMs, counts: true });
  office.log.warn({ ...about, waitMs, kind: why.kind, err: why.cause }, 'a delivery is tried again');
  tell(why.kind);
  return waitMs;
}

/** @returns ms for which the lane has to wait */
async function obeyLimit(office: Office, lease: Lease, purpose: Purpose, why: DeliveryError): Promise<number> {
  const retryAfterMs = why.retryAfterMs ?? retryAfterUnsaid;
  const now = performance.now();
  const news = office.pauses.extend(lease, purpose, retryAfterMs, now);
  if (news > 0 && purpose === 'change') await pauseWorkspace(office.pool, lease.platform, lease.workspaceId, news);
  return Math.max(retryAfterMs, office.pauses.waitMs(lease, purpose, now));
}

// Drains one destination: sends its deliveries one after the other, until it is empty, has to rest, or others have waited long enough.
import type { Pool } from 'pg';
import type { Card } from '../cards/elements.ts';
import type { Log } from '../server/log.ts';
import type { Act, Transport, DeliveryError, TransportName, Target } from '../ports.ts';
import { backoffMs, type Backoff } from './backoff.ts';
import { AttemptFailed, deliver, type Purpose } from './attempt.ts';
import { LeaseLost, pauseWorkspace, releaseDestination, type Lease } from './lease.ts';
import type { Pace } from './pace.ts';
import type { Pauses } from './pauses.ts';
import { hangsUnder, recordDead, recordDelivered, recordPostponed, claimOldest, type ClaimedDelivery } from './record.ts';
import type { WorkspacePace } from './workspace-pace.ts';

/** What became of one attempt, for the metrics. */
export interface Observation {
  platform: TransportName;
  outcome: 'delivered' | 'limited' | 'failed' | 'doubt' | 'dead';
  /** how long the attempt took */
  ms: number;
}

/** What all drains of a worker share. */
export interface WorkerContext {
  pool: Pool;
  transports: Partial<Record<TransportName, Transport>>;
  view: (deliveryId: number) => Promise<{ card: Card } | null>;
  log: Log;
  observe: (what: Observation) => void;
  pauses: Pauses;
  paces: Partial<Record<TransportName, Pace>>;
  workspacePaces: Partial<Record<TransportName, WorkspacePace>>;
  backoff: Backoff;
  attemptLimit: number;
  callTimeoutMs: number;
  /** no call begins with less of the lease left: it could still be under way when the next holder looks whether it arrived */
  leastLeaseMs: number;
  /** finish what is in flight and begin nothing */
  stopping: boolean;
}

/** Nobody may call this workspace or destination now. */
class Throttled extends Error {
  constructor(readonly waitMs: number) {
    super(`rest for ${waitMs} ms`);
  }
}

/** A destination with a thousand deliveries must not keep its place while others wait. */
const maxDeliveriesPerDrain = 50;
/** A delivery that cannot be drawn is at fault itself (with the database gone nothing is counted): it blocks its destination for about a minute. */
const viewAttempts = 8;
/** where a platform says "limited" and not how long */
const retryAfterUnsaid = 1_000;

/**
 * Sends the deliveries of a leased destination, then releases it. If the database cannot be reached, the lease expires instead.
 * @returns ms until the destination has something to send again, as far as this drain knows; null: nothing
 */
export async function drainDestination(context: WorkerContext, lease: Lease): Promise<number | null> {
  for (let sent = 0; sent < maxDeliveriesPerDrain && !context.stopping; sent++) {
    const waitMs = restMs(context, lease, 'change');
    if (waitMs > 0) {
      await releaseDestination(context.pool, lease, waitMs);
      return waitMs;
    }
    const claimed = await claimOldest(context.pool, lease);
    if (!claimed) {
      await releaseDestination(context.pool, lease);
      return null;
    }
    const postponedMs = await attempt(context, lease, claimed);
    if (postponedMs !== null) return postponedMs; // recorded together with the destination's release
  }
  await releaseDestination(context.pool, lease);
  return 0;
}

/** @returns null: on to the next delivery; else the ms for which the destination was given back */
async function attempt(context: WorkerContext, lease: Lease, claimed: ClaimedDelivery): Promise<number | null> {
  const transport = context.transports[lease.platform];
  if (!transport) throw new Error(`No courier for ${lease.platform}`);
  const { platform, workspaceId, channelId } = lease;
  const target: Target = { platform, workspaceId, channelId };
  if (hangsUnder(claimed.kind) && claimed.threadRef !== null) target.threadRef = claimed.threadRef;
  const started = performance.now();
  const act = actOf(claimed);
  // a delivery that has to wait is not rendered yet, and no other destination waits with it
  const early = context.workspacePaces[lease.platform]?.waitMs(lease.workspaceId, act, lease.destinationId, started) ?? 0;
  if (early > 0) return rest(context, lease, claimed, early);
  const tell = (outcome: Observation['outcome']): void =>
    context.observe({ platform: lease.platform, outcome, ms: performance.now() - started });
  try {
    const { view, callTimeoutMs } = context;
    const mayCall = (purpose: Purpose): void => refuseCall(context, lease, purpose, act);
    const messageId = await deliver({ claimed, target, transport, view, callTimeoutMs, mayCall });
    await recordDelivered(context.pool, lease, claimed, messageId);
    tell('delivered');
    return null;
  } catch (error) {
    if (error instanceof Throttled) return rest(context, lease, claimed, error.waitMs);
    if (error instanceof AttemptFailed) return handleFailure(context, lease, claimed, error, tell);
    throw error;
  }
}

/** @throws LeaseLost, Throttled */
function refuseCall(context: WorkerContext, lease: Lease, purpose: Purpose, act: Act): void {
  const now = performance.now();
  if (now + context.leastLeaseMs >= lease.safeUntil) throw new LeaseLost(`destination ${lease.destinationId}`);
  const { workspaceId, destinationId } = lease;
  const pace = purpose === 'change' ? context.workspacePaces[lease.platform] : undefined;
  const waitMs = Math.max(context.pauses.waitMs(lease, purpose, now), pace?.waitMs(workspaceId, act, destinationId, now) ?? 0);
  if (waitMs > 0) throw new Throttled(waitMs);
  context.paces[lease.platform]?.spend(destinationId, now);
  pace?.spend(workspaceId, act, now, destinationId);
}

/** What it will most likely take. */
function actOf({ withdrawn, messageId }: ClaimedDelivery): Act {
  return withdrawn ? 'remove' : messageId === null ? 'send' : 'update';
}

function restMs({ pauses, paces }: WorkerContext, lease: Lease, purpose: Purpose): number {
  const now = performance.now();
  return Math.max(pauses.waitMs(lease, purpose, now), paces[lease.platform]?.waitMs(lease.destinationId, now) ?? 0);
}

async function rest(context: WorkerContext, lease: Lease, claimed: ClaimedDelivery, waitMs: number): Promise<number> {
  const asBefore = { code: null, messageId: claimed.messageId, doubtful: claimed.doubtSince !== null };
  await recordPostponed(context.pool, lease, claimed, asBefore, { waitMs, counts: false });
  return waitMs;
}

async function handleFailure(
  context: WorkerContext,
  lease: Lease,
  claimed: ClaimedDelivery,
  { why, failure, purpose }: AttemptFailed,
  tell: (outcome: Observation['outcome']) => void,
): Promise<number | null> {
  const about = {
    deliveryId: claimed.id,
    destinationId: lease.destinationId,
    workspaceId: lease.workspaceId,
    code: why.code,
    attempt: claimed.attempts,
  };
  if (why.kind === 'limited') {
    const waitMs = await obeyLimit(context, lease, purpose, why);
    await recordPostponed(context.pool, lease, claimed, failure, { waitMs, counts: false });
    context.log.warn({ ...about, waitMs }, 'the platform asks to wait');
    tell('limited');
    return waitMs;
  }
  const limit = why.code === 'render_failed' ? Math.min(viewAttempts, context.attemptLimit) : context.attemptLimit;
  if (why.kind === 'refused' || claimed.attempts >= limit) {
    await recordDead(context.pool, lease, claimed, failure);
    context.log.error({ ...about, err: why.cause }, 'a delivery is a dead letter: see "casebridge deliveries"');
    tell('dead');
    return null;
  }
  const backoff = backoffMs(context.backoff, lease.attempts);
  const waitMs = failure.doubtful ? Math.max(context.backoff.doubt, backoff) : backoff;
  await recordPostponed(context.pool, lease, claimed, failure, { waitMs, counts: true });
  context.log.warn({ ...about, waitMs, kind: why.kind, err: why.cause }, 'a delivery is tried again');
  tell(why.kind);
  return waitMs;
}

/** @returns ms for which the destination has to wait */
async function obeyLimit(context: WorkerContext, lease: Lease, purpose: Purpose, why: DeliveryError): Promise<number> {
  const retryAfterMs = why.retryAfterMs ?? retryAfterUnsaid;
  const now = performance.now();
  const news = context.pauses.extend(lease, purpose, retryAfterMs, now);
  if (news > 0 && purpose === 'change') await pauseWorkspace(context.pool, lease.platform, lease.workspaceId, news);
  return Math.max(retryAfterMs, context.pauses.waitMs(lease, purpose, now));
}

// Drains one destination: sends its deliveries one after the other, until none is left, the platform must not be called for a while, or it
// is another destination's time.
import type { Act, DeliveryError, Target } from '../ports.ts';
import { DeliveryKind } from '../db/generated/enums.ts';
import { trace, type Span } from '../tracing.ts';
import { backoffMs } from './backoff.ts';
import { AttemptFailed, deliver, type Purpose } from './attempt.ts';
import { pauseWorkspace, releaseDestination, type Lease } from './lease.ts';
import {
  claimDelivery,
  claimOldest,
  isReply,
  recordDead,
  recordDelivered,
  recordDeliveredThenClaim,
  recordPostponed,
  type ClaimedDelivery,
} from './record.ts';
import { recordOutage, recordRecovery, recordRefusal, recordRetirement } from './record-outage.ts';
import { recordLost, recordThreadLost, reviveReplies, rootOutcome } from './repair-thread.ts';
import { recordReminderArrived } from './enqueue/reminder-arrived.ts';
import { spendCall, Throttled } from './spend-call.ts';
import type { AttemptObservation, WorkerContext } from './worker-context.ts';

/** After this many deliveries, a destination with a thousand of them lets other destinations go first. */
const maxDeliveriesPerDrain = 50;
/**
 * Attempts of a delivery that cannot be rendered. It blocks its destination for about a minute. The fault lies in the delivery, because
 * attempts are not counted while the database is down.
 */
const maxRenderAttempts = 8;
/** How long to wait when a platform sets a limit and does not say how long. */
const defaultRetryAfterMs = 1_000;
/** How long a delivery of a later version waits for a process that can render it. */
const unknownKindWaitMs = 5_000;

/**
 * Sends the deliveries of a leased destination, then releases it. If the database cannot be reached, the lease expires instead.
 * @returns in how many milliseconds the destination can be drained again; null if it has nothing left to send
 */
export async function drainDestination(context: WorkerContext, lease: Lease): Promise<number | null> {
  let claimed: ClaimedDelivery | null = null;
  for (let sent = 0; sent < maxDeliveriesPerDrain && (claimed || !context.stopping); sent++) {
    const waitMs = claimed ? 0 : waitMsOf(context, lease, 'change');
    if (waitMs > 0) {
      await releaseDestination(context.pool, lease, waitMs);
      return waitMs;
    }
    claimed ??= await claimOldest(context.pool, lease);
    if (!claimed) {
      await releaseDestination(context.pool, lease);
      return null;
    }
    const next: Next = await attempt(context, lease, claimed, sent + 1 < maxDeliveriesPerDrain);
    if (typeof next === 'number') return next; // recorded together with the destination's release
    claimed = next;
  }
  await releaseDestination(context.pool, lease);
  return 0;
}

/** After an attempt: for how many milliseconds the destination was released, or the delivery that was claimed next, or null to claim it. */
type Next = number | ClaimedDelivery | null;

/** Makes one attempt. @param mayClaim whether it may claim the next delivery */
function attempt(context: WorkerContext, lease: Lease, claimed: ClaimedDelivery, mayClaim: boolean): Promise<Next> {
  const attributes = { 'casebridge.platform': lease.platform, 'casebridge.delivery.kind': claimed.kind };
  return trace('deliver', { kind: 'consumer', attributes, parent: claimed.traceparent }, (span) =>
    makeAttempt(context, lease, claimed, { span, mayClaim }),
  );
}

async function makeAttempt(
  context: WorkerContext,
  lease: Lease,
  claimed: ClaimedDelivery,
  { span, mayClaim }: { span: Span; mayClaim: boolean },
): Promise<Next> {
  const transport = context.transports[lease.platform];
  if (!transport) throw new Error(`No transport for ${lease.platform}`);
  const { platform, workspaceId, channelId } = lease;
  const target: Target = { platform, workspaceId, channelId };
  if (isReply(claimed.kind) && claimed.threadRef !== null) target.threadRef = claimed.threadRef;
  const started = performance.now();
  const act = actOf(claimed);
  // during an upgrade, a newer process may enqueue what only it can render
  if (!Object.hasOwn(DeliveryKind, claimed.kind)) return postpone(context, lease, claimed, unknownKindWaitMs);
  // checked before the delivery is rendered, so that waiting costs nothing
  const waitMs = (await context.workspacePaces[platform]?.ask(workspaceId, act, lease.destinationId)) ?? 0;
  if (waitMs > 0) return postpone(context, lease, claimed, waitMs);
  const observe = (outcome: AttemptObservation['outcome']): void => {
    span.set({ 'casebridge.delivery.outcome': outcome });
    context.observe({ platform, outcome, durationMs: performance.now() - started });
  };
  try {
    const { render, callTimeoutMs } = context;
    const mayCall = (purpose: Purpose): Promise<void> => spendCall(context, lease, purpose, act);
    const { messageId, works } = await deliver({ claimed, target, transport, render, callTimeoutMs, mayCall });
    const isAllToRecord = !claimed.isReminder && lease.outageId === null;
    const mayGoOn = mayClaim && isAllToRecord && !context.stopping && waitMsOf(context, lease, 'change') === 0;
    const record = mayGoOn ? recordDeliveredThenClaim : recordDelivered;
    const next = (await record(context.pool, lease, claimed, messageId, works)) ?? null;
    if (works) await recordRecovery(context.pool, lease);
    if (claimed.isReminder && messageId !== null) await recordReminderArrived(context.pool, claimed.id);
    observe('delivered');
    return next;
  } catch (error) {
    if (error instanceof Throttled) return postpone(context, lease, claimed, error.waitMs);
    if (error instanceof AttemptFailed) return handleFailure(context, lease, claimed, error, observe);
    throw error;
  }
}

/** A platform that refuses every new thread gets no more than this many new cards for one reply. */
const maxNewThreads = 2;

/** Posts the card or banner of a reply again, whose thread does not exist. @returns like `attempt` */
async function repairThread(
  context: WorkerContext,
  lease: Lease,
  claimed: ClaimedDelivery,
  { error, failure }: AttemptFailed,
): Promise<number | null> {
  const { pool } = context;
  const rootId = await recordThreadLost(pool, lease, claimed, error.scope === 'thread');
  const root = rootId === null ? null : await claimDelivery(pool, lease, rootId);
  const postponedMs = root && (await attempt(context, lease, root, false));
  if (typeof postponedMs === 'number') return postponedMs;
  const outcome = rootId === null ? 'missing' : await rootOutcome(pool, rootId);
  if (outcome === 'arrived') {
    if (root?.kind === 'card') await reviveReplies(pool, lease, root);
    return null;
  }
  const reply = await claimDelivery(pool, lease, claimed.id);
  if (reply && outcome === 'nothing') await recordDelivered(pool, lease, reply, null);
  else if (reply) await recordDead(pool, lease, reply, failure);
  return null;
}

/** Returns the call that the delivery will most likely need. */
function actOf({ withdrawn, messageId }: ClaimedDelivery): Act {
  return withdrawn ? 'remove' : messageId === null ? 'send' : 'update';
}

function waitMsOf({ pauses }: WorkerContext, lease: Lease, purpose: Purpose): number {
  const now = performance.now();
  return Math.max(pauses.waitMs(lease, purpose, now), lease.pace?.waitMs(now) ?? 0);
}

/** Puts a delivery back without counting the attempt. */
async function postpone(context: WorkerContext, lease: Lease, claimed: ClaimedDelivery, waitMs: number): Promise<number> {
  const unchanged = { code: null, messageId: claimed.messageId, inDoubt: claimed.inDoubtSince !== null };
  await recordPostponed(context.pool, lease, claimed, unchanged, { waitMs, counts: false });
  return waitMs;
}

async function handleFailure(
  context: WorkerContext,
  lease: Lease,
  claimed: ClaimedDelivery,
  failed: AttemptFailed,
  observe: (outcome: AttemptObservation['outcome']) => void,
): Promise<number | null> {
  const { error, failure, purpose } = failed;
  const mail = context.transports.mail !== undefined;
  const about = {
    deliveryId: claimed.id,
    destinationId: lease.destinationId,
    workspaceId: lease.workspaceId,
    code: error.code,
    attempt: claimed.attempts,
  };
  if (error.kind === 'limited') {
    const waitMs = await obeyLimit(context, lease, purpose, error);
    await recordPostponed(context.pool, lease, claimed, failure, { waitMs, counts: false });
    context.log.warn({ ...about, waitMs }, 'platform rate limit reached');
    observe('limited');
    return waitMs;
  }
  if (error.scope === 'message') {
    // somebody deleted it: a card or banner is posted again, and other messages stay deleted
    const isRoot = claimed.kind === 'card' || claimed.kind === 'banner';
    if (isRoot && !claimed.withdrawn) await recordLost(context.pool, lease, claimed);
    else await recordDelivered(context.pool, lease, claimed, claimed.messageId);
    observe('delivered');
    return null;
  }
  const lacksThread = error.code === 'thread_missing' || (error.scope === 'thread' && claimed.attempts <= maxNewThreads);
  if (isReply(claimed.kind) && lacksThread) return repairThread(context, lease, claimed, failed);
  if (error.scope === 'destination' || error.scope === 'workspace') {
    const waitMs = backoffMs({ first: context.backoff.first, cap: context.backoff.cap * 3 }, lease.attempts);
    const recorded = await recordOutage(context.pool, lease, claimed, { error, failure, waitMs, mail });
    if (recorded === 'waiting') {
      const message = 'nothing can be delivered to this destination; it is tried again: see "casebridge doctor"';
      context.log.error({ ...about, waitMs }, message);
      observe('failed');
      return waitMs;
    }
    await recordRetirement(context.pool, lease);
  }
  const limit = error.code === 'render_failed' ? Math.min(maxRenderAttempts, context.attemptLimit) : context.attemptLimit;
  if (error.kind === 'refused' || claimed.attempts >= limit) {
    if (error.scope === 'recipient') await recordRefusal(context.pool, lease, claimed, { error, failure, mail });
    else await recordDead(context.pool, lease, claimed, failure);
    context.log.error({ ...about, err: error.cause }, 'delivery became a dead letter: see "casebridge deliveries"');
    observe('dead');
    return null;
  }
  const backoff = backoffMs(context.backoff, lease.attempts);
  const waitMs = failure.inDoubt ? Math.max(context.backoff.inDoubt, backoff) : backoff;
  await recordPostponed(context.pool, lease, claimed, failure, { waitMs, counts: true });
  context.log.warn({ ...about, waitMs, kind: error.kind, err: error.cause }, 'delivery will be tried again');
  observe(error.kind);
  return waitMs;
}

/** Pauses the workspace as the platform demands. @returns for how many milliseconds the destination must wait */
async function obeyLimit(context: WorkerContext, lease: Lease, purpose: Purpose, error: DeliveryError): Promise<number> {
  const retryAfterMs = error.retryAfterMs ?? defaultRetryAfterMs;
  if (context.transports[lease.platform]?.limitsEndEarly) {
    await pauseWorkspace(context.pool, lease, retryAfterMs, { underFence: true });
    return retryAfterMs;
  }
  const now = performance.now();
  const pauseMs = context.pauses.extend(lease, purpose, retryAfterMs, now);
  if (pauseMs > 0 && purpose === 'change') await pauseWorkspace(context.pool, lease, pauseMs);
  return Math.max(retryAfterMs, context.pauses.waitMs(lease, purpose, now));
}

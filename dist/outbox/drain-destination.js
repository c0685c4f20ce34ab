import { backoffMs } from "./backoff.js";
import { AttemptFailed, deliver } from "./attempt.js";
import { LeaseLost, pauseWorkspace, releaseDestination } from "./lease.js";
import { hangsUnder, recordDead, recordDelivered, recordPostponed, claimOldest } from "./record.js";
/** Nobody may call this workspace or lane now. */
class Throttled extends Error {
    waitMs;
    constructor(waitMs) {
        super(`rest for ${waitMs} ms`);
        this.waitMs = waitMs;
    }
}
/** A lane with a thousand deliveries must not keep its place while others wait. */
const maxDeliveriesPerDrain = 50;
/** A delivery that cannot be drawn is at fault itself (with the database gone nothing is counted): it blocks its lane for about a minute. */
const viewAttempts = 8;
/** where a platform says "limited" and not how long */
const retryAfterUnsaid = 1_000;
/**
 * Gives the lane back at the end, unless the database cannot be reached: then the lease runs out.
 * @returns ms until the lane has something to do again, as far as this turn knows; null: nothing
 */
export async function drainDestination(context, lease) {
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
        if (postponedMs !== null)
            return postponedMs; // recorded together with the lane's release
    }
    await releaseDestination(context.pool, lease);
    return 0;
}
/** @returns null: on to the next delivery; else the ms for which the lane was given back */
async function attempt(context, lease, claimed) {
    const transport = context.transports[lease.platform];
    if (!transport)
        throw new Error(`No courier for ${lease.platform}`);
    const target = { workspaceId: lease.workspaceId, channelId: lease.channelId };
    if (hangsUnder(claimed.kind) && claimed.threadRef !== null)
        target.threadRef = claimed.threadRef;
    const started = performance.now();
    const act = actOf(claimed);
    // nothing is drawn for one whose turn comes later, and no other lane waits with it
    const early = context.workspacePaces[lease.platform]?.waitMs(lease.workspaceId, act, lease.destinationId, started) ?? 0;
    if (early > 0)
        return rest(context, lease, claimed, early);
    const tell = (outcome) => context.observe({ platform: lease.platform, outcome, ms: performance.now() - started });
    try {
        const { view, callTimeoutMs } = context;
        const mayCall = (purpose) => refuseCall(context, lease, purpose, act);
        const externalId = await deliver({ claimed, target, transport, view, callTimeoutMs, mayCall });
        await recordDelivered(context.pool, lease, claimed, externalId);
        tell('delivered');
        return null;
    }
    catch (error) {
        if (error instanceof Throttled)
            return rest(context, lease, claimed, error.waitMs);
        if (error instanceof AttemptFailed)
            return handleFailure(context, lease, claimed, error, tell);
        throw error;
    }
}
/** @throws LeaseLost, Resting */
function refuseCall(context, lease, purpose, act) {
    const now = performance.now();
    if (now + context.leastLeaseMs >= lease.safeUntil)
        throw new LeaseLost(`lane ${lease.destinationId}`);
    const { workspaceId, destinationId } = lease;
    const pace = purpose === 'change' ? context.workspacePaces[lease.platform] : undefined;
    const waitMs = Math.max(context.pauses.waitMs(lease, purpose, now), pace?.waitMs(workspaceId, act, destinationId, now) ?? 0);
    if (waitMs > 0)
        throw new Throttled(waitMs);
    context.paces[lease.platform]?.spend(destinationId, now);
    pace?.spend(workspaceId, act, now, destinationId);
}
/** What it will most likely take. */
function actOf({ gone, externalId }) {
    return gone ? 'remove' : externalId === null ? 'send' : 'update';
}
function restMs({ pauses, paces }, lease, purpose) {
    const now = performance.now();
    return Math.max(pauses.waitMs(lease, purpose, now), paces[lease.platform]?.waitMs(lease.destinationId, now) ?? 0);
}
async function rest(context, lease, claimed, waitMs) {
    const asBefore = { code: null, externalId: claimed.externalId, doubtful: claimed.doubtSince !== null };
    await recordPostponed(context.pool, lease, claimed, asBefore, { waitMs, counts: false });
    return waitMs;
}
async function handleFailure(context, lease, claimed, { why, failure, purpose }, tell) {
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
    const limit = why.code === 'view_failed' ? Math.min(viewAttempts, context.attemptLimit) : context.attemptLimit;
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
/** @returns ms for which the lane has to wait */
async function obeyLimit(context, lease, purpose, why) {
    const retryAfterMs = why.retryAfterMs ?? retryAfterUnsaid;
    const now = performance.now();
    const news = context.pauses.extend(lease, purpose, retryAfterMs, now);
    if (news > 0 && purpose === 'change')
        await pauseWorkspace(context.pool, lease.platform, lease.workspaceId, news);
    return Math.max(retryAfterMs, context.pauses.waitMs(lease, purpose, now));
}
//# sourceMappingURL=drain-destination.js.map
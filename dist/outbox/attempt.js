import { DeliveryError } from "../ports.js";
import { withTimeout } from "../with-timeout.js";
/** A failed attempt, and what is known of the message all the same. */
export class AttemptFailed extends Error {
    why;
    failure;
    purpose;
    name = 'AttemptFailed';
    constructor(why, failure, purpose) {
        super(why.message, { cause: why });
        this.why = why;
        this.failure = failure;
        this.purpose = purpose;
    }
}
/**
 * @returns the message that stands there; null where nothing had to be sent
 * @throws AttemptFailed, and what `mayCall` throws
 */
export async function deliver(attempt) {
    const { claimed } = attempt;
    const known = { externalId: claimed.externalId, doubtful: claimed.doubtSince !== null, purpose: 'change' };
    try {
        return await deliverKnowing(attempt, known);
    }
    catch (error) {
        if (!(error instanceof DeliveryError))
            throw error;
        const { externalId, doubtful, purpose } = known;
        throw new AttemptFailed(error, { code: error.code, externalId, doubtful }, purpose);
    }
}
async function deliverKnowing(attempt, known) {
    const { claimed, target, transport } = attempt;
    if (claimed.doubtSince)
        await lookFor(attempt, claimed.doubtSince, known);
    const { externalId } = known;
    if (claimed.gone) {
        if (externalId !== null)
            await call(attempt, () => transport.remove(target, externalId));
        return externalId;
    }
    // its banner could not be placed: that is the dead letter, a reply to nothing is none
    if (claimed.kind === 'broadcast' && claimed.threadRef === null && externalId === null)
        return null;
    refuseWhatMustNotGo(claimed, externalId);
    // version 1 is what was sent first: found again, it needs no update
    if (externalId !== null && claimed.version === 1)
        return externalId;
    const shown = await viewed(attempt);
    if (shown === null)
        return externalId;
    if (externalId !== null) {
        await call(attempt, () => transport.update(target, externalId, shown.card));
        return externalId;
    }
    return send(attempt, shown.card, known);
}
/** Where the platform cannot be asked (`unknown`) the message is sent again: one that stands there twice is better than one lost. */
async function lookFor(attempt, since, known) {
    known.purpose = 'look-up';
    const found = await call(attempt, () => attempt.transport.find(attempt.target, attempt.claimed.id, since), 'look-up');
    known.purpose = 'change';
    if (found === 'unknown')
        return;
    known.externalId = found === 'absent' ? null : found.externalId;
    known.doubtful = false;
}
async function send(attempt, card, known) {
    const before = known.doubtful;
    try {
        return await call(attempt, () => {
            known.doubtful = true;
            return attempt.transport.send(attempt.target, card, attempt.claimed.id);
        });
    }
    catch (error) {
        if (error instanceof DeliveryError && error.kind !== 'doubt')
            known.doubtful = before;
        throw error;
    }
}
/**
 * The last line of defence, behind the statements that enqueue.
 * @throws DeliveryError note_leak, thread_missing
 */
function refuseWhatMustNotGo(claimed, externalId) {
    if (claimed.isNote && claimed.side === 'contact')
        throw new DeliveryError('refused', 'note_leak');
    if (claimed.kind === 'post' && claimed.threadRef === null && externalId === null)
        throw new DeliveryError('refused', 'thread_missing');
}
async function viewed({ view, claimed }) {
    try {
        return await view(claimed.id);
    }
    catch (error) {
        throw new DeliveryError('failed', 'view_failed', undefined, { cause: error });
    }
}
/** A courier that breaks its promise (another error, no answer at all) leaves doubt. */
async function call(attempt, run, purpose = 'change') {
    attempt.mayCall(purpose);
    try {
        return await withTimeout(attempt.callTimeoutMs, run, () => {
            throw new DeliveryError('doubt', 'no_answer');
        });
    }
    catch (error) {
        if (error instanceof DeliveryError)
            throw error;
        throw new DeliveryError('doubt', 'courier_failed', undefined, { cause: error });
    }
}
//# sourceMappingURL=attempt.js.map
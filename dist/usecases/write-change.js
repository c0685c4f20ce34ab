// What every change of a case writes, in the transaction that holds its row: the case, the post, the history, the clocks, the deliveries.
import { enqueuePost, ensureDestination, placeMail, refreshCards, refreshPost } from "../outbox/enqueue/index.js";
import { CaseError } from "../domain/case-error.js";
import { lastAction } from "../domain/last-action.js";
import { isOpen } from "../domain/status.js";
import { transition } from "../domain/transition.js";
import { updateFollowUp } from "./update-follow-up.js";
import { updateSla } from "./update-sla.js";
/** @param actor null: the clock */
export async function writeChange(services, tx, actor, before, cause, change) {
    const at = services.clock.now();
    const moved = change.action ? await move(services, tx, before, change.action, at) : null;
    const status = moved?.status ?? before.status;
    const post = change.post ? await writePost(services, tx, actor, before, cause, change.post, at) : null;
    const isNote = change.post?.kind === 'note';
    const leavesQuestion = before.pendingPostId !== null && (status !== before.status || change.post?.asks === true);
    const answered = answeredAfter(before, status, actor, change);
    const happened = { before, status, change, actor, answered, at };
    await tx.case.update({
        where: { id: before.id },
        data: {
            ...(moved ? { ...moved, ...leftBehind(moved) } : {}),
            ...(leavesQuestion ? { pendingPostId: null } : {}),
            ...(post && change.post?.asks ? { pendingPostId: post.id } : {}),
            // whoever closed it has verified
            ...(isOpen(status) && isOpen(before.status) ? {} : { incidentVerify: false }),
            answered,
            ...(await updateSla(services, tx, happened)),
            ...change.patch,
            // a note is no business of the contact's: it leaves no trace on what they see
            ...(isNote ? {} : { updatedAt: at }),
        },
    });
    await updateFollowUp(services, tx, happened);
    await writeHistory(tx, actor, before, change, moved?.status, at);
    if (post && !isNote && services.mail)
        await placeMail(tx, [before.id]);
    if (post)
        await enqueuePost(tx, { id: post.id }, { exceptDestinationId: post.originDestinationId ?? undefined });
    if (change.note) {
        // typed into no conversation: what was typed is the post
        const note = await writePost(services, tx, actor, before, { ...cause, origin: undefined }, { kind: 'note', ...change.note }, at);
        await enqueuePost(tx, { id: note.id });
    }
    if (leavesQuestion && before.pendingPostId !== null)
        await refreshPost(tx, before.pendingPostId);
    if (!isNote)
        await refreshCards(tx, before.id);
}
/** What belongs to a status the case is in no more, and to which no answer leads back. */
function leftBehind({ status, askedFrom }) {
    const isIn = (one) => status === one || askedFrom === one;
    return {
        ...(isIn('AssistRequest') ? {} : { team: null }),
        ...(isIn('Scheduled') ? {} : { scheduledFor: null, scheduledWhat: null, scheduledAt: null }),
    };
}
/** A contact's words stand unanswered until an advisor writes to the contact; taking or passing on a case says nothing. */
function answeredAfter(before, status, actor, { post }) {
    if (!isOpen(status))
        return false;
    if (!post || !actor || post.kind === 'note')
        return before.answered;
    if (actor.kind === 'contact')
        return true;
    return post.kind === 'public' || post.asks ? false : before.answered;
}
async function move(services, tx, before, action, now) {
    const former = before.advisorId === null ? null : await tx.person.findUnique({ where: { id: before.advisorId } });
    try {
        return transition(action, before, {
            now,
            reopenWithin: services.settings.reopenWithin,
            // who is a contact by now has it no more
            formerAdvisorActive: former?.active === true && former.kind === 'advisor',
        });
    }
    catch (error) {
        if (!(error instanceof CaseError))
            throw error;
        // the card that was pressed may be older than what somebody else did
        const newest = await tx.historyEntry.findFirst({ where: { caseId: before.id }, orderBy: { id: 'desc' } });
        throw new CaseError(error.code, error.message + lastAction(newest), error.next);
    }
}
async function writePost(services, tx, actor, before, { platform, origin }, post, at) {
    return tx.post.create({
        data: {
            caseId: before.id,
            kind: post.kind,
            action: post.action,
            authorId: actor?.id,
            // what the clock says, the support organisation says
            authorName: actor?.name ?? services.settings.brand,
            authorSide: actor?.kind,
            platform,
            body: post.body,
            createdAt: at,
            originDestinationId: origin ? await ensureDestination(tx, origin) : null,
            originRef: origin?.messageId,
        },
    });
}
/** Who the history names where nobody did it. */
export const clockName = 'Casebridge';
async function writeHistory(tx, actor, before, change, status, at) {
    const entry = change.action ? { action: change.action, from: before.status, to: status } : change.history;
    if (!entry)
        return;
    const by = { actorId: actor?.id, actorName: actor?.name ?? clockName };
    await tx.historyEntry.create({ data: { caseId: before.id, at, ...by, why: change.why, ...entry } });
}
//# sourceMappingURL=write-change.js.map
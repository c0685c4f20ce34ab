import { planFollowUp } from "../domain/follow-up.js";
import { waitsOn } from "../domain/status.js";
import { refreshPost } from "../outbox/enqueue/index.js";
import { calendarOf } from "./account-calendar.js";
/**
 * Runs while the case waits on its contact and they have not answered: from a question or a resolution on, or from the advisor's next
 * post after an answer on a resolution. The release of a fix starts its clock itself (`startFollowUp`).
 */
export async function updateFollowUp(services, tx, happened) {
    const { before, change, answered, at } = happened;
    if (!runs(happened)) {
        if (waitsOn(before.status) === 'contact')
            await stopFollowUp(tx, before.id);
        return;
    }
    const anew = change.action === 'ask' || change.action === 'resolve' || (before.answered && !answered);
    if (anew)
        await startFollowUp(services, tx, before.id, at);
}
function runs({ before, status, change, answered }) {
    // a contact's post on a question moves the case on; only what they say otherwise leaves it there
    if (status === 'PendingCustomerInput')
        return true;
    if (status === 'PendingCustomerVerification')
        return !answered;
    const { releaseToldAt = before.releaseToldAt } = change.patch ?? {};
    return status === 'AvailableInRelease' && releaseToldAt !== null && !answered;
}
/**
 * Starts the clock of a case, whether it ran or not: this moment is day 0, no attempt was made. Call it with the case row locked.
 * @param at day 0
 */
export async function startFollowUp(services, tx, caseId, at) {
    await stopFollowUp(tx, caseId);
    const { account } = await tx.case.findUniqueOrThrow({ where: { id: caseId }, select: { account: true } });
    const plan = planOf(services, account, at);
    if (!plan)
        return;
    await tx.followUp.create({ data: { caseId, startedAt: at, plan, dueAt: plan[0] ?? at } });
}
/** @returns null for an account that never works: nobody is reminded, and what is said to them is said all the same */
function planOf(services, account, at) {
    try {
        return planFollowUp(calendarOf(services, account), at, services.settings.followUp);
    }
    catch (error) {
        if (error instanceof RangeError)
            return null;
        throw error;
    }
}
/** Its last reminder stays, without buttons. */
async function stopFollowUp(tx, caseId) {
    const [ended] = await tx.$queryRaw `
    delete from follow_up where case_id = ${caseId} returning reminder_post_id as reminder`;
    if (ended && ended.reminder !== null)
        await refreshPost(tx, ended.reminder);
}
//# sourceMappingURL=update-follow-up.js.map
import { attemptsOf, stepsAhead } from "../domain/follow-up.js";
import { storedContactChange } from "../domain/contact-change.js";
import { readTriage } from "../domain/triage.js";
import { reopenUntil } from "../domain/transition.js";
import { defectFacts, withRelease } from "./defect-facts.js";
import { slaFacts } from "./sla-facts.js";
import { calendarOf } from "./account-calendar.js";
/** What a case is read with, so that `caseFacts` can tell it. */
export const withCaseFacts = {
    account: { select: { id: true, name: true, timezone: true, holidays: true, closed: true } },
    followUp: true,
    contact: { select: { id: true, name: true } },
    advisor: { select: { id: true, name: true } },
    previousCase: { select: { number: true } },
    defect: { include: withRelease },
    incident: { select: { id: true, title: true, state: true } },
    deliveries: {
        where: { state: 'dead' },
        select: {
            errorCode: true,
            destination: { select: { platform: true } },
            conversation: { select: { side: true, team: true, person: { select: { name: true } } } },
        },
        take: 20,
    },
};
export function caseFacts(services, row) {
    const { deliveries, previousCase, defect, dueDate, scheduledFor, ...rest } = row;
    return {
        ...rest,
        followUp: row.followUp && followUpFacts(services, row.account, row.followUp),
        dueDate: isoDate(dueDate),
        scheduledFor: isoDate(scheduledFor),
        reopenUntil: row.closedAt && reopenUntil(row.closedAt, services.settings.reopenWithin),
        defect: defect && defectFacts(defect),
        sla: slaFacts(services, row.account, row),
        triage: readTriage(row.triage),
        contactChange: storedContactChange(row.contactChange),
        previousNumber: previousCase?.number ?? null,
        undelivered: deliveries.map((dead) => ({ where: placeOf(dead), code: dead.errorCode ?? 'unknown' })),
    };
}
/** What contacts may read of it. */
export function forContacts(facts) {
    return { ...facts, undelivered: [], sla: [], triage: null };
}
function followUpFacts(services, account, row) {
    const { plan, attempts, dueAt, unreachable, reminderPostId } = row;
    const steps = stepsOf(calendarOf(services, account), row);
    const closesAt = steps.at(-1) ?? dueAt;
    return { attempts, of: attemptsOf(plan), remindsAt: steps.slice(0, -1), closesAt, unreachable, reminderPostId };
}
/** An account without any business day, closed for good, is shown what was planned. */
function stepsOf(calendar, { plan, attempts, dueAt }) {
    try {
        return stepsAhead(calendar, plan, attempts, dueAt);
    }
    catch (error) {
        if (error instanceof RangeError)
            return plan.slice(attempts);
        throw error;
    }
}
export function postFacts(row) {
    return { ...row, body: row.deletedAt ? '' : row.body };
}
function placeOf({ destination, conversation }) {
    if (conversation?.person && destination.platform === 'mail')
        return `${conversation.person.name}'s mail`;
    if (conversation?.person)
        return `${conversation.person.name}'s direct conversation`;
    if (conversation?.team)
        return `the channel of ${conversation.team}`;
    return conversation?.side === 'contact' ? "the contact's channel" : 'the queue channel';
}
function isoDate(date) {
    return date?.toISOString().slice(0, 10) ?? null;
}
//# sourceMappingURL=read-case-facts.js.map
// The SLA's tick: whoever must act is told when 80 % of a goal's time is over, and when all of it is (process.md, SLA). Once each.
import { DateTime } from 'luxon';
import { formatCaseNumber } from "../../domain/case-number.js";
import { formatDuration } from "../../domain/duration.js";
import { alerted, alertsDue, dueOf } from "../../domain/sla.js";
import { goalLabel } from "../../domain/sla-text.js";
import { readSla } from "../../domain/sla-state.js";
import { enqueueCard } from "../../outbox/enqueue/index.js";
import { calendarOf } from "../account-calendar.js";
import { changeCaseByClock } from "../change-case.js";
import { Failures } from "../failures.js";
import { slaColumns } from "../sla-columns.js";
/** Cases looked at with one query. */
const batch = 200;
/** What the alerts' posts and history entries are called. */
const actionOf = { 80: 'sla-warning', 100: 'sla-breach' };
/**
 * Writes an internal note for each goal that is due, or soon is; who must act is mentioned where it is read (`load-delivery`).
 * @returns how many were written
 * @throws AggregateError after all others were looked at: some cases could not be
 */
export async function warnSla(services) {
    const now = services.clock.now();
    const told = { warned: 0, breached: 0 };
    const failures = new Failures();
    for (let last = 0;;) {
        // what another process holds, it is telling of right now
        const ids = await services.db.prisma.$queryRaw `
      select id from "case" where sla_alert_at <= ${now} and id > ${last} order by id limit ${batch} for no key update skip locked`;
        const found = { id: { in: ids.map(({ id }) => id) } };
        const cases = await services.db.prisma.case.findMany({ where: found, include: { account: true }, orderBy: { id: 'asc' } });
        for (const one of cases) {
            const alerts = await failures.past(() => tellOf(services, one, now));
            for (const { percent } of alerts ?? [])
                told[percent === 80 ? 'warned' : 'breached'] += 1;
        }
        const end = ids.at(-1);
        if (!end || ids.length < batch)
            break;
        last = end.id;
    }
    failures.raise('cases whose SLA could not be told of');
    return told;
}
/** @returns what was told */
async function tellOf(services, found, now) {
    const sla = readSla(found.sla);
    if (!sla)
        return [];
    const due = alertsDue(sla, calendarOf(services, found.account), now);
    if (due.length === 0)
        await lookLater(services, found, sla);
    const told = [];
    for (const alert of due) {
        let written = false;
        await changeCaseByClock(services, found.number, receiptOf(found, sla, alert), async (locked, tx) => {
            const change = await changeFor(services, tx, { ...locked, account: found.account }, alert, now);
            written = change !== null;
            return change;
        });
        if (written)
            told.push(alert);
    }
    return told;
}
/** Names the state of the clocks, too: where a change comes in between, what is due after it is another effect. */
function receiptOf({ number }, { countedTo }, { goal, percent }) {
    return `sla:${number}:${goal}:${percent}:${countedTo.toISOString()}`;
}
async function changeFor(services, tx, locked, alert, now) {
    const calendar = calendarOf(services, locked.account);
    const sla = readSla(locked.sla);
    const still = sla && alertsDue(sla, calendar, now).some(({ goal, percent }) => goal === alert.goal && percent === alert.percent);
    if (!still)
        return null;
    if (alert.percent === 100)
        await drawAdvisorsCards(tx, locked.id);
    const due = dueOf(sla, alert.goal, calendar);
    const { target } = sla[alert.goal];
    const why = [target && `target ${formatDuration(target)}`, due && `due ${dateWords(due, calendar.timezone)}`]
        .filter(Boolean)
        .join(', ');
    return {
        patch: slaColumns(alerted(sla, alert), calendar),
        post: { kind: 'note', action: actionOf[alert.percent], body: wordsOf(alert, formatCaseNumber(locked.number), why) },
        history: { action: actionOf[alert.percent], to: goalLabel(alert.goal) },
        why,
    };
}
function wordsOf({ goal, percent }, number, why) {
    const label = goalLabel(goal);
    return percent === 100
        ? `**SLA breached.** ${label} of ${number} is overdue (${why}).`
        : `**SLA warning.** 80 % of the time for the ${label.toLowerCase()} of ${number} is over (${why}).`;
}
/** In the account's zone: a post reads the same for everybody. */
function dateWords(at, timezone) {
    return DateTime.fromJSDate(at, { zone: timezone }).setLocale('en-US').toFormat('LLL d, yyyy, HH:mm z');
}
/** They say that it is breached. A contact's card shows nothing of it and stays as it is. */
async function drawAdvisorsCards(tx, caseId) {
    const conversations = await tx.conversation.findMany({ where: { caseId, side: 'advisor' }, orderBy: { id: 'asc' } });
    for (const conversation of conversations)
        await enqueueCard(tx, conversation);
}
/** The account's days have changed since (a holiday was added): it is due later than was thought. */
async function lookLater(services, { id, sla: stored, slaAlertAt, account }, sla) {
    const { slaDueAt, slaAlertAt: next } = slaColumns(sla, calendarOf(services, account));
    if (stored === null || next?.getTime() === slaAlertAt?.getTime())
        return;
    await services.db.prisma.case.updateMany({ where: { id, slaAlertAt }, data: { slaDueAt, slaAlertAt: next } });
}
//# sourceMappingURL=warn-sla.js.map
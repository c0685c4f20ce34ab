// The follow-up clock's tick: makes the attempts and closings that are due (process.md, Follow-up).
import { DateTime } from 'luxon';
import { closeUnanswered, holdBack, lockDue, nextDue, postpone, remind, sendAgain, somethingIsDue, } from "../../outbox/enqueue/follow-up-sweep.js";
import { arrivedBefore, attemptWaitsUntil, closingWaitsUntil, dueAfterAttempt, earliestAfter } from "../../domain/follow-up.js";
import { reopenUntil } from "../../domain/transition.js";
import { placeDirect, placeMail } from "../../outbox/enqueue/index.js";
import { calendarOf } from "../account-calendar.js";
import { Failures } from "../failures.js";
import { clockName } from "../write-change.js";
/** Cases in one transaction: enough to make statements cheap, few enough that nobody waits long for a case. */
const batch = 5_000;
/** transactions at once */
const lines = 2;
/** with one of them, on a busy machine; ms */
const patience = { timeout: 120_000, maxWait: 120_000 };
/** what was sent later than this was sent before the clock was set back; ms */
const ahead = 3_600_000;
/** ms */
const day = 86_400_000;
/**
 * Makes every attempt and closing that is due, each exactly once, whatever else sweeps at the same time. What is due outside an account's
 * business hours waits for them.
 * @throws AggregateError at the end, when batches failed; the others are done
 */
export async function sweepFollowUps(services) {
    const now = services.clock.now();
    const swept = { reminded: 0, closed: 0, held: 0 };
    if (!(await somethingIsDue(services.db.pool, now)))
        return swept;
    const moments = new Map();
    const pages = pagesOfDue(services, now);
    const failures = new Failures();
    const line = async () => {
        for await (const ids of pages) {
            const page = () => services.db.prisma.$transaction((tx) => sweepPage(services, tx, ids, now, moments), patience);
            const plan = await failures.past(page);
            swept.reminded += plan?.remind.length ?? 0;
            swept.closed += plan?.close.length ?? 0;
            swept.held += plan?.hold.length ?? 0;
        }
    };
    await Promise.all(Array.from({ length: lines }, line));
    failures.raise('batches of follow-ups failed');
    return swept;
}
/** Several may read from it at once: each page goes to one of them. */
async function* pagesOfDue(services, now) {
    let after = 0;
    for (;;) {
        const ids = await nextDue(services.db.pool, now, after, batch);
        if (ids.length > 0)
            yield ids;
        if (ids.length < batch)
            return;
        after = ids.at(-1) ?? after;
    }
}
async function sweepPage(services, tx, page, now, moments) {
    const cases = await lockDue(tx, page, now);
    await learnMoments(services, tx, cases, now, moments);
    const plan = decide(cases, now, moments);
    const voice = { now, brand: services.settings.brand, clockName };
    const told = [...plan.remind, ...plan.close, ...plan.hold].map(({ id }) => id);
    if (services.mail && told.length > 0)
        await placeMail(tx, told);
    if (plan.wait.length > 0)
        await postpone(tx, plan.wait);
    if (plan.hold.length > 0)
        await tryAgain(tx, await holdBack(tx, plan.hold));
    if (plan.remind.length > 0)
        await remind(tx, plan.remind, voice);
    if (plan.close.length > 0) {
        const farewells = new Map([...moments].map(([account, { farewell }]) => [account, farewell]));
        await closeUnanswered(tx, plan.close.map(({ id }) => id), farewells, voice);
    }
    return plan;
}
/** The contact may be somewhere where the case does not stand yet. */
async function tryAgain(tx, unreachable) {
    if (unreachable.length === 0)
        return;
    for (const id of unreachable)
        await placeDirect(tx, id);
    await sendAgain(tx, unreachable);
}
function decide(cases, now, moments) {
    const plan = { remind: [], close: [], hold: [], wait: [] };
    for (const { id, accountId, attempts, isLast, arrivedAt, plannedNext, nextIsLast } of cases) {
        const at = moments.get(accountId);
        if (!at)
            throw new Error(`the calendar of account ${accountId} was not read`);
        const step = isLast ? 'closing' : 'attempt';
        const until = at.waitsUntil[step];
        const arrived = arrivedAt !== null && (arrivedAt < at.arrivedBefore[step] || arrivedAt.getTime() > now.getTime() + ahead);
        if (until)
            plan.wait.push({ id, dueAt: until });
        else if (attempts > 0 && !arrived)
            plan.hold.push({ id, dueAt: at.earliest[step] });
        else if (isLast)
            plan.close.push({ id });
        else
            plan.remind.push({ id, dueAt: dueAfterAttempt(plannedNext, nextIsLast, at.earliest) });
    }
    return plan;
}
async function learnMoments(services, tx, cases, now, known) {
    const unknown = new Set(cases.map(({ accountId }) => accountId).filter((id) => !known.has(id)));
    if (unknown.size === 0)
        return;
    for (const account of await tx.account.findMany({ where: { id: { in: [...unknown] } } })) {
        known.set(account.id, momentsOf(services, account, now));
    }
}
/** An account without any business day, closed for good, waits day by day: those beside it do not. */
function momentsOf(services, account, now) {
    const calendar = calendarOf(services, account);
    try {
        return {
            waitsUntil: { attempt: attemptWaitsUntil(calendar, now), closing: closingWaitsUntil(calendar, now) },
            earliest: earliestAfter(calendar, now),
            arrivedBefore: arrivedBefore(calendar, now),
            farewell: farewell(services, account.timezone, now),
        };
    }
    catch (error) {
        if (!(error instanceof RangeError))
            throw error;
        const [at, later] = [now, new Date(now.getTime() + day)];
        const [both, until] = [
            { attempt: at, closing: at },
            { attempt: later, closing: later },
        ];
        return { waitsUntil: until, earliest: until, arrivedBefore: both, farewell: '' };
    }
}
function farewell(services, zone, now) {
    const until = DateTime.fromJSDate(reopenUntil(now, services.settings.reopenWithin), { zone }).setLocale('en-US');
    return [
        'There was no answer to the reminders.',
        `If it still matters, an Authorized Contact can reopen the case until ${until.toFormat('LLLL d, yyyy')}:`,
        'press “Reopen case” on its card, or say `reopen CB-?`.',
    ].join(' ');
}
//# sourceMappingURL=sweep-follow-ups.js.map
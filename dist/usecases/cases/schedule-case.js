import { DateTime } from 'luxon';
import { CaseError } from "../../domain/case-error.js";
import { nextBusinessMoment } from "../../domain/business-time.js";
import { formatDay } from "../../domain/text/times.js";
import { calendarOf } from "../account-calendar.js";
import { changeCase } from "../change-case.js";
import { textInput } from "../text-input.js";
/**
 * An advisor says when the case goes on, and how; until then it is Scheduled. It falls due when the account's business hours start on that
 * day, or on its next business day.
 * @param input.date ISO date in the account's zone: later than today, a year ahead at most
 * @param input.what CommonMark, required
 * @throws CaseError bad-date, empty, too-long, each at its field
 */
export async function scheduleCase(services, advisor, input, request) {
    const what = textInput(input.what, 'what', 'Write what will be done then.');
    return changeCase(services, advisor, input.number, 'schedule', request, async ({ accountId }, tx) => {
        const calendar = calendarOf(services, await tx.account.findUniqueOrThrow({ where: { id: accountId } }));
        const day = dayOf(input.date, DateTime.fromJSDate(services.clock.now(), { zone: calendar.timezone }));
        const date = day.toISODate();
        return {
            action: 'schedule',
            patch: {
                scheduledFor: new Date(`${date}T00:00:00Z`),
                scheduledWhat: what,
                scheduledAt: nextBusinessMoment(calendar, day.toJSDate()),
            },
            post: { kind: 'event', action: 'schedule', body: `For ${formatDay(date)}:\n\n${what}` },
            why: `for ${date}`,
        };
    });
}
/** @param now in the account's zone @returns the start of the day there */
function dayOf(date, now) {
    const day = DateTime.fromISO(date, { zone: now.zone });
    if (!/^\d{4}-\d\d-\d\d$/.test(date) || !day.isValid)
        throw badDate('Choose a date.');
    const today = now.startOf('day');
    if (day <= today)
        throw badDate('Choose a day in the future.');
    if (day > today.plus({ years: 1 }))
        throw badDate('Choose a day within a year.');
    return day;
}
function badDate(words) {
    return new CaseError('bad-date', words, undefined, { date: words });
}
//# sourceMappingURL=schedule-case.js.map
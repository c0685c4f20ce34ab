// The follow-up clock of a case that waits on its contact: attempts, then the closing, in business days of the account (process.md, 3x10).
import { endOfBusinessDay, lastBusinessEnd, nextBusinessMoment, startOfBusinessDay, startOfBusinessHours, startOfDay, } from "./business-time.js";
/**
 * When everything is due on a clock that starts now (day 0): each attempt at the start of its business day, and last the closing at the
 * end of its own.
 */
export function planFollowUp(calendar, day0, { attempts, closeAfter }) {
    return [...attempts.map((day) => startOfBusinessDay(calendar, day0, day)), endOfBusinessDay(calendar, day0, closeAfter)];
}
/**
 * After an attempt, or a try at one, nothing comes on the same business day, and the closing leaves the contact a whole one: after an
 * outage there is no burst.
 */
export function earliestAfter(calendar, now) {
    return { attempt: startOfBusinessDay(calendar, now, 1), closing: endOfBusinessDay(calendar, now, 1) };
}
/**
 * When the next attempt is due after an attempt, or after the last the closing: never before its planned moment.
 * @param isClosing whether the closing comes next
 * @param earliest what `earliestAfter` says of the moment of the attempt
 */
export function dueAfterAttempt(planned, isClosing, earliest) {
    const least = isClosing ? earliest.closing : earliest.attempt;
    return planned > least ? planned : least;
}
/**
 * When everything that is still to come comes if nobody says anything and nothing hinders: the attempts, and last the closing.
 * @param made attempts made
 * @param dueAt of the next attempt or the closing
 */
export function stepsAhead(calendar, plan, made, dueAt) {
    const steps = [dueAt];
    let due = dueAt;
    for (const planned of plan.slice(made + 1)) {
        due = dueAfterAttempt(planned, planned === plan.at(-1), earliestAfter(calendar, due));
        steps.push(due);
    }
    return steps;
}
/** Attempts on this clock's plan. */
export function attemptsOf(plan) {
    return Math.max(plan.length - 1, 0);
}
/**
 * Whether an attempt that is due may be made now: in business hours.
 * @returns null: now; else the next moment at which it may
 */
export function attemptWaitsUntil(calendar, now) {
    const next = nextBusinessMoment(calendar, now);
    return next > now ? next : null;
}
/** As `attemptWaitsUntil`, for the closing: on a business day from the start of business hours on, because it is due at their end. */
export function closingWaitsUntil(calendar, now) {
    const start = startOfBusinessHours(calendar, now);
    return start && start <= now ? null : nextBusinessMoment(calendar, now);
}
/**
 * The newest reminder must have arrived before this moment, lest the next step comes on its heels: before today for an attempt; for the
 * closing before a whole business day that is over.
 */
export function arrivedBefore(calendar, now) {
    return { attempt: startOfDay(calendar, now), closing: startOfDay(calendar, lastBusinessEnd(calendar, now)) };
}
//# sourceMappingURL=follow-up.js.map
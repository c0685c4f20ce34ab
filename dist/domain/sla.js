// The SLA of a case (process.md, SLA): three goals, each a clock that runs, stands still, is met or is started anew.
import { addBusinessTime, businessTimeBetween } from "./business-time.js";
import { durationMs, durationParts } from "./duration.js";
import { goals } from "./sla-state.js";
import { waitsOn } from "./status.js";
/** A new case: everything runs from its opening. */
export function startSla(targets, at) {
    const start = (goal) => {
        const fresh = freshClock(targets, goal, at);
        return { ...fresh, running: fresh.target !== null };
    };
    return {
        countedTo: at,
        firstResponse: start('firstResponse'),
        nextUpdate: start('nextUpdate'),
        resolution: start('resolution'),
    };
}
/**
 * First response: met by the first words of an advisor to the contact. Next update: counted from the newest of them. Resolution: met by
 * the first resolve; a reopen starts it, and the next update, anew. What waits on the contact, on development or on its date stands still.
 */
export function followSla(before, calendar, event) {
    const { at, targets, retargeted, reopened, spoke, resolved } = event;
    const counted = countTo(before, calendar, at);
    const follow = (goal) => {
        const anew = (reopened && goal !== 'firstResponse') || (spoke && goal === 'nextUpdate');
        const kept = retargeted ? retarget(counted[goal], targets, goal, calendar, at) : counted[goal];
        const clock = anew ? freshClock(targets, goal, at) : kept;
        const met = clock.met || (goal === 'firstResponse' && spoke) || (goal === 'resolution' && resolved);
        return { ...clock, met, running: !met && clock.target !== null && runs(goal, event) };
    };
    return {
        countedTo: at,
        firstResponse: follow('firstResponse'),
        nextUpdate: follow('nextUpdate'),
        resolution: follow('resolution'),
    };
}
/** A contact who has answered on a resolution waits for a word; on everything else that waits on others the clocks stand still. */
function runs(goal, { status, answered }) {
    if (status === 'Scheduled')
        return false;
    const waits = waitsOn(status);
    return waits === 'support' || waits === 'team' || (waits === 'contact' && answered && goal === 'nextUpdate');
}
/** The nearest moment at which something that runs is due, or was. */
export function nearestDue(sla, calendar) {
    const overdue = goals.flatMap((goal) => (sla[goal].running ? (sla[goal].overdueSince ?? []) : []));
    const ahead = firstMoment(sla, calendar, (clock, budget) => (clock.overdueSince ? null : budget));
    return earliest([...overdue, ahead]);
}
/** The next moment at which somebody must be told. */
export function nextAlert(sla, calendar) {
    return firstMoment(sla, calendar, (clock, budget) => (clock.breached ? null : clock.warned ? budget : warnedAfter(budget)));
}
/** What must be told at this moment. Where all of the time is over, nobody is warned any more that most of it is. */
export function alertsDue(sla, calendar, now) {
    const counted = countTo(sla, calendar, now);
    return goals.flatMap((goal) => {
        const clock = counted[goal];
        const budget = budgetOf(clock, calendar);
        if (!clock.running || clock.breached || budget === null)
            return [];
        if (clock.used[clock.clock] >= budget)
            return [{ goal, percent: 100 }];
        return !clock.warned && clock.used[clock.clock] >= warnedAfter(budget) ? [{ goal, percent: 80 }] : [];
    });
}
/** It was told. */
export function alerted(sla, { goal, percent }) {
    return { ...sla, [goal]: { ...sla[goal], warned: true, breached: percent === 100 } };
}
/** When a goal is due if its clock runs on from `countedTo`, or was. @returns null where there is no target, or no business day ever */
export function dueOf(sla, goal, calendar) {
    const clock = sla[goal];
    const budget = budgetOf(clock, calendar);
    if (budget === null)
        return null;
    return clock.overdueSince ?? momentAfter(clock.clock, calendar, sla.countedTo, budget - clock.used[clock.clock]);
}
/** @returns ms of 80 % of a budget */
function warnedAfter(budget) {
    return (budget * 4) / 5;
}
function freshClock(targets, goal, at) {
    const rest = { met: false, running: false, warned: false, breached: false, overdueSince: null };
    return { ...rest, ...targetOf(targets, goal), startedAt: at, used: { always: 0, business: 0 } };
}
/** Business days are counted in business hours and calendar days around the clock, whatever the rest is counted in. */
function targetOf(targets, goal) {
    const target = targets[goal];
    const unit = target === null ? null : durationParts(target).unit;
    return { target, clock: unit === 'bd' ? 'business' : unit === 'd' ? 'always' : targets.clock };
}
/** What was told stays told while it is still true. */
function retarget(clock, targets, goal, calendar, at) {
    const next = { ...clock, ...targetOf(targets, goal) };
    const budget = budgetOf(next, calendar);
    const used = next.used[next.clock];
    const over = budget !== null && used >= budget;
    return {
        ...next,
        warned: next.warned && budget !== null && used >= warnedAfter(budget),
        breached: next.breached && over,
        overdueSince: over ? (next.overdueSince ?? at) : null,
    };
}
function countTo(sla, calendar, at) {
    const from = sla.countedTo;
    const spent = {
        always: Math.max(at.getTime() - from.getTime(), 0),
        business: goals.some((goal) => sla[goal].running) ? businessTimeBetween(calendar, from, at) : 0,
    };
    const count = (clock) => {
        if (!clock.running)
            return clock;
        const used = { always: clock.used.always + spent.always, business: clock.used.business + spent.business };
        const budget = budgetOf(clock, calendar);
        const over = budget !== null && used[clock.clock] >= budget;
        const left = (budget ?? 0) - clock.used[clock.clock];
        return {
            ...clock,
            used,
            overdueSince: clock.overdueSince ?? (over ? momentAfter(clock.clock, calendar, from, left) : null),
        };
    };
    return {
        countedTo: at,
        firstResponse: count(sla.firstResponse),
        nextUpdate: count(sla.nextUpdate),
        resolution: count(sla.resolution),
    };
}
function budgetOf({ target }, { hours }) {
    return target === null ? null : durationMs(target, hours);
}
/**
 * The first moment at which something that runs has used as much as it is asked for. Everything runs since the same moment, so the least
 * that is left comes first: business time, which is dear to add, is added once.
 * @param until how many ms of its budget; null: never
 */
function firstMoment(sla, calendar, until) {
    const least = { always: Infinity, business: Infinity };
    for (const clock of goals.map((goal) => sla[goal])) {
        const budget = budgetOf(clock, calendar);
        const end = clock.running && budget !== null ? until(clock, budget) : null;
        if (end !== null)
            least[clock.clock] = Math.min(least[clock.clock], end - clock.used[clock.clock]);
    }
    const kinds = ['always', 'business'].filter((kind) => least[kind] < Infinity);
    return earliest(kinds.map((kind) => momentAfter(kind, calendar, sla.countedTo, least[kind])));
}
/** @returns null where the account has no business day within ten years: a case must not be refused for that */
function momentAfter(kind, calendar, from, ms) {
    const left = Math.max(ms, 0);
    if (kind === 'always')
        return new Date(from.getTime() + left);
    try {
        return addBusinessTime(calendar, from, left);
    }
    catch (error) {
        if (error instanceof RangeError)
            return null;
        throw error;
    }
}
function earliest(moments) {
    const known = moments.filter((moment) => moment !== null);
    return known.length === 0 ? null : new Date(Math.min(...known.map((moment) => moment.getTime())));
}
//# sourceMappingURL=sla.js.map
// The SLA of a case: three goals, each with a clock that runs, pauses, is met or restarts (process.md, SLA). Pure rules; the state is in
// `sla-state.ts`, `usecases/update-sla.ts` applies events and `usecases/clock/warn-sla.ts` sends the alerts.
import { addBusinessTime, businessTimeBetween, type Calendar } from './business-time.ts';
import { durationMs, durationParts } from './duration.ts';
import type { SlaTarget } from './settings.ts';
import { goals, type ClockKind, type Goal, type GoalClock, type Sla } from './sla-state.ts';
import { waitsOn, type Status } from './status.ts';

/** The events in which an advisor writes to the contact, as a post does: a question, a resolution, scheduled work, an escalation. */
export const eventsToContact: readonly string[] = ['ask', 'resolve', 'schedule', 'escalate'];

/** Something that happened to a case and matters to its SLA. */
export interface SlaEvent {
  at: Date;
  status: Status;
  /** the contact posted after the advisor's last message */
  answered: boolean;
  /** an advisor wrote to the contact */
  spoke: boolean;
  resolved: boolean;
  reopened: boolean;
  /** the targets of the current priority */
  targets: SlaTarget;
  /** the priority changed; time already used still counts */
  retargeted: boolean;
}

/** An SLA threshold (80% or 100%) that was reached and must be announced. */
export interface Alert {
  goal: Goal;
  percent: 80 | 100;
}

/** Starts the clocks of a new case. */
export function startSla(targets: SlaTarget, at: Date): Sla {
  const start = (goal: Goal): GoalClock => {
    const fresh = freshClock(targets, goal, at);
    fresh.running = fresh.target !== null;
    return fresh;
  };
  return {
    countedTo: at,
    firstResponse: start('firstResponse'),
    nextUpdate: start('nextUpdate'),
    resolution: start('resolution'),
  };
}

/**
 * Applies an event to the clocks. The first response is met by an advisor's first message to the contact, the next update restarts with each
 * of them, the resolution is met by the first resolve. A reopen restarts the next update and the resolution. Clocks pause while the case
 * is waiting for the contact, for development or for its scheduled date.
 */
export function followSla(before: Sla, calendar: Calendar, event: SlaEvent): Sla {
  const { at, targets, retargeted, reopened, spoke, resolved } = event;
  const counted = countTo(before, calendar, at);
  const follow = (goal: Goal): GoalClock => {
    const restarts = (reopened && goal !== 'firstResponse') || (spoke && goal === 'nextUpdate');
    const kept = retargeted ? retarget(counted[goal], targets, goal, calendar, at) : counted[goal];
    const clock = restarts ? freshClock(targets, goal, at) : kept;
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

/** While a case is with others only one clock can run: the next update, once the contact replied to a resolution. */
function runs(goal: Goal, { status, answered }: Pick<SlaEvent, 'status' | 'answered'>): boolean {
  if (status === 'Scheduled') return false;
  const waits = waitsOn(status);
  return waits === 'support' || waits === 'team' || (waits === 'contact' && answered && goal === 'nextUpdate');
}

/** Finds the earliest due moment of the running clocks, past or future. */
export function nearestDue(sla: Sla, calendar: Calendar): Date | null {
  const overdue = goals.flatMap((goal) => (sla[goal].running ? (sla[goal].overdueSince ?? []) : []));
  const ahead = firstMoment(sla, calendar, (clock, budget) => (clock.overdueSince ? null : budget));
  return earliest([...overdue, ahead]);
}

/** Finds the moment of the next alert. */
export function nextAlert(sla: Sla, calendar: Calendar): Date | null {
  return firstMoment(sla, calendar, (clock, budget) => (clock.breached ? null : clock.warned ? budget : warnedAfter(budget)));
}

/** Lists the alerts that are due. At 100% the one for 80% is left out. */
export function alertsDue(sla: Sla, calendar: Calendar, now: Date): Alert[] {
  const counted = countTo(sla, calendar, now);
  return goals.flatMap((goal): Alert[] => {
    const clock = counted[goal];
    const budget = budgetOf(clock, calendar);
    if (!clock.running || clock.breached || budget === null) return [];
    if (clock.used[clock.clock] >= budget) return [{ goal, percent: 100 }];
    return !clock.warned && clock.used[clock.clock] >= warnedAfter(budget) ? [{ goal, percent: 80 }] : [];
  });
}

/** Marks an alert as sent. */
export function alerted(sla: Sla, { goal, percent }: Alert): Sla {
  return { ...sla, [goal]: { ...sla[goal], warned: true, breached: percent === 100 } };
}

/**
 * Computes when a goal is due if its clock keeps running, or when it was due.
 * @returns null without a target, or when the account has no business day within ten years
 */
export function dueOf(sla: Sla, goal: Goal, calendar: Calendar): Date | null {
  const clock = sla[goal];
  const budget = budgetOf(clock, calendar);
  if (budget === null) return null;
  return clock.overdueSince ?? momentAfter(clock.clock, calendar, sla.countedTo, budget - clock.used[clock.clock]);
}

/** Computes 80% of a budget. */
function warnedAfter(budget: number): number {
  return (budget * 4) / 5;
}

function freshClock(targets: SlaTarget, goal: Goal, at: Date): GoalClock {
  const { target, clock } = targetOf(targets, goal);
  const used = { always: 0, business: 0 };
  return { target, clock, startedAt: at, used, met: false, running: false, warned: false, breached: false, overdueSince: null };
}

/** Counts business days in business hours and calendar days around the clock, whatever the priority's own clock is. */
function targetOf(targets: SlaTarget, goal: Goal): Pick<GoalClock, 'target' | 'clock'> {
  const target = targets[goal];
  const unit = target === null ? null : durationParts(target).unit;
  return { target, clock: unit === 'bd' ? 'business' : unit === 'd' ? 'always' : targets.clock };
}

/** Applies the target of another priority. Alerts that are still true are not sent again. */
function retarget(clock: GoalClock, targets: SlaTarget, goal: Goal, calendar: Calendar, at: Date): GoalClock {
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

function countTo(sla: Sla, calendar: Calendar, at: Date): Sla {
  const from = sla.countedTo;
  const spent = {
    always: Math.max(at.getTime() - from.getTime(), 0),
    business: goals.some((goal) => sla[goal].running) ? businessTimeBetween(calendar, from, at) : 0,
  };
  const count = (clock: GoalClock): GoalClock => {
    if (!clock.running) return clock;
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

function budgetOf({ target }: GoalClock, { hours }: Calendar): number | null {
  return target === null ? null : durationMs(target, hours);
}

/**
 * Finds the first moment at which a running clock has used a given time. All clocks run from the same moment, so the one with the least left
 * comes first. Business time is expensive to add and therefore added once.
 * @param until milliseconds of the budget to reach; null for never
 */
function firstMoment(sla: Sla, calendar: Calendar, until: (clock: GoalClock, budget: number) => number | null): Date | null {
  const least: Record<ClockKind, number> = { always: Infinity, business: Infinity };
  for (const clock of goals.map((goal) => sla[goal])) {
    const budget = budgetOf(clock, calendar);
    const end = clock.running && budget !== null ? until(clock, budget) : null;
    if (end !== null) least[clock.clock] = Math.min(least[clock.clock], end - clock.used[clock.clock]);
  }
  const kinds = (['always', 'business'] as const).filter((kind) => least[kind] < Infinity);
  return earliest(kinds.map((kind) => momentAfter(kind, calendar, sla.countedTo, least[kind])));
}

/** Adds time by either count. @returns null when the account has no business day within ten years; that must not block a case */
function momentAfter(kind: ClockKind, calendar: Calendar, from: Date, ms: number): Date | null {
  const left = Math.max(ms, 0);
  if (kind === 'always') return new Date(from.getTime() + left);
  try {
    return addBusinessTime(calendar, from, left);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function earliest(moments: (Date | null)[]): Date | null {
  const known = moments.filter((moment) => moment !== null);
  return known.length === 0 ? null : new Date(Math.min(...known.map((moment) => moment.getTime())));
}

// The SLA of a case as advisors see it. Contacts are never shown it.
import { goalLabel } from '../../domain/sla-text.ts';
import { waitsOn } from '../../domain/status.ts';
import type { CaseFacts, GoalFacts } from '../../usecases/case-facts.ts';
import type { Element, Inline } from '../../cards/elements.ts';

/**
 * Says what is due when, or why the clock is paused.
 * @returns null for a case without goals left
 */
export function slaText(shown: Pick<CaseFacts, 'sla' | 'status'>): Inline[] | null {
  if (shown.sla.length === 0) return null;
  const goals = goalsToShow(shown.sla).flatMap((goal, index): Inline[] => [...(index > 0 ? [' · '] : []), ...dueText(goal)]);
  if (shown.sla.some(({ running }) => running)) return goals;
  return [`Paused: ${reason(shown.status)}`, ...(goals.length > 0 ? [' · ', ...goals] : [])];
}

/** Warns of a breach while the clock runs, so that somebody can still act. */
export function slaBreach({ sla }: Pick<CaseFacts, 'sla'>): Element[] {
  const late = goalsToShow(sla).filter(({ overdue, running }) => overdue && running);
  if (late.length === 0) return [];
  const breaches = late.flatMap(({ goal, dueAt }, index): Inline[] => [
    index > 0 ? '; ' : ' ',
    `${goalLabel(goal).toLowerCase()} was due `,
    ...(dueAt ? [{ at: dueAt, as: 'moment' as const }] : []),
  ]);
  return [{ kind: 'callout', tone: 'danger', text: [{ bold: 'SLA breached:' }, ...breaches, '.'] }];
}

/** Picks the resolution and the nearer of first response and next update, since a first response is an update as well. */
function goalsToShow(sla: readonly GoalFacts[]): GoalFacts[] {
  const due = sla.filter(({ dueAt }) => dueAt !== null);
  const [next] = due.filter(({ goal }) => goal !== 'resolution');
  return due.filter((one) => one === next || one.goal === 'resolution');
}

/** While the clock runs, the callout above already says when a late goal was due. */
function dueText({ goal, dueAt, overdue, running }: GoalFacts): Inline[] {
  const label = goalLabel(goal);
  if (overdue && running) return [`${label} overdue`];
  const when = dueAt ? [{ at: dueAt, as: 'moment' as const }] : [];
  return overdue ? [`${label} overdue since `, ...when] : [`${label} due `, ...when];
}

function reason(status: CaseFacts['status']): string {
  if (status === 'Scheduled') return 'scheduled';
  return waitsOn(status) === 'development' ? 'waiting on development' : 'waiting on customer';
}

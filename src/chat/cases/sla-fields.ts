// The SLA of a case, in the words an advisor reads. Contacts are never shown it.
import { goalLabel } from '../../domain/sla-text.ts';
import { waitsOn } from '../../domain/status.ts';
import type { CaseFacts, GoalFacts } from '../../usecases/case-facts.ts';
import type { Element, Inline } from '../../cards/elements.ts';

/** When what is due; or why nothing is. @returns null where the case has no SLA (any more) */
export function slaText(shown: Pick<CaseFacts, 'sla' | 'status'>): Inline[] | null {
  if (shown.sla.length === 0) return null;
  const told = worthTelling(shown.sla).flatMap((goal, index): Inline[] => [...(index > 0 ? [' · '] : []), ...dueWords(goal)]);
  if (shown.sla.some(({ running }) => running)) return told;
  return [`Stopped: ${reason(shown.status)}`, ...(told.length > 0 ? [' · ', ...told] : [])];
}

/** A breach must not be overlooked while somebody can still do something about it. */
export function slaBreach({ sla }: Pick<CaseFacts, 'sla'>): Element[] {
  const late = worthTelling(sla).filter(({ overdue, running }) => overdue && running);
  if (late.length === 0) return [];
  const words = late.flatMap(({ goal, dueAt }, index): Inline[] => [
    index > 0 ? '; ' : ' ',
    `${goalLabel(goal).toLowerCase()} was due `,
    ...(dueAt ? [{ at: dueAt, as: 'moment' as const }] : []),
  ]);
  return [{ kind: 'callout', tone: 'danger', text: [{ bold: 'SLA breached:' }, ...words, '.'] }];
}

/** A first response is an update as well: the nearer of the two is told, and the resolution. What stands still is told where it is late. */
function worthTelling(sla: readonly GoalFacts[]): GoalFacts[] {
  const due = sla.filter(({ dueAt }) => dueAt !== null);
  const [next] = due.filter(({ goal }) => goal !== 'resolution');
  return due.filter((one) => one === next || one.goal === 'resolution');
}

/** When a breach was due stands above the fields already while its clock runs. */
function dueWords({ goal, dueAt, overdue, running }: GoalFacts): Inline[] {
  const label = goalLabel(goal);
  if (overdue && running) return [`Breached: ${label.toLowerCase()}`];
  const when = dueAt ? [{ at: dueAt, as: 'moment' as const }] : [];
  return overdue ? [`Breached: ${label.toLowerCase()} was due `, ...when] : [`${label} due `, ...when];
}

function reason(status: CaseFacts['status']): string {
  if (status === 'Scheduled') return 'waits for its date';
  return waitsOn(status) === 'development' ? 'waits on development' : 'waits on the contact';
}

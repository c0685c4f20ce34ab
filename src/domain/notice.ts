// Incidents and maintenance ("notices"): their states and severities, and which state may follow (process.md, Incidents and maintenance).
import { CaseError } from './case-error.ts';
import { fieldError } from './form-errors.ts';
import { formatList } from './text/numbers.ts';

/** Severities of incidents, the worst first. */
export const severities = ['critical', 'major', 'minor'] as const;
/** How severe an incident is. */
export type NoticeSeverity = (typeof severities)[number];

/** The two kinds of notices. */
export type NoticeKind = 'incident' | 'maintenance';

/** States of an incident, in their usual order. */
export const incidentStates = ['Investigating', 'Identified', 'Monitoring', 'Resolved'] as const;
/** States of maintenance, in order. */
export const maintenanceStates = ['Planned', 'UnderWay', 'Completed'] as const;
/** A state of an incident or of maintenance. Either can be canceled. */
export type NoticeState = (typeof incidentStates)[number] | (typeof maintenanceStates)[number] | 'Cancelled';

/** Names a state for people. */
export function noticeStateLabel(state: NoticeState): string {
  if (state === 'UnderWay') return 'In progress';
  return state === 'Cancelled' ? 'Canceled' : state;
}

/** Names a severity for people. */
export function severityLabel(severity: NoticeSeverity): string {
  return { critical: 'Critical', major: 'Major', minor: 'Minor' }[severity];
}

/** Names the kind of a notice, capitalized. */
export function kindLabel(kind: NoticeKind): string {
  return kind === 'incident' ? 'Incident' : 'Maintenance';
}

/** Tells whether a notice has ended. */
export function isOver(state: NoticeState): boolean {
  return state === 'Resolved' || state === 'Completed' || state === 'Cancelled';
}

/** Lists the states of a kind. Leads move an incident in any direction; the clock and its owner move maintenance forward. */
function statesOf(kind: NoticeKind): readonly NoticeState[] {
  return kind === 'incident' ? incidentStates : maintenanceStates;
}

const nextAfterEnd: Record<NoticeKind, string> = {
  incident: 'If it happens again, declare a new incident.',
  maintenance: 'To do more, announce new maintenance.',
};

/**
 * Checks that a notice may change to this state, or stay in it.
 * @throws CaseError notice-over after its end, bad-state for a state its kind does not have
 */
export function moveNotice(now: { kind: NoticeKind; state: NoticeState }, to: NoticeState): NoticeState {
  if (isOver(now.state)) {
    const state = noticeStateLabel(now.state).toLowerCase();
    throw new CaseError('notice-over', `This ${now.kind} is already ${state}.`, nextAfterEnd[now.kind]);
  }
  if (to !== 'Cancelled' && !statesOf(now.kind).includes(to))
    throw fieldError('bad-state', 'state', `Choose ${formatList(statesOf(now.kind).map(noticeStateLabel), 'or')}.`);
  return to;
}

/** Lists the affected modules for people. @param modules empty for all modules */
export function affects(modules: readonly string[]): string {
  return modules.length === 0 ? 'All modules' : modules.join(', ');
}

/** Tells whether a notice affects a module. */
export function concerns({ modules }: { modules: readonly string[] }, module: string): boolean {
  return modules.length === 0 || modules.includes(module);
}

// An incident or maintenance (process.md, Incidents and maintenance): its states, and what each may become.
import { CaseError } from './case-error.ts';

export const severities = ['critical', 'major', 'minor'] as const;
export type NoticeSeverity = (typeof severities)[number];

export type NoticeKind = 'incident' | 'maintenance';

export const incidentStates = ['Investigating', 'Identified', 'Monitoring', 'Resolved'] as const;
export const maintenanceStates = ['Planned', 'UnderWay', 'Completed'] as const;
export type NoticeState = (typeof incidentStates)[number] | (typeof maintenanceStates)[number] | 'Cancelled';

/** In the process's own words. */
export function noticeStateLabel(state: NoticeState): string {
  return state === 'UnderWay' ? 'Under way' : state;
}

export function severityLabel(severity: NoticeSeverity): string {
  return { critical: 'Critical', major: 'Major', minor: 'Minor' }[severity];
}

/** What a notice is called at the start of a sentence. */
export function kindLabel(kind: NoticeKind): string {
  return kind === 'incident' ? 'Incident' : 'Maintenance';
}

export function isOver(state: NoticeState): boolean {
  return state === 'Resolved' || state === 'Completed' || state === 'Cancelled';
}

/** An incident moves forwards and back as people learn; maintenance moves by the clock and by confirmation. */
export function statesOf(kind: NoticeKind): readonly NoticeState[] {
  return kind === 'incident' ? incidentStates : maintenanceStates;
}

/**
 * Whether a notice may be spoken of as being in this state.
 * @throws CaseError notice-over (nothing follows the end), bad-state
 */
export function moveNotice(now: { kind: NoticeKind; state: NoticeState }, to: NoticeState): NoticeState {
  if (isOver(now.state)) {
    const words = `This ${now.kind} is ${noticeStateLabel(now.state).toLowerCase()} already.`;
    throw new CaseError('notice-over', words, `Declare a new ${now.kind} if it happens again.`);
  }
  if (to !== 'Cancelled' && !statesOf(now.kind).includes(to))
    throw new CaseError('bad-state', `${kindLabel(now.kind)} has no state “${noticeStateLabel(to)}”.`, undefined, {
      state: `Choose one of ${statesOf(now.kind).map(noticeStateLabel).join(', ')}.`,
    });
  return to;
}

/** The modules in words. @param modules none: all */
export function affects(modules: readonly string[]): string {
  return modules.length === 0 ? 'All modules' : modules.join(', ');
}

/** Whether a case on this module may be about it. @param modules none: all */
export function concerns({ modules }: { modules: readonly string[] }, module: string): boolean {
  return modules.length === 0 || modules.includes(module);
}

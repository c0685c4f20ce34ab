import { formatRelative } from './text/times.ts';
import type { Action } from './transition.ts';

/** What somebody did, as the rest of a sentence that begins with their name. */
const did: Partial<Record<Action, string>> = {
  claim: 'claimed it',
  assign: 'assigned it',
  ask: 'asked the contact a question',
  answer: 'answered the question',
  resolve: 'marked it resolved',
  confirm: 'confirmed the resolution',
  decline: 'declined the resolution',
  schedule: 'scheduled it',
  escalate: 'escalated it',
  return: 'returned it',
  qualify: 'qualified it as a defect',
  unlink: 'unlinked it from its defect',
  fixed: 'marked it fixed',
  close: 'closed it',
  noResponse: 'closed it without a response',
  reopen: 'reopened it',
};

/**
 * Says what the other person did when two people act at the same moment, such as ` Max Reyes claimed it 2 minutes ago.`.
 * @param entry the newest entry of the case's history
 * @returns a sentence with a leading space, or '' when there is nothing to say
 */
export function lastAction(entry: { actorName: string; action: string; at: Date } | null, now: Date): string {
  const action = entry ? did[entry.action as Action] : undefined;
  return entry && action ? ` ${entry.actorName} ${action} ${formatRelative(entry.at, now)}.` : '';
}

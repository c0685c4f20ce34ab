import type { Action } from './transition.ts';

/** What somebody did, as the rest of a sentence that begins with their name. */
const did: Partial<Record<Action, string>> = {
  claim: 'claimed it',
  assign: 'assigned it',
  ask: 'asked the contact a question',
  answer: 'answered the question',
  resolve: 'marked it resolved',
  confirm: 'confirmed the resolution',
  decline: "reported it's still happening",
  schedule: 'scheduled it',
  escalate: 'escalated it',
  return: 'returned it',
  qualify: 'qualified it as a defect',
  fixed: 'marked it fixed',
  close: 'closed it',
  noResponse: 'closed it because nobody responded',
  reopen: 'reopened it',
};

/**
 * Says what the other person did when two people act at the same moment, such as ` Max Reyes claimed it.`.
 * @param entry the newest entry of the case's history
 * @returns a sentence with a leading space, or '' when there is nothing to say
 */
export function lastAction(entry: { actorName: string; action: string } | null): string {
  const action = entry ? did[entry.action as Action] : undefined;
  return entry && action ? ` ${entry.actorName} ${action}.` : '';
}

// Says briefly what happened on a case, for the subject of a mail.
import { loweredAction, objectAction } from '../../domain/priority.ts';
import { satisfactionAction } from '../../domain/satisfaction.ts';
import type { PostFacts } from '../../usecases/case-facts.ts';

/** By action; other events are updates. */
const texts: Readonly<Record<string, string>> = {
  ask: 'Question',
  resolve: 'Please confirm',
  confirm: 'Closed',
  close: 'Closed',
  'no-response': 'Closed',
  decline: 'Still happening',
  reopen: 'Reopened',
  escalate: 'Escalated',
  schedule: 'Scheduled',
  'resume-scheduled': 'Resumed',
  fixed: 'Fix planned',
  release: 'Fix available',
  claim: 'Assigned',
  assign: 'Assigned',
  'link-incident': 'Incident',
  'incident-update': 'Incident update',
  [loweredAction]: 'Priority changed',
  [objectAction]: 'Priority questioned',
};

/** Of notes that are mailed to those who must act. */
const alerts: Readonly<Record<string, string>> = {
  'sla-warning': 'SLA warning',
  'sla-breach': 'SLA overdue',
  escalate: 'Escalated',
  [satisfactionAction]: 'Low rating',
};

/** Says what a post is, such as "Question" or "Reminder 1 of 3". */
export function happened({ kind, action, authorSide, body }: PostFacts): string {
  if (kind === 'note') return alerts[action ?? ''] ?? 'Internal note';
  if (kind === 'public') return authorSide === 'contact' ? 'New post' : 'New reply';
  if (action === 'follow-up') return body;
  return texts[action ?? ''] ?? 'Update';
}

// The text of history entries, which continues a sentence that begins with who did it.
import { statuses, statusLabel } from '../../domain/status.ts';

/** What each action of the history says after the person's name. */
export const historySentences: Readonly<Record<string, string>> = {
  open: 'opened the case',
  claim: 'claimed the case',
  assign: 'assigned the case',
  ask: 'asked the contact a question',
  answer: 'answered the question',
  resolve: 'marked the case resolved',
  confirm: 'confirmed the resolution',
  decline: "reported it's still happening",
  schedule: 'scheduled the case',
  resumeScheduled: 'resumed the case as scheduled',
  escalate: 'escalated the case',
  return: 'returned the case to support',
  qualify: 'linked the case to a product defect',
  unlink: 'unlinked the case from its product defect',
  fixed: 'marked the defect fixed',
  close: 'closed the case',
  noResponse: 'closed the case (no response)',
  reopen: 'reopened the case',
  followUp: 'reminded the contact',
  'phone-call': 'recorded the phone call',
  triage: 'triaged the case',
  correct: 'corrected the case',
  object: 'disagreed with the priority',
  'add-details': 'added details',
  'sla-warning': 'sent an SLA warning (80% elapsed)',
  'sla-breach': 'reported an SLA breach',
  page: 'paged people on call',
  'hand-over': 'handed over the case with others',
  'edit-post': 'edited a post',
  'delete-post': 'deleted a post',
  'edit-note': 'edited an internal note',
  'delete-note': 'deleted an internal note',
  'apply-contact-change': 'changed the support contacts',
  'add-recipient': 'added a notification recipient',
  'remove-recipient': 'removed a notification recipient',
  release: 'published the release with the fix',
  replicate: 'tried to replicate the issue',
  'qualify-incident': 'classified it as an isolated incident',
  relink: 'linked the case to another defect',
  'link-incident': 'linked the case to an incident',
  'unlink-incident': 'unlinked the case from its incident',
  merge: 'merged a duplicate into the case',
  unmerge: 'undid the merge of a duplicate',
  import: 'imported the case',
  redact: 'redacted something on the case',
  hold: 'placed a legal hold',
  'lift-hold': 'lifted a legal hold',
};

/** Says what somebody did. An action of an older or newer version is shown by its name. */
export function historyText(action: string): string {
  return historySentences[action] ?? action;
}

/** Shows an old or new value: a status by its label, anything else unchanged. */
export function historyValue(value: string): string {
  const status = statuses.find((one) => one === value);
  return status ? statusLabel(status) : value;
}

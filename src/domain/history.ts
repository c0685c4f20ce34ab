// What contacts see of a case's history. An action that is not listed here stays internal, so a new one cannot leak by omission.
import type { Action } from './transition.ts';

/** How much a contact sees of an entry: all of it, only that it happened (its text is internal), or nothing. */
export type Reading = 'all' | 'fact' | 'nothing';

const ofTransitions: Record<Action, Reading> = {
  open: 'all',
  claim: 'all',
  assign: 'all',
  ask: 'all',
  answer: 'all',
  resolve: 'all',
  confirm: 'all',
  decline: 'all',
  schedule: 'all',
  resumeScheduled: 'all',
  escalate: 'all',
  // the team's answer is internal
  return: 'fact',
  qualify: 'all',
  // the reason is internal
  unlink: 'fact',
  fixed: 'all',
  close: 'all',
  noResponse: 'all',
  reopen: 'all',
};

/** The name in the history for what the clock did. */
export const clockName = 'Casebridge';

/** How much contacts see of each action. */
export const contactsRead: Readonly<Record<string, Reading>> = {
  ...ofTransitions,
  followUp: 'all',
  'phone-call': 'all',
  // the advisor's reason for another priority is internal
  triage: 'fact',
  correct: 'all',
  object: 'all',
  'add-details': 'all',
  'sla-warning': 'nothing',
  'sla-breach': 'nothing',
  page: 'nothing',
  // an advisor's absence is internal; contacts see the assignment that follows
  'hand-over': 'nothing',
  'edit-post': 'all',
  'delete-post': 'all',
  'edit-note': 'nothing',
  'delete-note': 'nothing',
  'apply-contact-change': 'all',
  'add-recipient': 'all',
  'remove-recipient': 'all',
  release: 'all',
  replicate: 'nothing',
  'qualify-incident': 'nothing',
  relink: 'nothing',
  'link-incident': 'all',
  'unlink-incident': 'all',
  merge: 'all',
  unmerge: 'all',
  import: 'all',
  // why something was taken out may tell what it was
  redact: 'fact',
  hold: 'nothing',
  'lift-hold': 'nothing',
};

/** Actions whose entries contacts see in full. */
export const readInFull = Object.keys(contactsRead).filter((action) => contactsRead[action] === 'all');
/** Actions whose entries contacts see in full or in part. */
export const readAtAll = Object.keys(contactsRead).filter((action) => contactsRead[action] !== 'nothing');

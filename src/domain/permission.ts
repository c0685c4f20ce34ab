// Who may do what (process.md, People). Whether the status of a case allows it is decided in `transition.ts`.
import { CaseError } from './case-error.ts';
import { isAuthorizedMember, membershipsOf, type Person } from './person.ts';
import { possible, type Action, type CaseState } from './transition.ts';

/** Actions of people; the others are the clock's. */
type Acts = Exclude<Action, 'resumeScheduled' | 'noResponse'>;

/** Something a person may or may not do. */
export type Permission =
  | Acts
  | 'view'
  | 'search'
  | 'post'
  | 'note'
  | 'manage-recipients'
  | 'recipient-self'
  | 'correct'
  | 'triage'
  | 'confirm-phone-call'
  | 'apply-contact-change'
  | 'link-incident'
  | 'subscribe-channel'
  | 'directory'
  | 'stats'
  | 'access-log'
  | 'redact'
  | 'privacy'
  | 'incident'
  | 'maintenance'
  | 'release';

type Role = 'authorized' | 'read-only' | 'advisor' | 'lead';

const everybody: readonly Role[] = ['authorized', 'read-only', 'advisor', 'lead'];
const working: readonly Role[] = ['authorized', 'advisor', 'lead'];
const advisors: readonly Role[] = ['advisor', 'lead'];
const contacts: readonly Role[] = ['authorized'];
const leads: readonly Role[] = ['lead'];
const channelKeepers: readonly Role[] = ['authorized', 'lead'];

const allowed: Record<Permission, readonly Role[]> = {
  open: working,
  view: everybody,
  search: everybody,
  post: working,
  'manage-recipients': working,
  'recipient-self': ['read-only'],
  answer: contacts,
  confirm: contacts,
  decline: contacts,
  reopen: contacts,
  close: working,
  claim: advisors,
  assign: advisors,
  ask: advisors,
  resolve: advisors,
  schedule: advisors,
  escalate: advisors,
  return: advisors,
  qualify: advisors,
  unlink: advisors,
  note: advisors,
  correct: advisors,
  triage: advisors,
  'confirm-phone-call': advisors,
  'apply-contact-change': advisors,
  'link-incident': advisors,
  'subscribe-channel': channelKeepers,
  directory: leads,
  stats: leads,
  'access-log': leads,
  redact: leads,
  privacy: leads,
  fixed: leads,
  incident: leads,
  maintenance: leads,
  release: leads,
};

/** All permissions. */
export const permissions = Object.keys(allowed) as Permission[];

/**
 * Tells whether a person may do something.
 * @param accountId the account of the case; contacts may do nothing on another account's cases. Without one: whether they may do it in at
 * least one of their accounts
 */
export function can(actor: Person, permission: Permission, accountId?: number): boolean {
  return rolesOf(actor, accountId).some((role) => allowed[permission].includes(role));
}

/** Refuses what only leads may do. An advisor also learns which lead to ask. */
export class LeadsOnly extends CaseError {
  constructor(next?: string) {
    super('not-allowed', 'Only leads can do that.', next);
  }
}

/** Checks that a person may do something. @throws CaseError not-allowed, saying who may */
export function authorize(actor: Person, permission: Permission, accountId?: number): void {
  if (can(actor, permission, accountId)) return;
  if (rolesOf(actor, accountId).includes('read-only') && allowed[permission].includes('authorized'))
    throw new CaseError(
      'not-allowed',
      'As a Read-Only Contact you can view and search cases, but not change them.',
      'Ask an Authorized Contact of your district to do this.',
    );
  if (allowed[permission] === leads) throw new LeadsOnly();
  throw new CaseError('not-allowed', refusals.get(allowed[permission]) ?? "You can't do that here.");
}

const refusals = new Map<readonly Role[], string>([
  [contacts, 'Only Authorized Contacts can do that.'],
  [advisors, 'Only advisors can do that.'],
  [channelKeepers, 'Only leads can do that, and Authorized Contacts for their own account.'],
]);

/**
 * Lists what this person may do with a case now; its buttons are made from it.
 * @param reopenWithin calendar days after its closing
 */
export function permissionsNow(actor: Person, state: CaseState, now: Date, reopenWithin: number): Permission[] {
  const at = { now, reopenWithin };
  return permissions.filter(
    (permission) =>
      can(actor, permission, state.accountId) &&
      (!isAction(permission) || (permission !== 'open' && possible(permission, state, at))),
  );
}

const acts: Record<Acts, true> = {
  open: true,
  claim: true,
  assign: true,
  ask: true,
  answer: true,
  resolve: true,
  confirm: true,
  decline: true,
  schedule: true,
  escalate: true,
  return: true,
  qualify: true,
  unlink: true,
  fixed: true,
  close: true,
  reopen: true,
};

function isAction(permission: Permission): permission is Acts {
  return permission in acts;
}

/** Lists what a person is: an advisor in every account, a contact in each of their accounts something else. */
function rolesOf(actor: Person, accountId: number | undefined): Role[] {
  if (actor.kind === 'advisor') {
    const only = actor.limits?.accountIds;
    if (only && accountId !== undefined && !only.includes(accountId)) return [];
    return [actor.lead ? 'lead' : 'advisor'];
  }
  return membershipsOf(actor)
    .filter((one) => accountId === undefined || one.accountId === accountId)
    .map((one) => (isAuthorizedMember(one) ? 'authorized' : 'read-only'));
}

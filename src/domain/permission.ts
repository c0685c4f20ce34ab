// Who may do what (process.md, People). The status is the other half: `transition`.
import { CaseError } from './case-error.ts';
import { isAuthorized, type Person } from './person.ts';
import { possible, type Action, type CaseState } from './transition.ts';

/** The clock's own actions are nobody's. */
type Acts = Exclude<Action, 'resumeScheduled' | 'noResponse'>;

export type Permission =
  | Acts
  | 'view'
  | 'search'
  | 'post'
  | 'note'
  | 'attach'
  | 'manage-recipients'
  | 'recipient-self'
  | 'correct'
  | 'triage'
  | 'tick-phone-call'
  | 'apply-contact-change'
  | 'link-incident'
  | 'subscribe-channel'
  | 'stats'
  | 'incident'
  | 'maintenance'
  | 'release'
  | 'manage-directory';

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
  attach: working,
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
  note: advisors,
  correct: advisors,
  triage: advisors,
  'tick-phone-call': advisors,
  'apply-contact-change': advisors,
  'link-incident': advisors,
  'subscribe-channel': channelKeepers,
  stats: leads,
  fixed: leads,
  incident: leads,
  maintenance: leads,
  release: leads,
  'manage-directory': leads,
};

export const permissions = Object.keys(allowed) as Permission[];

/**
 * @param accountId the case's account; a contact may do nothing on another account's
 */
export function can(actor: Person, permission: Permission, accountId?: number): boolean {
  if (actor.kind === 'contact' && accountId !== undefined && accountId !== actor.accountId) return false;
  return allowed[permission].includes(roleOf(actor));
}

/** @throws CaseError not-allowed, in words that say who may */
export function authorize(actor: Person, permission: Permission, accountId?: number): void {
  if (can(actor, permission, accountId)) return;
  const allowedRole =
    allowed[permission] === contacts
      ? 'an Authorized Contact'
      : allowed[permission] === leads
        ? 'a lead'
        : allowed[permission] === advisors
          ? 'an advisor'
          : allowed[permission] === channelKeepers
            ? 'a lead, or an Authorized Contact for their own account,'
            : null;
  if (roleOf(actor) === 'read-only') {
    throw new CaseError(
      'not-allowed',
      'You are a Read-Only Contact: you can view and search every case of your district.',
      'Ask an Authorized Contact of your district to do this.',
    );
  }
  throw new CaseError(
    'not-allowed',
    allowedRole ? `Only ${allowedRole} can do this.` : 'You cannot do this here.',
    'Use “help” to see what you can do.',
  );
}

/** The actions of the life cycle and the like that this person may take on this case at this moment: what its buttons are. */
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
  fixed: true,
  close: true,
  reopen: true,
};

function isAction(permission: Permission): permission is Acts {
  return permission in acts;
}

function roleOf(actor: Person): Role {
  if (actor.kind === 'advisor') return actor.lead ? 'lead' : 'advisor';
  return isAuthorized(actor) ? 'authorized' : 'read-only';
}

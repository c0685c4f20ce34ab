/** The role of a contact in their account. All but Read-Only are Authorized Contacts. */
export type ContactType = 'support' | 'technical' | 'implementation' | 'readOnly';
/** Whom a person belongs to: the customer or the support organization. */
export type Side = 'contact' | 'advisor';

/** A person of the directory. */
export type Person = Contact | Advisor;

/** What a contact is in one account (a school district). */
export interface Membership {
  accountId: number;
  contactType: ContactType;
}

/** A person of one account, or of several. */
export interface Contact extends Membership {
  kind: 'contact';
  id: number;
  name: string;
  email: string;
  /** their further accounts; most people have none */
  also?: readonly Membership[];
}

/** A person of the support organization. */
export interface Advisor {
  kind: 'advisor';
  id: number;
  name: string;
  email: string;
  lead: boolean;
  /** the escalation team, or null for support itself */
  team: string | null;
  /** how a token of the API limits what is read and done in their name; absent for everybody else */
  limits?: AdvisorLimits;
}

/** What a token of the API leaves of an advisor. */
export interface AdvisorLimits {
  /** null: every account */
  accountIds: readonly number[] | null;
  /** whether it reads what only advisors see: notes, SLA, assessments */
  internal: boolean;
}

/** Tells whether a person reads internal notes and what else only advisors see. */
export function seesInternal(person: Person): boolean {
  return person.kind === 'advisor' && person.limits?.internal !== false;
}

/** Lists what a contact is in each of their accounts. */
export function membershipsOf({ accountId, contactType, also = [] }: Contact): readonly Membership[] {
  return [{ accountId, contactType }, ...also];
}

/**
 * Returns a contact as somebody of one of their accounts alone: what they do then belongs to that account, and they see no other.
 * @returns null when they do not belong to it
 */
export function inAccount(contact: Contact, accountId: number): Contact | null {
  const found = membershipsOf(contact).find((one) => one.accountId === accountId);
  const { kind, id, name, email } = contact;
  return found ? { kind, id, name, email, accountId, contactType: found.contactType } : null;
}

/**
 * Tells whether a person is an Authorized Contact (Support, Technical or Implementation).
 * @param accountId of this account; otherwise, of at least one
 */
export function isAuthorized(person: Person, accountId?: number): person is Contact {
  return person.kind === 'contact' && membershipsOf(person).some((one) => isAuthorizedMember(one) && isIn(one, accountId));
}

/** Tells whether a membership makes somebody an Authorized Contact. */
export function isAuthorizedMember({ contactType }: Pick<Membership, 'contactType'>): boolean {
  return contactType !== 'readOnly';
}

/** Tells whether a person sees the cases of several accounts, so that a list must say whose each is. */
export function seesSeveralAccounts(person: Person): boolean {
  return person.kind === 'advisor' || membershipsOf(person).length > 1;
}

function isIn(one: Membership, accountId: number | undefined): boolean {
  return accountId === undefined || one.accountId === accountId;
}

/** The role of a contact in their account. All but Read-Only are Authorized Contacts. */
export type ContactType = 'support' | 'technical' | 'implementation' | 'readOnly';
/** Whom a person belongs to: the customer or the support organization. */
export type Side = 'contact' | 'advisor';

/** A person of the directory. */
export type Person = Contact | Advisor;

/** A person of one account (a school district). */
export interface Contact {
  kind: 'contact';
  id: number;
  name: string;
  email: string;
  accountId: number;
  contactType: ContactType;
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
}

/** Tells whether a person is an Authorized Contact (Support, Technical or Implementation). */
export function isAuthorized(person: Person): person is Contact {
  return person.kind === 'contact' && person.contactType !== 'readOnly';
}

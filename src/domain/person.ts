export type ContactType = 'support' | 'technical' | 'implementation' | 'readOnly';
export type Side = 'contact' | 'advisor';

/** One human of the directory: of one account, or of the support organisation. */
export type Person = Contact | Advisor;

export interface Contact {
  kind: 'contact';
  id: number;
  name: string;
  email: string;
  accountId: number;
  contactType: ContactType;
}

export interface Advisor {
  kind: 'advisor';
  id: number;
  name: string;
  email: string;
  lead: boolean;
  team: string | null;
}

/** An Authorized Contact: Support, Technical or Implementation. */
export function isAuthorized(person: Person): person is Contact {
  return person.kind === 'contact' && person.contactType !== 'readOnly';
}

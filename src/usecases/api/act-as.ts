// Who reads and acts in a request of the API. The scopes of the token and the permissions of the person both apply, so the person that use cases
// get is limited to what the token may reach.
import type { ApiToken } from '../../domain/api-token.ts';
import { CaseError } from '../../domain/case-error.ts';
import { membershipsOf, type Advisor, type AdvisorLimits, type Contact, type Person } from '../../domain/person.ts';
import { personByMail } from '../people/person-by-mail.ts';
import type { Services } from '../context.ts';

/** The person of a request. */
export interface Acting {
  person: Person;
  /** IANA */
  timezone: string;
}

/**
 * Finds the person a token acts as.
 * @param address their email address
 * @throws CaseError cannot-act, the same for a person who does not exist and for one whom the token does not reach
 */
export async function actAs(services: Services, token: ApiToken, address: string): Promise<Acting> {
  const found = await personByMail(services, address.trim());
  const person = found && limitedTo(token, found.person);
  if (!found || !person || !token.scopes.includes(person.kind === 'contact' ? 'act:contacts' : 'act:advisors'))
    throw new CaseError(
      'cannot-act',
      'This token can act as nobody with this email address.',
      'Use the address of an active person of the directory, and check the scopes and accounts of the token.',
    );
  return { person, timezone: found.timezone };
}

/** Leaves of a person what a token may reach. @returns null: nothing of a contact is left */
function limitedTo(token: ApiToken, person: Person): Person | null {
  if (person.kind === 'advisor') return { ...person, limits: limitsOf(token) };
  const { also: _also, ...rest } = person;
  const memberships = membershipsOf(person).filter(({ accountId }) => token.accountIds?.includes(accountId) ?? true);
  const [first, ...more] = memberships;
  return first ? { ...rest, ...first, ...(more.length > 0 ? { also: more } : {}) } : null;
}

/** Returns the reader of a request that acts as nobody. It has no cases of its own and can change nothing. */
export function readerOf(token: ApiToken): Acting {
  const reader: Advisor = { kind: 'advisor', id: -token.id, name: token.name, email: '', lead: false, team: null };
  return { person: { ...reader, limits: limitsOf(token) }, timezone: 'UTC' };
}

/**
 * Finds the contact for whom an advisor opens a case.
 * @param address their email address
 * @throws CaseError no-contact at the field `contact`
 */
export async function contactReached(services: Services, token: ApiToken, address: string): Promise<Contact> {
  const found = await personByMail(services, address.trim());
  const contact = found && limitedTo(token, found.person);
  if (contact?.kind === 'contact') return contact;
  const message = 'No contact whom this token reaches has this email address.';
  throw new CaseError('no-contact', message, undefined, { contact: message });
}

function limitsOf({ accountIds, scopes }: ApiToken): AdvisorLimits {
  return { accountIds, internal: scopes.includes('notes:read') };
}

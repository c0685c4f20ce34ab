import { isAuthorizedMember, type Contact } from '../../domain/person.ts';
import type { Prisma } from '../../db/generated/client.ts';
import type { Services } from '../context.ts';
import { activeAccounts, withAccounts } from './person-by-mail.ts';

/** A contact in one of their accounts. */
export interface NamedContact {
  contact: Contact;
  accountName: string;
  /** time zone of the account, IANA name */
  timezone: string;
}

/** Maximum number of matches listed when the name is ambiguous. */
const maxNamed = 5;

/**
 * Finds the Authorized Contact an advisor typed, in any account.
 * @param text an email address, a name, or part of a name
 * @returns the contact in each of the accounts for which they are authorized; or the error message when nobody or several people match
 */
export async function findContact(services: Services, text: string): Promise<NamedContact[] | { mistake: string }> {
  const query = text.trim();
  if (query === '') return { mistake: "Enter the contact's name or email address." };
  const all = await contactsCalled(services, query);
  const found = all.filter(({ contact }) => isAuthorizedMember(contact));
  const [first] = found;
  if (first && found.every(({ contact }) => contact.id === first.contact.id)) return found;
  if (first) return { mistake: `Several contacts match: ${listed(found)}. Enter the email address.` };
  const [reader] = all;
  if (!reader) return { mistake: `No contact matches “${query}”.` };
  return { mistake: `${reader.contact.name} is a Read-Only Contact of ${reader.accountName}. Enter an Authorized Contact.` };
}

/** Returns contacts with exactly this address or name, otherwise those whose name contains it. */
async function contactsCalled(services: Services, text: string): Promise<NamedContact[]> {
  const query = text.toLowerCase();
  const byName = (fits: (name: string) => boolean) => (one: NamedContact) =>
    one.contact.email === query || fits(one.contact.name.toLowerCase());
  // to the database % and _ match anything, so its results are checked again
  const exactly = await read(services, { OR: [{ email: query }, { name: { equals: text, mode: 'insensitive' } }] });
  const exact = exactly.filter(byName((name) => name === query));
  if (exact.length > 0) return exact;
  const partly = await read(services, { name: { contains: text, mode: 'insensitive' } });
  return partly.filter(byName((name) => name.includes(query)));
}

async function read(services: Services, where: Prisma.PersonWhereInput): Promise<NamedContact[]> {
  const rows = await services.db.prisma.person.findMany({
    where: { kind: 'contact', active: true, ...where },
    include: withAccounts,
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: 100,
  });
  return rows.flatMap(({ id, name, email, ...row }) =>
    activeAccounts(row).map(({ accountId, contactType, name: accountName, timezone }): NamedContact => {
      return { contact: { kind: 'contact', id, name, email, accountId, contactType }, accountName, timezone };
    }),
  );
}

function listed(found: NamedContact[]): string {
  const named = found.slice(0, maxNamed).map(({ contact, accountName }) => `${contact.name} (${contact.email}, ${accountName})`);
  const more = found.length - named.length;
  return more > 0 ? `${named.join('; ')}; and ${more} more` : named.join('; ');
}

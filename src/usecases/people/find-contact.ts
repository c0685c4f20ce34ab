import { isAuthorized, type Contact } from '../../domain/person.ts';
import type { Prisma } from '../../db/generated/client.ts';
import type { Services } from '../context.ts';

/** A contact with their account. */
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
 * @returns the contact, or the error message when none or several match
 */
export async function findContact(services: Services, text: string): Promise<NamedContact | { mistake: string }> {
  const query = text.trim();
  if (query === '') return { mistake: "Enter the contact's name or email address." };
  const all = await contactsCalled(services, query);
  const found = all.filter(({ contact }) => isAuthorized(contact));
  const [first, second] = found;
  if (first && !second) return first;
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
    where: { kind: 'contact', active: true, account: { active: true }, ...where },
    include: { account: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: 100,
  });
  return rows.flatMap(({ id, name, email, contactType, account }) => {
    if (!account || !contactType) return [];
    const contact: Contact = { kind: 'contact', id, name, email, accountId: account.id, contactType };
    return [{ contact, accountName: account.name, timezone: account.timezone }];
  });
}

function listed(found: NamedContact[]): string {
  const named = found.slice(0, maxNamed).map(({ contact, accountName }) => `${contact.name} (${contact.email}, ${accountName})`);
  const more = found.length - named.length;
  return more > 0 ? `${named.join('; ')}; and ${more} more` : named.join('; ');
}

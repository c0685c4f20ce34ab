import { contactsOfAccount, contactTypeIn } from '../../db/accounts.ts';
import type { Contact, ContactType } from '../../domain/person.ts';
import type { Services } from '../context.ts';

/** A contact in a list. */
export interface ListedContact {
  id: number;
  name: string;
  email: string;
  contactType: ContactType;
}

/**
 * Lists the active contacts of the account for which a contact acts, including Read-Only contacts, by name.
 * @param limit maximum number of contacts
 */
export async function listContacts(services: Services, { accountId }: Contact, limit: number): Promise<ListedContact[]> {
  const rows = await services.db.prisma.person.findMany({
    where: contactsOfAccount(accountId),
    select: { id: true, name: true, email: true, accountId: true, contactType: true, memberships: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: limit,
  });
  return rows.flatMap(({ id, name, email, ...row }) => {
    const contactType = contactTypeIn(row, accountId);
    return contactType ? [{ id, name, email, contactType }] : [];
  });
}

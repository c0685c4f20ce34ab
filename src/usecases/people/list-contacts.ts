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
 * Lists the active contacts of a contact's own account, including Read-Only contacts, by name.
 * @param limit maximum number of contacts
 */
export async function listContacts(services: Services, { accountId }: Contact, limit: number): Promise<ListedContact[]> {
  const rows = await services.db.prisma.person.findMany({
    where: { kind: 'contact', active: true, accountId },
    select: { id: true, name: true, email: true, contactType: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: limit,
  });
  return rows.flatMap(({ contactType, ...row }) => (contactType ? [{ ...row, contactType }] : []));
}

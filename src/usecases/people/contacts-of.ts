import { authorizedTypes, contactsOfAccount } from '../../db/accounts.ts';
import type { Tx, Services } from '../context.ts';

/** A contact a case can belong to. */
export interface CaseContact {
  id: number;
  name: string;
  email: string;
}

/** Lists the active Authorized Contacts of an account, by name. */
export function contactsOf(
  services: Services,
  accountId: number,
  tx: Pick<Tx, 'person'> = services.db.prisma,
): Promise<CaseContact[]> {
  return tx.person.findMany({
    where: contactsOfAccount(accountId, authorizedTypes),
    select: { id: true, name: true, email: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
}

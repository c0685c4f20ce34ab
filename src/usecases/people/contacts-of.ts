import type { Tx, Services } from '../context.ts';

export interface CaseContact {
  id: number;
  name: string;
  email: string;
}

/** The active Authorized Contacts of an account, by name: whose case a case can be. */
export function contactsOf(
  services: Services,
  accountId: number,
  tx: Pick<Tx, 'person'> = services.db.prisma,
): Promise<CaseContact[]> {
  return tx.person.findMany({
    where: { kind: 'contact', active: true, accountId, contactType: { in: ['support', 'technical', 'implementation'] } },
    select: { id: true, name: true, email: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
}

import type { Tx, Work } from '../context.ts';

export interface CaseContact {
  id: number;
  name: string;
  email: string;
}

/** The active Authorized Contacts of an account, by name: whose case a case can be. */
export function contactsOf(work: Work, accountId: number, tx: Pick<Tx, 'person'> = work.db.prisma): Promise<CaseContact[]> {
  return tx.person.findMany({
    where: { kind: 'contact', active: true, accountId, contactType: { in: ['support', 'technical', 'implementation'] } },
    select: { id: true, name: true, email: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
}

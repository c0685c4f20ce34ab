import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import type { Services } from '../context.ts';

/** A case that is linked to an incident, as a lead's form lists it. */
export interface LinkedCase {
  number: number;
  subject: string;
  accountName: string;
}

/**
 * Lists the open cases that are linked to an incident, oldest first.
 * @param max how many rows are returned; `total` counts all of them
 * @throws CaseError not-allowed
 */
export async function linkedOpenCases(
  services: Services,
  lead: Advisor,
  incidentId: number,
  max: number,
): Promise<{ total: number; rows: LinkedCase[] }> {
  authorize(lead, 'incident');
  const where = { incidentId, status: { not: 'Closed' as const } };
  const total = await services.db.prisma.case.count({ where });
  const select = { number: true, subject: true, account: { select: { name: true } } };
  const rows = await services.db.prisma.case.findMany({ where, select, orderBy: { number: 'asc' }, take: max });
  return { total, rows: rows.map(({ account, ...row }) => ({ ...row, accountName: account.name })) };
}

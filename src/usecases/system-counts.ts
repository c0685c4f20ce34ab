import type { Services } from './context.ts';

/** What there is, for the operator. */
export interface SystemCounts {
  accounts: number;
  contacts: number;
  advisors: number;
  leads: number;
  workspaces: number;
  /** channels that every new case not routed elsewhere goes to */
  queues: number;
  openCases: number;
  waitingDeliveries: number;
  deadDeliveries: number;
}

export async function systemCounts({ db: { prisma } }: Pick<Services, 'db'>): Promise<SystemCounts> {
  const active = true;
  const [accounts, contacts, advisors, leads, workspaces, queues, openCases, waitingDeliveries, deadDeliveries] =
    await Promise.all([
      prisma.account.count({ where: { active } }),
      prisma.person.count({ where: { active, kind: 'contact' } }),
      prisma.person.count({ where: { active, kind: 'advisor' } }),
      prisma.person.count({ where: { active, kind: 'advisor', lead: true } }),
      prisma.workspace.count({ where: { active } }),
      prisma.channel.count({ where: { active, purposes: { has: 'queue' }, modules: { isEmpty: true } } }),
      prisma.case.count({ where: { status: { not: 'Closed' } } }),
      prisma.delivery.count({ where: { state: { in: ['pending', 'sending'] } } }),
      prisma.delivery.count({ where: { state: 'dead' } }),
    ]);
  return { accounts, contacts, advisors, leads, workspaces, queues, openCases, waitingDeliveries, deadDeliveries };
}

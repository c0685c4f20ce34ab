import type { Services } from './context.ts';

/** Counts for `doctor`. */
export interface SystemCounts {
  accounts: number;
  contacts: number;
  advisors: number;
  leads: number;
  workspaces: number;
  /** default queue channels, for new cases that no module routes elsewhere */
  queues: number;
  openCases: number;
  waitingDeliveries: number;
  deadDeliveries: number;
}

/** Counts what is set up and what is waiting. */
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

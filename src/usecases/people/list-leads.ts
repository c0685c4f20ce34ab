import type { Services } from '../context.ts';

/** Lists the names of the active leads, by name. @param max the number of names */
export async function listLeads(services: Services, max: number): Promise<string[]> {
  const leads = await services.db.prisma.person.findMany({
    where: { kind: 'advisor', lead: true, active: true },
    select: { name: true },
    orderBy: { name: 'asc' },
    take: max,
  });
  return leads.map(({ name }) => name);
}

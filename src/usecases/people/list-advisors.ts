import type { Services } from '../context.ts';

/** Lists the active advisors, by name. */
export function listAdvisors(services: Services): Promise<{ id: number; name: string; email: string; team: string | null }[]> {
  return services.db.prisma.person.findMany({
    where: { kind: 'advisor', active: true },
    select: { id: true, name: true, email: true, team: true },
    orderBy: { name: 'asc' },
  });
}

import { Prisma } from '../../db/generated/client.ts';
import type { Person } from '../../domain/person.ts';
import type { CaseRow } from '../case-facts.ts';
import { scopeOf, withinScope } from '../scope.ts';
import { newestFirst, readRows } from './search-cases.ts';
import type { Services } from '../context.ts';

/** Lines of each list on the Home tab. */
export const homeRows = 8;

export interface HomeSummary {
  openCount: number;
  waitingCount: number;
  /** what waits on this person, most urgent first */
  waiting: CaseRow[];
  /** open cases, last modified first */
  recent: CaseRow[];
  /** for advisors: open cases nobody has taken */
  unassignedCount: number;
}

/** What the Home tab tells this person. */
export async function homeSummary(services: Services, actor: Person): Promise<HomeSummary> {
  const open = Prisma.sql`${withinScope(scopeOf(actor))} and c.status <> 'Closed'`;
  const waits = Prisma.sql`${open} and ${waitsOn(actor)}`;
  const [counts] = await services.db.prisma.$queryRaw<{ open: number; waiting: number; unassigned: number }[]>`
    select count(*)::int open, (count(*) filter (where ${waitsOn(actor)}))::int waiting,
      (count(*) filter (where c.advisor_id is null))::int unassigned
    from "case" c where ${open}`;
  const waiting = await readRows(services, waits, Prisma.sql`c.priority desc, c.updated_at, c.id`, homeRows);
  const recent = await readRows(services, open, newestFirst, homeRows);
  return {
    openCount: counts?.open ?? 0,
    waitingCount: counts?.waiting ?? 0,
    unassignedCount: actor.kind === 'advisor' ? (counts?.unassigned ?? 0) : 0,
    waiting,
    recent,
  };
}

function waitsOn(actor: Person): Prisma.Sql {
  return actor.kind === 'contact'
    ? Prisma.sql`c.contact_id = ${actor.id} and not c.answered and c.status in ('PendingCustomerInput', 'PendingCustomerVerification', 'AvailableInRelease')`
    : Prisma.sql`c.advisor_id = ${actor.id} and (c.status in ('New', 'Assigned') or c.answered)`;
}

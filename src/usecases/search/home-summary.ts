import { isOpenCase, isSnoozed, waitsOnContact, waitsOnSupport } from '../../db/case-sets.ts';
import { Prisma } from '../../db/generated/client.ts';
import type { Person } from '../../domain/person.ts';
import type { CaseRow } from '../case-facts.ts';
import { scopeOf, withinScope } from '../scope.ts';
import { newestFirst } from './case-order.ts';
import { readRows } from './search-cases.ts';
import type { Services } from '../context.ts';

/** Number of cases in each list on the Home tab. */
const homeRows = 8;

/** What the Home tab shows. */
export interface HomeSummary {
  openCount: number;
  waitingCount: number;
  /** cases waiting on this person, most urgent first */
  waiting: CaseRow[];
  /** open cases that are not waiting on this person, last modified first */
  recent: CaseRow[];
  /** open cases without an advisor; 0 for contacts */
  unassignedCount: number;
}

/** Reads what the Home tab shows this person. */
export async function homeSummary(services: Services, actor: Person): Promise<HomeSummary> {
  const { prisma } = services.db;
  const open = Prisma.sql`${withinScope(scopeOf(actor))} and ${isOpenCase}`;
  const waits = Prisma.sql`${withinScope(scopeOf(actor))} and ${isWaitingOn(actor, services.clock.now())}`;
  const [counts] = await prisma.$queryRaw<{ open: number; unassigned: number }[]>`
    select count(*)::int open, (count(*) filter (where c.advisor_id is null))::int unassigned from "case" c where ${open}`;
  const [waitingCounted] = await prisma.$queryRaw<
    { waiting: number }[]
  >`select count(*)::int waiting from "case" c where ${waits}`;
  const waiting = await readRows(services, waits, Prisma.sql`c.priority desc, c.updated_at, c.id`, homeRows);
  const others = Prisma.sql`${open} and (${isWaitingOn(actor, services.clock.now())}) is not true`;
  const recent = await readRows(services, others, newestFirst, homeRows);
  return {
    openCount: counts?.open ?? 0,
    waitingCount: waitingCounted?.waiting ?? 0,
    unassignedCount: actor.kind === 'advisor' ? (counts?.unassigned ?? 0) : 0,
    waiting,
    recent,
  };
}

function isWaitingOn(actor: Person, now: Date): Prisma.Sql {
  return actor.kind === 'contact'
    ? Prisma.sql`c.contact_id = ${actor.id} and ${waitsOnContact}`
    : Prisma.sql`c.advisor_id = ${actor.id} and ${waitsOnSupport} and not ${isSnoozed({ id: actor.id, now })}`;
}

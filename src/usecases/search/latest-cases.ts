import { isOpenCase } from '../../db/case-sets.ts';
import { Prisma } from '../../db/generated/client.ts';
import type { Person } from '../../domain/person.ts';
import type { CaseRow } from '../case-facts.ts';
import { scopeOf, withinScope } from '../scope.ts';
import { newestFirst } from './case-order.ts';
import { readRows } from './search-cases.ts';
import type { Services } from '../context.ts';

/** Lists the open cases this person most likely means: their own, last modified first. */
export function latestCases(services: Services, actor: Person, count: number): Promise<CaseRow[]> {
  const own = actor.kind === 'contact' ? Prisma.sql`c.contact_id = ${actor.id}` : Prisma.sql`c.advisor_id = ${actor.id}`;
  return readRows(services, Prisma.sql`${withinScope(scopeOf(actor))} and ${isOpenCase} and ${own}`, newestFirst, count);
}

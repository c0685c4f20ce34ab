import { Prisma } from '../../db/generated/client.ts';
import type { Person } from '../../domain/person.ts';
import type { CaseRow } from '../case-facts.ts';
import { scopeOf, withinScope } from '../scope.ts';
import { readRows } from './search-cases.ts';
import type { Services } from '../context.ts';

/** Reads the lines of these cases, in this order; those this person may not see are left out. */
export function casesNumbered(services: Services, actor: Person, numbers: readonly number[]): Promise<CaseRow[]> {
  const wanted = Prisma.sql`${[...numbers]}::int[]`;
  const where = Prisma.sql`${withinScope(scopeOf(actor))} and c.number = any (${wanted})`;
  return readRows(services, where, Prisma.sql`array_position(${wanted}, c.number)`, numbers.length);
}

import { isSnoozed, waitsOnSupport } from '../../db/case-sets.ts';
import { Prisma } from '../../db/generated/client.ts';
import type { Advisor } from '../../domain/person.ts';
import type { CasePage } from './search-cases.ts';
import { readRows } from './search-cases.ts';
import { scopeOf, withinScope } from '../scope.ts';
import type { Services } from '../context.ts';

/**
 * Lists the cases waiting on support that this advisor has not snoozed: by priority, then by when the SLA is due, then the oldest first.
 * @param page from 1; beyond the end, the last page is returned
 */
export async function queue(
  services: Services,
  advisor: Advisor,
  page: number,
  pageSize: number,
): Promise<CasePage & { snoozed: number }> {
  const waits = Prisma.sql`${withinScope(scopeOf(advisor))} and ${waitsOnSupport}`;
  const snoozed = isSnoozed({ id: advisor.id, now: services.clock.now() });
  const where = Prisma.sql`${waits} and not ${snoozed}`;
  const [counted] = await services.db.prisma.$queryRaw<{ total: number; snoozed: number }[]>`
    select count(*) filter (where not ${snoozed})::int total, count(*) filter (where ${snoozed})::int snoozed from "case" c where ${waits}`;
  const total = counted?.total ?? 0;
  const pages = Math.max(Math.ceil(total / pageSize), 1);
  const shown = Math.min(Math.max(page, 1), pages);
  const rows = await readRows(
    services,
    where,
    Prisma.sql`c.priority desc, c.sla_due_at nulls last, c.created_at, c.id`,
    pageSize,
    (shown - 1) * pageSize,
  );
  return { total, pages, page: shown, rows, snoozed: counted?.snoozed ?? 0 };
}

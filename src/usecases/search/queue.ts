import { waitsOnSupport } from '../../db/case-sets.ts';
import { Prisma } from '../../db/generated/client.ts';
import type { Advisor } from '../../domain/person.ts';
import type { CasePage } from './search-cases.ts';
import { readRows } from './search-cases.ts';
import { scopeOf, withinScope } from '../scope.ts';
import type { Services } from '../context.ts';

/**
 * Lists the cases waiting on support: by priority, then by when the SLA is due, then the oldest first.
 * @param page from 1; beyond the end, the last page is returned
 */
export async function queue(services: Services, advisor: Advisor, page: number, pageSize: number): Promise<CasePage> {
  const where = Prisma.sql`${withinScope(scopeOf(advisor))} and ${waitsOnSupport}`;
  const [counted] = await services.db.prisma.$queryRaw<
    { total: number }[]
  >`select count(*)::int total from "case" c where ${where}`;
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
  return { total, pages, page: shown, rows };
}

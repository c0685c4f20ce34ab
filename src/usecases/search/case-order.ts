// The orders of a list of cases. Each is total, so that no case is on two pages, and none depends on letter case or accents.
import { Prisma } from '../../db/generated/client.ts';
import type { Sort } from '../../domain/case-query.ts';
import { foldText } from '../../domain/search/fold-text.ts';

const { sql } = Prisma;

/** An order: what must be joined to `"case" c` for it, and what to order by. */
export interface CaseOrder {
  joins: Prisma.Sql;
  by: Prisma.Sql;
  /** it is about `search_document d` */
  needsDocument: boolean;
}

/** Last modified first. */
export const newestFirst = sql`c.updated_at desc, c.id desc`;

/**
 * Returns the order for a sort. Cases that are equal in it are ordered last modified first.
 * @param options the configured modules and case types
 */
export function caseOrder({ by, dir }: Sort, options: { modules: readonly string[]; caseTypes: readonly string[] }): CaseOrder {
  const way = dir === 'asc' ? sql`asc` : sql`desc`;
  const order = (key: Prisma.Sql, joins = Prisma.empty): CaseOrder => ({
    joins,
    by: sql`${key} ${way} nulls last, ${newestFirst}`,
    needsDocument: false,
  });
  switch (by) {
    case 'number':
      return { joins: Prisma.empty, by: sql`c.number ${way}`, needsDocument: false };
    case 'subject':
      return { joins: Prisma.empty, by: sql`d.subject ${way}, d.case_id ${way}`, needsDocument: true };
    case 'status':
      return { joins: Prisma.empty, by: sql`c.status ${way}, ${newestFirst}`, needsDocument: false };
    case 'priority':
      return { joins: Prisma.empty, by: sql`c.priority ${way}, ${newestFirst}`, needsDocument: false };
    case 'module':
      return order(optionKey(sql`c.module`, options.modules));
    case 'type':
      return order(optionKey(sql`c.case_type`, options.caseTypes));
    case 'contact':
      return order(sql`${nameKey} ${way}, k.id`, sql`join person k on k.id = c.contact_id`);
    case 'account':
      return order(sql`${nameKey} ${way}, k.id`, sql`join account k on k.id = c.account_id`);
    case 'advisor':
      return order(sql`${nameKey} ${way} nulls last, k.id`, sql`left join person k on k.id = c.advisor_id`);
    case 'opened':
      return order(sql`c.created_at`);
    case 'closed':
      return order(sql`c.closed_at`);
    case 'sla':
      return order(sql`c.sla_due_at`);
    case 'modified':
    case 'relevance':
      return { joins: Prisma.empty, by: sql`c.updated_at ${way}, c.id ${way}`, needsDocument: false };
  }
}

const nameKey = sql`coalesce(k.name_folded, lower(k.name))`;

/** The server can ignore the case of ASCII letters; options with other letters are ordered by their place in our order. */
function optionKey(column: Prisma.Sql, configured: readonly string[]): Prisma.Sql {
  if (configured.every((option) => !/[^\0-\u007F]/.test(option))) return sql`lower(${column} collate "C")`;
  const sorted = [...configured].sort((one, other) => (foldText(one) < foldText(other) ? -1 : 1));
  return sql`array_position(${sorted}::text[], ${column})`;
}

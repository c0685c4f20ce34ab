// Translates a CaseQuery into SQL conditions on `"case" c`. Every value is a parameter.
import { DateTime } from 'luxon';
import type { CaseQuery, Filter } from '../domain/case-query.ts';
import type { Person } from '../domain/person.ts';
import { Prisma } from './generated/client.ts';

/**
 * Translates a query into SQL conditions that must all hold. They do not limit the accounts; see `Scope`.
 * @param actor the person who searches: `mine` means their cases, and internal notes are searched only for advisors
 * @param timezone IANA, of the person who searches: a date means their day
 */
export function caseConditions(query: CaseQuery, actor: Person, timezone: string): Prisma.Sql[] {
  const conditions = [
    ...query.words.map((word) => wordCondition(word, actor)),
    ...query.filters.map((filter) => filterCondition(filter, timezone)),
  ];
  if (query.open) conditions.push(Prisma.sql`c.status <> 'Closed'`);
  if (query.mine)
    conditions.push(actor.kind === 'contact' ? Prisma.sql`c.contact_id = ${actor.id}` : Prisma.sql`c.advisor_id = ${actor.id}`);
  return conditions;
}

/** Finds any form of a word in the subject, the description or a post ("issues" finds "Issue"), or the word as a part of the subject. */
function wordCondition(word: string, actor: Person): Prisma.Sql {
  const terms = Prisma.sql`plainto_tsquery('english', ${word})`;
  const readable = actor.kind === 'contact' ? Prisma.sql`and p.kind <> 'note'` : Prisma.empty;
  return Prisma.sql`(numnode(${terms}) = 0 or c.search_vector @@ ${terms} or c.subject ilike ${`%${escapeLike(word)}%`}
    or c.id in (select p.case_id from post p where p.search_vector @@ ${terms} and p.deleted_at is null ${readable}))`;
}

function filterCondition(filter: Filter, zone: string): Prisma.Sql {
  switch (filter.field) {
    case 'modified':
      return filter.op === 'from'
        ? Prisma.sql`c.updated_at >= ${startOfDay(filter.value, zone, 0)}`
        : Prisma.sql`c.updated_at < ${startOfDay(filter.value, zone, 1)}`;
    case 'contact':
      return Prisma.sql`c.contact_id in (select id from person x where ${compare('x.name', filter)} or lower(x.email) = lower(${filter.value}))`;
    case 'account':
      return Prisma.sql`c.account_id in (select id from account x where ${compare('x.name', filter)} or x.key = lower(${filter.value}))`;
    default:
      return compare(columns[filter.field], filter);
  }
}

/** Returns the moment at which a day begins, computed here because the zone data of the server may differ. @param date ISO */
function startOfDay(date: string, zone: string, daysLater: number): Date {
  return DateTime.fromISO(date, { zone }).plus({ days: daysLater }).startOf('day').toJSDate();
}

const columns = {
  number: 'c.number::text',
  subject: 'c.subject',
  status: 'c.status::text',
  priority: 'c.priority::text',
  module: 'c.module',
  type: 'c.case_type',
} as const;

function compare(column: string, { op, value }: Filter): Prisma.Sql {
  const left = Prisma.raw(column);
  const text = escapeLike(value);
  switch (op) {
    case 'not-equals':
      return Prisma.sql`${left} not ilike ${text}`;
    case 'starts-with':
      return Prisma.sql`${left} ilike ${`${text}%`}`;
    case 'ends-with':
      return Prisma.sql`${left} ilike ${`%${text}`}`;
    case 'contains':
      return Prisma.sql`${left} ilike ${`%${text}%`}`;
    case 'not-contains':
      return Prisma.sql`${left} not ilike ${`%${text}%`}`;
    default:
      return Prisma.sql`${left} ilike ${text}`;
  }
}

/** Escapes `%`, `_` and `\`, so that they match themselves. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

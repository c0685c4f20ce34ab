// Translates a CaseQuery into SQL conditions on `"case" c`. Every value is a parameter.
import { type CaseQuery, type Filter, type IsFilter, type SlaFilter, type TextOperator } from '../domain/case-query.ts';
import { resolveRange } from '../domain/search/day-range.ts';
import type { Person } from '../domain/person.ts';
import { Prisma } from './generated/client.ts';

/**
 * Translates a query into SQL conditions that must all hold. They do not limit the accounts; see `Scope`.
 * @param actor the person who searches: `mine` means their cases, and internal notes are searched only for advisors
 * @param timezone IANA, of the person who searches: a date means their day
 */
export function caseConditions(query: CaseQuery, actor: Person, timezone: string, now: Date): Prisma.Sql[] {
  const words = query.words.map(({ text, negated }) => negate(wordCondition(text, actor), negated));
  const named = query.named === null ? Prisma.sql`false` : Prisma.sql`c.number = ${query.named}`;
  return [
    ...(words.length === 0 ? [] : [Prisma.sql`(${named} or (${Prisma.join(words, ' and ')}))`]),
    ...query.filters.map((filter) => negate(filterCondition(filter, actor, timezone, now), filter.negated)),
  ];
}

function negate(condition: Prisma.Sql, isNegated: boolean): Prisma.Sql {
  return isNegated ? Prisma.sql`not coalesce(${condition}, false)` : condition;
}

/** Finds any form of a word in the subject, the description or a post ("issues" finds "Issue"), or the word as a part of the subject. */
function wordCondition(word: string, actor: Person): Prisma.Sql {
  const terms = Prisma.sql`plainto_tsquery('english', ${word})`;
  const readable = actor.kind === 'contact' ? Prisma.sql`and p.kind <> 'note'` : Prisma.empty;
  return Prisma.sql`(numnode(${terms}) = 0 or c.search_vector @@ ${terms} or c.subject ilike ${`%${escapeLike(word)}%`}
    or c.id in (select p.case_id from post p where p.search_vector @@ ${terms} and p.deleted_at is null ${readable}))`;
}

function filterCondition(filter: Filter, actor: Person, zone: string, now: Date): Prisma.Sql {
  switch (filter.field) {
    case 'number':
      return Prisma.sql`c.number = any (${[...filter.value]})`;
    case 'subject':
      return compare('c.subject', filter);
    case 'contact':
      return Prisma.sql`c.contact_id in (select id from person x where ${compare('x.name', filter)} or lower(x.email) = lower(${filter.value}))`;
    case 'advisor':
      return Prisma.sql`c.advisor_id in (select id from person x where ${compare('x.name', filter)} or lower(x.email) = lower(${filter.value}))`;
    case 'account':
      return Prisma.sql`c.account_id in (select id from account x where ${compare('x.name', filter)} or x.key = lower(${filter.value}))`;
    case 'incident':
      return Prisma.sql`c.incident_id in (select id from notice x where ${compare('x.title', filter)} or x.id::text = ${filter.value})`;
    case 'status':
    case 'priority':
      return Prisma.sql`${Prisma.raw(`c.${filter.field}::text`)} = any (${[...filter.value]})`;
    case 'module':
    case 'type':
    case 'team':
      return Prisma.sql`${Prisma.raw(listColumns[filter.field])} = any (${[...filter.value]})`;
    case 'defect':
      return Prisma.sql`c.defect_id in (select id from defect x where x.number = any (${[...filter.value]}))`;
    case 'modified':
    case 'opened':
    case 'closed': {
      const { from, until } = resolveRange(filter.value, now, zone);
      const column = Prisma.raw(dayColumns[filter.field]);
      const isAfter = from ? Prisma.sql`${column} >= ${from}` : Prisma.sql`${column} is not null`;
      return Prisma.sql`(${isAfter} and ${until ? Prisma.sql`${column} < ${until}` : Prisma.sql`true`})`;
    }
    case 'sla':
      return Prisma.sql`(${Prisma.join(
        filter.value.map((value) => slaConditions(now)[value]),
        ' or ',
      )})`;
    case 'has':
      return hasConditions[filter.value];
    case 'is':
      return isConditions(actor)[filter.value];
  }
}

const listColumns = { module: 'c.module', type: 'c.case_type', team: 'c.team' } as const;
const dayColumns = { modified: 'c.updated_at', opened: 'c.created_at', closed: 'c.closed_at' } as const;
const hasConditions = {
  // cases have no attachments yet
  file: Prisma.sql`false`,
  incident: Prisma.sql`c.incident_id is not null`,
  defect: Prisma.sql`c.defect_id is not null`,
} as const;

function slaConditions(now: Date): Record<SlaFilter, Prisma.Sql> {
  const open = Prisma.sql`c.status <> 'Closed'`;
  return {
    breached: Prisma.sql`(${open} and c.sla_due_at <= ${now})`,
    due: Prisma.sql`(${open} and c.sla_due_at > ${now})`,
    paused: Prisma.sql`(${open} and c.sla is not null and c.sla_due_at is null)`,
    met: Prisma.sql`(not ${open} and c.sla is not null and c.sla_due_at is null)`,
    none: Prisma.sql`c.sla is null`,
  };
}

function isConditions(actor: Person): Record<IsFilter, Prisma.Sql> {
  const mine = actor.kind === 'contact' ? Prisma.sql`c.contact_id = ${actor.id}` : Prisma.sql`c.advisor_id = ${actor.id}`;
  return {
    open: Prisma.sql`c.status <> 'Closed'`,
    closed: Prisma.sql`c.status = 'Closed'`,
    mine,
    unassigned: Prisma.sql`c.advisor_id is null`,
    'waiting-on-me':
      actor.kind === 'contact'
        ? Prisma.sql`(${mine} and not c.answered and c.status in ('PendingCustomerInput', 'PendingCustomerVerification', 'AvailableInRelease'))`
        : Prisma.sql`(${mine} and c.status <> 'Closed' and (c.status in ('New', 'Assigned') or c.answered))`,
  };
}

function compare(column: string, { operator, value }: { operator: TextOperator; value: string }): Prisma.Sql {
  const left = Prisma.raw(column);
  const text = escapeLike(value);
  switch (operator) {
    case 'starts-with':
      return Prisma.sql`${left} ilike ${`${text}%`}`;
    case 'ends-with':
      return Prisma.sql`${left} ilike ${`%${text}`}`;
    case 'contains':
      return Prisma.sql`${left} ilike ${`%${text}%`}`;
    case 'equals':
      return Prisma.sql`${left} ilike ${text}`;
  }
}

/** Escapes `%`, `_` and `\`, so that they match themselves. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

// Translates the filters and words of a CaseQuery into SQL conditions on `"case" c` and its `search_document d`. Every value is a parameter.
import type { CaseQuery, Filter, IsFilter, SlaFilter, TextOperator } from '../domain/case-query.ts';
import { resolveRange } from '../domain/search/day-range.ts';
import { foldText } from '../domain/search/fold-text.ts';
import { toTsquery } from '../domain/search/search-terms.ts';
import { inAccounts, type AccountIds } from './accounts.ts';
import { isOpenCase, isSnoozed, waitsOnContact, waitsOnSupport } from './case-sets.ts';
import { Prisma } from './generated/client.ts';

const { sql, join } = Prisma;

/** Who searches, as far as conditions are concerned. */
export interface Reader {
  /** operator: the command line, which may read everything and has no cases of its own */
  kind: 'contact' | 'advisor' | 'operator';
  id: number | null;
  /** false: an advisor whose token finds nothing that only advisors see */
  internal?: boolean;
  /** the only accounts the search covers; null for all */
  accountIds: AccountIds;
  /** IANA: days are days there */
  timezone: string;
  now: Date;
}

/** The conditions of a search, by what they are on. All must hold. */
export interface CaseConditions {
  /** on `"case" c`, without the limit to the reader's account */
  cases: Prisma.Sql[];
  /** on `search_document d` */
  documents: Prisma.Sql[];
  /** an index of subjects has the few that can match */
  fewSubjects: boolean;
  /** the words, as a tsquery; null without words */
  tsquery: string | null;
}

/** Finds the incidents that a filter means. */
export type FindIncidents = (filter: Filter & { field: 'incident' }) => readonly number[];

/** Translates a query. The conditions do not limit the accounts; see `Scope`. */
export function caseConditions(
  query: Pick<CaseQuery, 'words' | 'filters'>,
  reader: Reader,
  findIncidents: FindIncidents,
): CaseConditions {
  const conditions: CaseConditions = { cases: [], documents: [], fewSubjects: false, tsquery: toTsquery(query.words) };
  for (const filter of query.filters) {
    if (filter.field === 'subject') {
      conditions.documents.push(maybeNot(filter, compareText(sql`d.subject`, filter.operator, filter.value)));
      conditions.fewSubjects ||= !filter.negated && foldText(filter.value).length >= indexedLetters;
    } else if (filter.field === 'has' && filter.value === 'file') {
      conditions.documents.push(maybeNot(filter, matchesWords(fileWord, reader)));
    } else {
      conditions.cases.push(onCase(filter, reader, findIncidents));
    }
  }
  if (hidesSnoozed(query, reader)) conditions.cases.push(sql`not ${isSnoozed(reader)}`);
  return conditions;
}

/** Whether a search shows an advisor what waits for them, which leaves out what they snoozed. */
function hidesSnoozed({ filters }: Pick<CaseQuery, 'filters'>, { kind }: Reader): boolean {
  const states = filters.flatMap((filter) => (filter.field === 'is' ? [filter] : []));
  const asksForOwn = states.some(({ value, negated }) => !negated && (value === 'mine' || value === 'waiting-on-me'));
  return kind === 'advisor' && asksForOwn && states.every(({ value }) => value !== 'snoozed');
}

/** The index of subjects is one of trigrams. */
const indexedLetters = 3;

/** A word of every document of a case with files. Nobody can type it. */
const fileWord = `'§file'`;

/** Limits a tsquery to the documents of the reader's accounts, so that one index answers both. */
export function withinAccounts(tsquery: string, { accountIds }: { accountIds: AccountIds }): string {
  if (accountIds === null) return tsquery;
  const marks = accountIds.map((id) => `'§${id}'`);
  return `${marks.length === 1 ? (marks[0] ?? '') : `(${marks.join(' | ')})`} & (${tsquery})`;
}

/** Builds the condition that a document matches a tsquery. Only advisors find what internal notes say. */
export function matchesWords(tsquery: string, { kind, internal = true }: Pick<Reader, 'kind' | 'internal'>): Prisma.Sql {
  if (kind === 'contact' || !internal) return sql`d.words @@ ${tsquery}::tsquery`;
  const either = sql`(d.words @@ ${tsquery}::tsquery or d.all_words @@ ${tsquery}::tsquery)`;
  // a word that must be absent may be in a note
  return tsquery.includes('!') ? sql`(${either} and coalesce(d.all_words, d.words) @@ ${tsquery}::tsquery)` : either;
}

function maybeNot({ negated, field }: Filter, condition: Prisma.Sql): Prisma.Sql {
  if (!negated) return condition;
  // without coalesce an index can answer it, and these are never null
  return ['subject', 'status', 'priority', 'module', 'type', 'contact', 'account', 'number'].includes(field)
    ? sql`not (${condition})`
    : sql`not coalesce(${condition}, false)`;
}

function onCase(filter: Filter, reader: Reader, findIncidents: FindIncidents): Prisma.Sql {
  if (filter.field === 'is' && (filter.value === 'open' || filter.value === 'closed'))
    return (filter.value === 'open') === !filter.negated ? isOpenCase : sql`c.status = 'Closed'`;
  return maybeNot(filter, positive(filter, reader, findIncidents));
}

function positive(filter: Filter, reader: Reader, findIncidents: FindIncidents): Prisma.Sql {
  switch (filter.field) {
    case 'number':
      return sql`c.number = any (${[...filter.value]}::int[])`;
    case 'status':
      return sql`c.status = any (${[...filter.value]}::"Status"[])`;
    case 'priority':
      return sql`c.priority = any (${[...filter.value]}::"Priority"[])`;
    case 'module':
      return sql`c.module = any (${[...filter.value]}::text[])`;
    case 'type':
      return sql`c.case_type = any (${[...filter.value]}::text[])`;
    case 'team':
      return sql`c.team = any (${[...filter.value]}::text[])`;
    case 'defect':
      return sql`c.defect_id in (select id from defect where number = any (${[...filter.value]}::text[]))`;
    case 'incident':
      return sql`c.incident_id = any (${[...findIncidents(filter)]}::int[])`;
    case 'contact':
      return sql`c.contact_id in (${peopleCalled(filter)})`;
    case 'advisor':
      return sql`c.advisor_id in (${peopleCalled(filter)})`;
    case 'account':
      return accountCalled(filter, reader);
    case 'modified':
    case 'opened':
    case 'closed':
      return within(filter, reader);
    case 'sla':
      return sql`(${join(filter.value.map((value) => slaCondition(value, reader.now)), ' or ')})`; // prettier-ignore
    case 'has':
      return filter.value === 'incident' ? sql`c.incident_id is not null` : sql`c.defect_id is not null`;
    case 'is':
      return isCondition(filter.value, reader);
    case 'subject':
      throw new Error('a condition on the document');
  }
}

/** Within one account, whether it is the one: the server finds that out before it reads a case. */
function accountCalled({ operator, value }: { operator: TextOperator; value: string }, { accountIds }: Reader): Prisma.Sql {
  const isCalled = sql`(${compareText(sql`x.name_folded`, operator, value)} or x.key = lower(${value}))`;
  return accountIds?.length === 1
    ? sql`exists (select from account x where ${inAccounts(sql`x.id`, accountIds)} and ${isCalled})`
    : sql`c.account_id in (select id from account x where ${isCalled})`;
}

function peopleCalled({ operator, value }: { operator: TextOperator; value: string }): Prisma.Sql {
  return sql`select id from person x where ${compareText(sql`x.name_folded`, operator, value)} or x.email = lower(${value})`;
}

/** Compares folded text. */
function compareText(column: Prisma.Sql, operator: TextOperator, value: string): Prisma.Sql {
  const text = foldText(value);
  const pattern = text.replace(/[\\%_]/g, '\\$&');
  switch (operator) {
    case 'equals':
      return sql`${column} = ${text}`;
    case 'starts-with':
      return sql`${column} like ${`${pattern}%`}`;
    case 'ends-with':
      return sql`${column} like ${`%${pattern}`}`;
    case 'contains':
      return sql`${column} like ${`%${pattern}%`}`;
  }
}

const moments = { modified: sql`c.updated_at`, opened: sql`c.created_at`, closed: sql`c.closed_at` } as const;

function within({ field, value }: Filter & { operator: 'within' }, { now, timezone }: Reader): Prisma.Sql {
  const { from, until } = resolveRange(value, now, timezone);
  const column = moments[field];
  const ends = [
    ...(from ? [sql`${column} >= ${from}`] : []),
    ...(until ? [sql`${column} < ${until}`] : []),
    ...(field === 'closed' ? [sql`c.status = 'Closed'`] : []),
  ];
  return ends.length === 0 ? sql`true` : sql`(${join(ends, ' and ')})`;
}

const goals = ['firstResponse', 'nextUpdate', 'resolution'].map((goal) => sql`c.sla->${Prisma.raw(`'${goal}'`)}`);
const anyGoal = (test: (goal: Prisma.Sql) => Prisma.Sql): Prisma.Sql => sql`(${join(goals.map(test), ' or ')})`;
const isMissed = (goal: Prisma.Sql): Prisma.Sql => sql`${goal}->>'overdueSince' is not null`;
const isUnmet = (goal: Prisma.Sql): Prisma.Sql => sql`(${goal}->>'target' is not null and ${goal}->>'met' = 'false')`;

function slaCondition(value: SlaFilter, now: Date): Prisma.Sql {
  switch (value) {
    case 'breached':
      return sql`(${isOpenCase} and (c.sla_due_at <= ${now} or ${anyGoal((goal) => sql`(${isMissed(goal)} and ${isUnmet(goal)})`)}))`;
    case 'due':
      return sql`(${isOpenCase} and c.sla_due_at > ${now})`;
    case 'paused':
      return sql`(${isOpenCase} and c.sla_due_at is null and ${anyGoal(isUnmet)})`;
    case 'met':
      return sql`(c.sla is not null and not ${anyGoal(isMissed)} and (c.status = 'Closed' or not ${anyGoal(isUnmet)}))`;
    case 'none':
      return sql`c.sla is null`;
  }
}

function isCondition(value: IsFilter, reader: Reader): Prisma.Sql {
  const { kind, id } = reader;
  if (value === 'open' || value === 'closed') throw new Error('without a person');
  if (value === 'unassigned') return sql`c.advisor_id is null`;
  if (value === 'waiting-on-support') return sql`(${waitsOnSupport})`;
  if (kind === 'operator') return sql`false`;
  if (value === 'snoozed') return kind === 'advisor' ? isSnoozed(reader) : sql`false`;
  const own = kind === 'contact' ? sql`c.contact_id = ${id}` : sql`c.advisor_id = ${id}`;
  if (value === 'mine') return own;
  return sql`(${own} and ${kind === 'contact' ? waitsOnContact : waitsOnSupport})`;
}

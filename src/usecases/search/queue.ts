import { caseConditions } from '../../db/case-conditions.ts';
import { isSnoozed, waitsOnSupport } from '../../db/case-sets.ts';
import { Prisma } from '../../db/generated/client.ts';
import type { Filter } from '../../domain/case-query.ts';
import type { Advisor } from '../../domain/person.ts';
import { dueGroups, dueMoments, type DueGroup, type DueMoments } from '../../domain/search/due-groups.ts';
import type { CaseRow } from '../case-facts.ts';
import { scopeOf, withinScope } from '../scope.ts';
import type { Services } from '../context.ts';
import { incidentFinder, readRows, type CasePage } from './search-cases.ts';

const { sql, join } = Prisma;

/** A page of the queue. */
export interface QueuePage extends CasePage {
  /** the moments by which its cases are grouped */
  moments: DueMoments;
  /** number of cases of each group, on all pages */
  groups: Readonly<Record<DueGroup, number>>;
  /** cases that this advisor snoozed, which are left out */
  snoozed: number;
}

/** Which part of the queue is read. */
export interface QueueRequest {
  /** conditions on cases: all but those on the text, which only a search answers */
  filters: readonly Filter[];
  /** from 1; beyond the end, the last page is returned */
  page: number;
  pageSize: number;
}

/**
 * Lists the cases waiting on support that this advisor has not snoozed, grouped by when their SLA is due: overdue, today, later, and without a due time. In each group they are
 * by priority, then by the due time, then the oldest first.
 * @param timezone IANA: the reader's, in which "today" ends
 */
export async function queue(services: Services, advisor: Advisor, asked: QueueRequest, timezone: string): Promise<QueuePage> {
  const moments = dueMoments(services.clock.now(), timezone);
  const where = await conditionOf(services, advisor, asked.filters, timezone);
  const isSnoozedNow = isSnoozed({ id: advisor.id, now: moments.now });
  // the index of the queue has all that is counted but snoozes, which are few and have an index of their own
  const [waiting, hidden] = await Promise.all([
    countGroups(services, where, moments),
    countGroups(services, sql`${where} and c.snooze_due_at is not null and ${isSnoozedNow}`, moments),
  ]);
  const groups = Object.fromEntries(dueGroups.map((group) => [group, waiting[group] - hidden[group]])) as Counts;
  const total = sumOf(groups);
  const pages = Math.max(Math.ceil(total / asked.pageSize), 1);
  const page = Math.min(Math.max(asked.page, 1), pages);
  const rows: CaseRow[] = [];
  let skip = (page - 1) * asked.pageSize;
  for (const group of dueGroups) {
    const wanted = Math.min(asked.pageSize - rows.length, Math.max(groups[group] - skip, 0));
    if (wanted > 0)
      rows.push(
        ...(await readRows(
          services,
          sql`${where} and not ${isSnoozedNow} and ${inGroup(group, moments)}`,
          mostUrgentFirst,
          wanted,
          skip,
        )),
      );
    skip = Math.max(skip - groups[group], 0);
  }
  return { total, pages, page, rows, moments, groups, snoozed: sumOf(hidden) };
}

function sumOf(counts: Counts): number {
  return dueGroups.reduce((sum, group) => sum + counts[group], 0);
}

/** The order of the index `case_queue`. */
const mostUrgentFirst = sql`c.priority desc, c.sla_due_at nulls last, c.created_at, c.id`;

async function conditionOf(
  services: Services,
  advisor: Advisor,
  filters: readonly Filter[],
  timezone: string,
): Promise<Prisma.Sql> {
  const scope = scopeOf(advisor);
  const reader = { kind: advisor.kind, id: advisor.id, accountIds: scope.accountIds, timezone, now: services.clock.now() };
  const { cases } = caseConditions({ words: [], filters }, reader, await incidentFinder(services, { filters }));
  return join([withinScope(scope), waitsOnSupport, ...cases], ' and ');
}

function inGroup(group: DueGroup, { now, tomorrow }: DueMoments): Prisma.Sql {
  switch (group) {
    case 'overdue':
      return sql`c.sla_due_at <= ${now}`;
    case 'today':
      return sql`c.sla_due_at > ${now} and c.sla_due_at < ${tomorrow}`;
    case 'later':
      return sql`c.sla_due_at >= ${tomorrow}`;
    case 'none':
      return sql`c.sla_due_at is null`;
  }
}

type Counts = Record<DueGroup, number>;

async function countGroups({ db }: Services, where: Prisma.Sql, moments: DueMoments): Promise<Counts> {
  const counts = dueGroups.map(
    (group) => sql`(count(*) filter (where ${inGroup(group, moments)}))::int ${Prisma.raw(`"${group}"`)}`,
  );
  const [counted] = await db.prisma.$queryRaw<Counts[]>`select ${join(counts)} from "case" c where ${where}`;
  return counted ?? { overdue: 0, today: 0, later: 0, none: 0 };
}

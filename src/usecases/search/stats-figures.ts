// Counts the figures of a report over all accounts. Each statement reads a range of one index: cases by when they were opened, history by when it
// was written (`history_entry_counted`, which has only the actions below), ratings by when they were asked for. What else happened to a case is in
// `history_entry_marks`. Only cases that are open now are read as a whole.
import { Prisma } from '../../db/generated/client.ts';
import { eventsToContact } from '../../domain/sla.ts';
import { noFigures, type Figures, type StatsReport, type StatsSplit, type Timing } from '../../domain/stats/stats-report.ts';
import type { Span } from '../../domain/stats/stats-period.ts';

const { sql } = Prisma;
type Sql = Prisma.Sql;

/** Runs one statement. */
export type Query = <Row extends object>(statement: Sql) => Promise<Row[]>;

/** Figures by the key of their group. The key of all cases together is `null`. */
export type FiguresByKey = Map<string | null, Figures>;

/** What cases are grouped by: a column of the case `c` as text; the empty text is the group of those without one. */
const keys: Record<StatsSplit, Sql> = {
  advisor: sql`coalesce(c.advisor_id::text, '')`,
  account: sql`c.account_id::text`,
  module: sql`c.module`,
  type: sql`c.case_type`,
};

const keyOf = (split: StatsSplit | null): Sql => (split === null ? sql`''` : keys[split]);

/** Groups the rows of a CTE by their key, and all of them together, whose key is null. */
const eachAndAll = sql`group by grouping sets ((), ("key"))`;

/** The entries of the index `history_entry_counted`; a condition must have exactly this text for it to be used. */
const counted = sql`h.action in ('confirm', 'close', 'noResponse', 'reopen', 'resolve', 'sla-breach')`;
const closing = sql`h.action in ('confirm', 'close', 'noResponse')`;

const within = (column: Sql, { from, until }: Span): Sql => sql`${column} >= ${from} and ${column} < ${until}`;

/**
 * Counts a period.
 * @param openNow open cases at this moment, by key; what happened since the end of the period leads from them to those of then
 */
export async function countFigures(
  query: Query,
  span: Span,
  split: StatsSplit | null,
  openNow: ReadonlyMap<string | null, number>,
): Promise<FiguresByKey> {
  const opened = await query<OpenedRow>(openedIn(span, split));
  const happened = await query<HappenedRow>(happenedIn(span, split));
  const rated = await query<RatedRow>(ratedIn(span, split));
  const since = await query<{ key: string | null; change: number }>(changeSince(span.until, split));
  const found: FiguresByKey = new Map();
  const add = (key: string | null, some: Partial<Figures>): void => {
    found.set(key, { ...(found.get(key) ?? noFigures), ...some });
  };
  add(null, {});
  for (const { key, opened: count, ...times } of opened) add(key, { opened: count, firstResponse: timingOf(times) });
  for (const { key, cases, median, p90, ...counts } of happened)
    add(key, { ...counts, resolution: timingOf({ cases, median, p90 }) });
  for (const { key, ...counts } of rated) add(key, counts);
  const changes = new Map(since.map(({ key, change }) => [key, change]));
  for (const key of new Set([...openNow.keys(), ...changes.keys(), ...found.keys()]))
    add(key, { open: (openNow.get(key) ?? 0) - (changes.get(key) ?? 0) });
  return found;
}

/** Seconds arrive with fractions of a millisecond. */
function timingOf({ cases, median, p90 }: Timing): Timing {
  const round = (seconds: number | null): number | null => (seconds === null ? null : Math.round(seconds));
  return { cases, median: round(median), p90: round(p90) };
}

const percentiles = (seconds: Sql): Sql => sql`
  count(${seconds})::int cases, percentile_cont(0.5) within group (order by ${seconds})::float8 median,
  percentile_cont(0.9) within group (order by ${seconds})::float8 p90`;

type OpenedRow = { key: string | null; opened: number } & Timing;

const openedIn = (span: Span, split: StatsSplit | null): Sql => sql`
  with opened as materialized (
    select ${keyOf(split)} "key", extract(epoch from (
      -- the posts of a merged duplicate may be older than the case
      select min(greatest(p.created_at, c.created_at)) from post p where p.case_id = c.id and p.author_side = 'advisor'
        and (p.kind = 'public' or p.kind = 'event' and p.action = any (${[...eventsToContact]}::text[]))) - c.created_at) took
    from "case" c where ${within(sql`c.created_at`, span)}
  )
  select "key", count(*)::int opened, ${percentiles(sql`took`)} from opened ${eachAndAll}`;

type HappenedRow = { key: string | null } & Timing &
  Pick<Figures, 'closed' | 'reopened' | 'breaches' | 'closedCases' | 'firstLevel' | 'withSla' | 'slaMet'>;

/** The entries of the index `history_entry_marks`; without it the planner would read the whole history. */
const marked = sql`x.action in ('escalate', 'reopen', 'sla-breach')`;

/** A case that was never in the history with this action before the end of the period. */
const never = (action: 'escalate' | 'sla-breach', { until }: Span): Sql =>
  sql`not exists (select from history_entry x where x.case_id = c.id and ${marked} and x.action = ${action} and x.at < ${until})`;

const happenedIn = (span: Span, split: StatsSplit | null): Sql => sql`
  with by_case as materialized (
    select h.case_id, (count(*) filter (where ${closing}))::int closed, (count(*) filter (where h.action = 'reopen'))::int reopened,
      (count(*) filter (where h.action = 'sla-breach'))::int breaches, max(h.at) filter (where h.action = 'resolve') resolved
    from history_entry h where ${counted} and ${within(sql`h.at`, span)} group by h.case_id
  ), facts as materialized (
    select ${keyOf(split)} "key", b.closed, b.reopened, b.breaches, b.closed > 0 was_closed,
      b.closed > 0 and ${never('escalate', span)} first_level, b.closed > 0 and c.sla is not null with_sla,
      b.closed > 0 and c.sla is not null and ${never('sla-breach', span)} sla_met,
      extract(epoch from b.resolved - coalesce(
        (select max(x.at) from history_entry x where x.case_id = c.id and ${marked} and x.action = 'reopen' and x.at <= b.resolved),
        c.created_at)) took
    from by_case b join "case" c on c.id = b.case_id
  )
  select "key", coalesce(sum(closed), 0)::int closed, coalesce(sum(reopened), 0)::int reopened, coalesce(sum(breaches), 0)::int breaches,
    (count(*) filter (where was_closed))::int "closedCases", (count(*) filter (where first_level))::int "firstLevel",
    (count(*) filter (where with_sla))::int "withSla", (count(*) filter (where sla_met))::int "slaMet", ${percentiles(sql`took`)}
  from facts ${eachAndAll}`;

type RatedRow = { key: string | null } & Pick<Figures, 'asked' | 'good' | 'okay' | 'poor'>;

const ratedIn = (span: Span, split: StatsSplit | null): Sql => sql`
  with rated as materialized (
    select ${keyOf(split)} "key", s.score from satisfaction s join "case" c on c.id = s.case_id where ${within(sql`s.asked_at`, span)}
  )
  select "key", count(*)::int asked, (count(*) filter (where score = 'good'))::int good,
    (count(*) filter (where score = 'okay'))::int okay, (count(*) filter (where score = 'poor'))::int poor
  from rated ${eachAndAll}`;

/** By how much the number of open cases changed since a moment: opened and reopened cases less closed ones. */
const changeSince = (moment: Date, split: StatsSplit | null): Sql => sql`
  with changed as materialized (
    select ${keyOf(split)} "key", 1 change from "case" c where c.created_at >= ${moment}
    union all
    select ${keyOf(split)}, case when h.action = 'reopen' then 1 else -1 end
    from history_entry h join "case" c on c.id = h.case_id
    where ${counted} and (h.action = 'reopen' or ${closing}) and h.at >= ${moment}
  )
  select "key", coalesce(sum(change), 0)::int change from changed ${eachAndAll}`;

/** Counts the cases that are open now, by key. */
export async function countOpenNow(query: Query, split: StatsSplit | null): Promise<Map<string | null, number>> {
  const rows = await query<{ key: string | null; open: number }>(sql`
    with unclosed as materialized (select ${keyOf(split)} "key" from "case" c where c.status <> 'Closed')
    select "key", count(*)::int open from unclosed ${eachAndAll}`);
  return new Map(rows.map(({ key, open }) => [key, open]));
}

/** What happened in one day, week or month. */
export interface BucketRow {
  /** its first day */
  start: string;
  what: 'opened' | 'closed' | 'reopened';
  count: number;
}

/** Counts what was opened, closed and reopened by day, week (from Sunday) or month of a zone. @param zone IANA */
export function countByTime(query: Query, span: Span, unit: StatsReport['unit'], zone: string): Promise<BucketRow[]> {
  const shift = unit === 'week' ? sql`interval '1 day'` : sql`interval '0 days'`;
  return query<BucketRow>(sql`
    with happened as materialized (
      select c.created_at moment, 'opened' what from "case" c where ${within(sql`c.created_at`, span)}
      union all
      select h.at, case when h.action = 'reopen' then 'reopened' else 'closed' end from history_entry h
      where ${counted} and (h.action = 'reopen' or ${closing}) and ${within(sql`h.at`, span)}
    )
    select to_char(date_trunc(${unit}::text, moment at time zone ${zone}::text + ${shift}) - ${shift}, 'YYYY-MM-DD') "start", what, count(*)::int count
    from happened group by 1, 2`);
}

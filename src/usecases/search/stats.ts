import { Prisma } from '../../db/generated/client.ts';
import { authorize } from '../../domain/permission.ts';
import type { Person } from '../../domain/person.ts';
import type { Priority } from '../../domain/priority.ts';
import {
  bucketStarts,
  bucketUnit,
  noFigures,
  withOpen,
  type StatsQuery,
  type StatsReport,
  type StatsSplit,
} from '../../domain/stats/stats-report.ts';
import { isOpen, statuses, type Status } from '../../domain/status.ts';
import type { Services } from '../context.ts';
import { keepFigures, keptFigures } from './kept-stats.ts';
import { searchWithin } from './search-session.ts';
import { countByTime, countFigures, countOpenNow, type FiguresByKey, type Query } from './stats-figures.ts';

/** How support is doing. */
export interface Stats extends StatsReport {
  /** open cases now, by status and priority; without zeros */
  openNow: { status: Status; priority: Priority; count: number }[];
  /** cases whose latest reminder reached nobody */
  unreachable: number;
}

/** How long statistics may take, in milliseconds: those of a year and a million cases take half of it. Slack and Teams are answered meanwhile. */
const limitMs = 60_000;

const narrower = 'Choose a shorter period.';

/**
 * Counts how support is doing, over all accounts.
 * @throws CaseError not-allowed: leads only; too-broad, busy: as a search
 */
export async function stats(services: Services, actor: Person, query: StatsQuery): Promise<Stats> {
  const report = await readReport(services, actor, query);
  const [openNow, unreachable] = await Promise.all([
    countOpen(services),
    services.db.prisma.followUp.count({ where: { unreachable: true } }),
  ]);
  return { ...report, openNow, unreachable };
}

/** Counts the figures of a period and of the one before. @throws CaseError as `stats` */
export async function readReport(services: Services, actor: Person, query: StatsQuery): Promise<StatsReport> {
  authorize(actor, 'stats');
  const counting = searchWithin(services, 'statistics', narrower, (session) => countReport(session.query, query), {
    limitMs,
    snapshot: true,
    tooLong: 'There are too many cases in this period to count them in time.',
  });
  return keepFigures(services, query, counting);
}

/**
 * Reads the figures that a message showed: its chart and its file say the same as the message, and don't count a second time. After some
 * minutes, or in another process, they are counted again.
 * @throws CaseError as `stats`
 */
export async function readShownReport(services: Services, actor: Person, query: StatsQuery): Promise<StatsReport> {
  authorize(actor, 'stats');
  return keptFigures(services, query) ?? readReport(services, actor, query);
}

/** Counts the figures of a period and of the one before. It checks no permission. @param run runs one statement */
export async function countReport(run: Query, query: StatsQuery): Promise<StatsReport> {
  const { from, until, before, zone, split } = query;
  const unit = bucketUnit(query);
  const openNow = await countOpenNow(run, split);
  const current = await countFigures(run, { from, until }, split, openNow);
  const earlier = await countFigures(run, before, split, openNow);
  const total = current.get(null) ?? noFigures;
  const openAtStart = total.open - total.opened - total.reopened + total.closed;
  const happened = await countByTime(run, { from, until }, unit, zone);
  const countOf = (start: string, what: (typeof happened)[number]['what']): number =>
    happened.find((row) => row.start === start && row.what === what)?.count ?? 0;
  const counted = bucketStarts(query, unit, zone).map((start) => ({
    start,
    opened: countOf(start, 'opened'),
    closed: countOf(start, 'closed'),
    reopened: countOf(start, 'reopened'),
  }));
  return {
    ...{ from, until, before, zone, split, unit, openAtStart, total },
    buckets: withOpen(counted, openAtStart),
    totalBefore: earlier.get(null) ?? noFigures,
    groups: split === null ? [] : await groupsOf(run, split, current, earlier),
  };
}

/** Names the groups and sorts them: most cases opened and closed first. A group without any figure is left out. */
async function groupsOf(
  run: Query,
  split: StatsSplit,
  current: FiguresByKey,
  earlier: FiguresByKey,
): Promise<StatsReport['groups']> {
  const found = [...new Set([...current.keys(), ...earlier.keys()])].filter((key) => key !== null);
  const labels = await labelsOf(run, split, found);
  const moved = ({ opened, closed }: { opened: number; closed: number }): number => opened + closed;
  return found
    .map((key) => ({
      label: labels.get(key) ?? key,
      now: current.get(key) ?? noFigures,
      before: earlier.get(key) ?? noFigures,
    }))
    .filter(({ now, before }) => [now, before].some((one) => one.open !== 0 || one.breaches > 0 || one.reopened > 0 || one.asked > 0 || moved(one) > 0 || one.resolution.cases > 0)) // prettier-ignore
    .sort((one, other) => moved(other.now) - moved(one.now) || other.now.open - one.now.open || one.label.localeCompare(other.label, 'en-US')); // prettier-ignore
}

async function labelsOf(run: Query, split: StatsSplit, found: readonly string[]): Promise<Map<string, string>> {
  if (split !== 'advisor' && split !== 'account') return new Map();
  const table = split === 'advisor' ? Prisma.sql`person` : Prisma.sql`account`;
  const ids = found.filter((key) => key !== '').map(Number);
  const rows = await run<{ id: number; name: string }>(Prisma.sql`select id, name from ${table} where id = any (${ids}::int[])`);
  return new Map([['', 'Unassigned'], ...rows.map(({ id, name }): [string, string] => [String(id), name])]);
}

/** Goes account by account, so that the index on account and status finds the open cases without reading closed ones. */
function countOpen(services: Services): Promise<Stats['openNow']> {
  return services.db.prisma.$queryRaw<Stats['openNow']>`
    select c.status, c.priority, count(*)::int count
    from account a cross join lateral (
      select status, priority from "case" where account_id = a.id and status = any(${statuses.filter(isOpen)}::"Status"[])
    ) c
    group by c.status, c.priority order by c.status, c.priority desc`;
}

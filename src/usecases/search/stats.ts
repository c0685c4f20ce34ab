import { Prisma } from '../../db/generated/client.ts';
import { authorize } from '../../domain/permission.ts';
import type { Person } from '../../domain/person.ts';
import type { Priority } from '../../domain/priority.ts';
import type { Score } from '../../domain/satisfaction.ts';
import { eventsToContact } from '../../domain/sla.ts';
import { isOpen, statuses, type Status } from '../../domain/status.ts';
import type { Services } from '../context.ts';

/** How support is doing. */
export interface Stats {
  /** length of the period that ends now, in days */
  days: number;
  /** open cases now, by status and priority; without zeros */
  open: { status: Status; priority: Priority; count: number }[];
  /** cases whose latest reminder reached nobody */
  unreachable: number;
  lastWeek: { opened: number; closed: number };
  period: {
    opened: number;
    closed: number;
    /** closed cases that were never escalated */
    firstLevel: number;
    /** median elapsed time in seconds, of the cases opened in the period; null without such cases */
    firstResponse: number | null;
    resolution: number | null;
    slaBreaches: number;
    /** how contacts rate the cases that were closed in the period */
    satisfaction: Satisfaction;
  };
}

/** How often contacts were asked about a closed case, and how often each answer was given. */
export type Satisfaction = Record<'asked' | Score, number>;

const day = 86_400_000;

/**
 * Counts how support is doing, over all accounts.
 * @param days length of the period that ends now
 * @throws CaseError not-allowed: leads only
 */
export async function stats(services: Services, actor: Person, days: number): Promise<Stats> {
  authorize(actor, 'stats');
  const now = services.clock.now().getTime();
  const [open, unreachable, satisfaction, { opened_week, closed_week, first_level, ...of }] = await Promise.all([
    countOpen(services),
    services.db.prisma.followUp.count({ where: { unreachable: true } }),
    countRatings(services, new Date(now - days * day)),
    countPeriod(services, new Date(now - days * day), new Date(now - 7 * day)),
  ]);
  return {
    days,
    open,
    unreachable,
    lastWeek: { opened: opened_week, closed: closed_week },
    period: {
      opened: of.opened,
      closed: of.closed,
      firstLevel: first_level,
      firstResponse: of.first_response,
      resolution: of.resolution,
      slaBreaches: of.breaches,
      satisfaction,
    },
  };
}

/** Goes account by account, so that the index on account and status finds the open cases without reading closed ones. */
const openCases = Prisma.sql`
  account a cross join lateral (
    select id, status, priority from "case" where account_id = a.id and status = any(${statuses.filter(isOpen)}::"Status"[])
  ) c`;

function countOpen(services: Services): Promise<Stats['open']> {
  return services.db.prisma.$queryRaw<Stats['open']>`
    select c.status, c.priority, count(*)::int count from ${openCases}
    group by c.status, c.priority order by c.status, c.priority desc`;
}

async function countRatings({ db }: Services, since: Date): Promise<Satisfaction> {
  const where = { askedAt: { gte: since } };
  const rows = await db.prisma.satisfaction.groupBy({ by: ['score'], where, _count: { _all: true } });
  const countOf = (score: Score | null): number => rows.find((row) => row.score === score)?._count._all ?? 0;
  const [good, okay, poor] = [countOf('good'), countOf('okay'), countOf('poor')];
  return { asked: good + okay + poor + countOf(null), good, okay, poor };
}

interface Period {
  opened_week: number;
  closed_week: number;
  opened: number;
  closed: number;
  first_level: number;
  first_response: number | null;
  resolution: number | null;
  breaches: number;
}

/** A case opened, closed or breached in the period was either modified since its start or is still open; indexes find both. */
async function countPeriod(services: Services, since: Date, week: Date): Promise<Period> {
  const both = since < week ? since : week;
  const [period] = await services.db.prisma.$queryRaw<Period[]>`
    with touched as materialized (
      select id, created_at, closed_at from "case" where updated_at >= ${both}
    ), answered as (
      select c.created_at,
        (select min(p.created_at) from post p where p.case_id = c.id and p.author_side = 'advisor'
          and (p.kind = 'public' or p.kind = 'event' and p.action = any(${eventsToContact}::text[]))) responded,
        (select min(h.at) from history_entry h where h.case_id = c.id and h.action = 'resolve') resolved
      from touched c where c.created_at >= ${since}
    ), times as (
      select percentile_cont(0.5) within group (order by extract(epoch from responded - created_at)) first_response,
        percentile_cont(0.5) within group (order by extract(epoch from resolved - created_at)) resolution
      from answered
    ), counts as (
      select (count(*) filter (where created_at >= ${week}))::int opened_week,
        (count(*) filter (where closed_at >= ${week}))::int closed_week,
        (count(*) filter (where created_at >= ${since}))::int opened,
        (count(*) filter (where closed_at >= ${since}))::int closed,
        (count(*) filter (where closed_at >= ${since} and not exists (
          select from history_entry h where h.case_id = c.id and h.action = 'escalate')))::int first_level
      from touched c
    ), breached as (
      select count(*)::int breaches
      from (select id from touched union select c.id from ${openCases}) c
      join history_entry h on h.case_id = c.id and h.action = 'sla-breach' and h.at >= ${since}
    )
    select * from counts, times, breached`;
  if (!period) throw new Error('the counts query returned no row');
  return period;
}

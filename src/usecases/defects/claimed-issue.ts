// Followed issues wait in their table until they are due. One process claims one at a time; a process that was killed gives it back when its
// lease ends. A webhook that arrives while an issue is read makes it due again.
import { Prisma, type Defect, type DevIssue } from '../../db/generated/client.ts';
import { durationMs } from '../../domain/duration.ts';
import type { TrackerError } from '../../ports.ts';
import { refreshDefectCards } from '../../outbox/enqueue/index.ts';
import type { Services, Tx } from '../context.ts';
import { isPending, troubleOf } from '../dev-issue-facts.ts';

const { sql } = Prisma;

/** An issue that this process may create or read now, with its defect. `nextAt` is the end of its lease. */
export type ClaimedIssue = DevIssue & { defect: Defect; nextAt: Date };

/** Longer than all calls for one issue, each of which has a time limit. */
const leaseMs = 300_000;

/**
 * Claims the issue that waits longest.
 * @param trackers names of those that are asked
 * @returns null when none is due
 */
export async function claimIssue({ db, clock }: Services, trackers: readonly string[]): Promise<ClaimedIssue | null> {
  const now = clock.now();
  const [claimed] = await db.prisma.$queryRaw<{ id: number }[]>`
    update dev_issue set next_at = ${new Date(now.getTime() + leaseMs)}::timestamptz where id = (
      select i.id from dev_issue i where i.next_at <= ${now}::timestamptz and i.tracker = any (${[...trackers]}::text[])
        and not exists (select from dev_issue p where p.tracker = i.tracker and p.paused_until > ${now}::timestamptz)
      order by i.next_at, i.id limit 1 for update skip locked)
    returning id`;
  if (!claimed) return null;
  const row = await db.prisma.devIssue.findUnique({ where: { id: claimed.id }, include: { defect: true } });
  return row?.nextAt ? { ...row, nextAt: row.nextAt } : null;
}

/** Sets when a claimed issue is due next, unless a webhook made it due meanwhile. @param next null: it is not followed any longer */
export async function releaseIssue(db: Pick<Tx, '$executeRaw'>, { id, nextAt }: ClaimedIssue, next: Date | null): Promise<void> {
  await db.$executeRaw`
    update dev_issue set next_at = case when next_at = ${nextAt}::timestamptz then ${next}::timestamptz else next_at end where id = ${id}`;
}

/** What follows a success. */
export const noFailure = { failingAt: null, attempts: 0, errorCode: null, pausedUntil: null } as const;

const minute = 60_000;

/** Records why a tracker could not be asked, and when it is asked again. The process of the case goes on without it. */
export async function recordFailure(
  services: Services,
  issue: ClaimedIssue,
  error: TrackerError,
  settleMs: number,
): Promise<void> {
  const now = services.clock.now();
  const attempts = issue.attempts + 1;
  const isLimited = error.kind === 'limited';
  const again = new Date(
    now.getTime() + Math.max(waitMs(error, attempts), error.kind === 'in-doubt' && isPending(issue) ? settleMs : 0),
  );
  const data = {
    attempts,
    errorCode: error.code,
    failingAt: isLimited ? issue.failingAt : (issue.failingAt ?? now),
    pausedUntil: isLimited ? again : null,
  };
  await services.db.transaction(async (tx) => {
    await tx.devIssue.update({ where: { id: issue.id }, data });
    await releaseIssue(tx, issue, again);
    const [before, after] = [troubleOf(issue), troubleOf({ ...issue, ...data })];
    if (before?.code !== after?.code) await refreshDefectCards(tx, issue.defectId, 'advisor');
  });
}

/** Waits longer each time: a minute to a quarter of an hour; five minutes to six hours where somebody has to change something first. */
function waitMs({ kind, retryAfterMs }: TrackerError, attempts: number): number {
  if (kind === 'limited') return retryAfterMs;
  const [first, longest] = kind === 'refused' ? [5 * minute, 360 * minute] : [minute, 15 * minute];
  return Math.min(first * 2 ** Math.min(attempts - 1, 10), longest);
}

/** When an issue is read again of which no webhook arrives. */
export function nextPoll(services: Services, tracker: string): Date {
  const { trackers, businessHours } = services.settings;
  const every = trackers.find(({ name }) => name === tracker)?.pollEvery ?? '15m';
  return new Date(services.clock.now().getTime() + durationMs(every, businessHours));
}

/** Begins to follow the issues of open defects with cases whose numbers belong to a tracker, however they were entered. */
export async function adoptDefects({ db, clock, settings }: Services): Promise<void> {
  const now = clock.now();
  for (const { name, prefix } of settings.trackers) {
    const begins = `${prefix.replaceAll('_', '\\_')}-%`;
    await db.prisma.$executeRaw(sql`
      insert into dev_issue (defect_id, tracker, next_at, created_at)
      select d.id, ${name}, ${now}::timestamptz, ${now}::timestamptz from defect d
      where d.state = 'Open' and d.number like ${begins} and not exists (select from dev_issue i where i.defect_id = d.id)
        and exists (select from "case" c where c.defect_id = d.id)
      on conflict do nothing`);
  }
}

// Computes every running plan again when an account's calendar has changed: by an import, by the configured business hours, or by an upgrade
// that knows the holidays better (process.md, Calendars). What was sent stays sent. An account remembers the calendar that its plans were
// computed with, so a run that was killed is repeated by the next one.
import { DateTime } from 'luxon';
import { calendarVersion, nextBusinessMoment, type Calendar } from '../domain/business-time.ts';
import { replanFollowUp } from '../domain/follow-up.ts';
import { readSla } from '../domain/sla-state.ts';
import type { Account, Case, FollowUp, Prisma } from '../db/generated/client.ts';
import { refreshCards, refreshPost } from '../outbox/enqueue/index.ts';
import { calendarOf } from './account-calendar.ts';
import { slaColumns } from './sla-columns.ts';
import type { Tx, Services } from './context.ts';

/** Cases per transaction. */
const batch = 200;
/** Limits of one transaction on a busy machine; ms. */
const transactionLimits = { timeout: 120_000, maxWait: 120_000 };

/**
 * Computes follow-up plans, schedules and SLA times again for the open cases of every account whose calendar has changed.
 * @returns how many accounts had changed, and how many of their cases got other times
 */
export async function replanCases(services: Services): Promise<{ accounts: number; cases: number }> {
  const done = { accounts: 0, cases: 0 };
  for (const account of await services.db.prisma.account.findMany({ orderBy: { id: 'asc' } })) {
    const calendar = calendarOf(services, account);
    const version = calendarVersion(calendar);
    if (version === account.calendarVersion) continue;
    done.cases += await replanAccount(services, account, calendar);
    done.accounts += 1;
    await remember(services, account, version);
  }
  return done;
}

/** Stores the calendar that the plans agree with. One that an import has changed meanwhile is left to the next run. */
async function remember(services: Services, { id }: Account, version: string): Promise<void> {
  await services.db.transaction(async (tx) => {
    await tx.$queryRaw`select id from account where id = ${id} for no key update`;
    const account = await tx.account.findUniqueOrThrow({ where: { id } });
    if (calendarVersion(calendarOf(services, account)) !== version) return;
    await tx.account.update({ where: { id }, data: { calendarVersion: version } });
  });
}

async function replanAccount(services: Services, { id: accountId }: Account, calendar: Calendar): Promise<number> {
  let changed = 0;
  for (let after = 0; ;) {
    const page = await services.db.prisma.case.findMany({
      where: { accountId, status: { not: 'Closed' }, id: { gt: after } },
      select: { id: true },
      orderBy: { id: 'asc' },
      take: batch,
    });
    const ids = page.map(({ id }) => id);
    if (ids.length > 0) {
      changed += await services.db.transaction((tx) => replanPage(services, tx, ids, calendar), transactionLimits);
    }
    if (ids.length < batch) return changed;
    after = ids.at(-1) ?? after;
  }
}

/** Locks the cases, so that nothing is computed from a plan that another process is changing. */
async function replanPage(services: Services, tx: Tx, ids: number[], calendar: Calendar): Promise<number> {
  await tx.$queryRaw`select id from "case" where id = any (${ids}::int[]) order by id for no key update`;
  const where = { id: { in: ids }, status: { not: 'Closed' as const } };
  const rows = await tx.case.findMany({ where, include: { followUp: true }, orderBy: { id: 'asc' } });
  let changed = 0;
  for (const { followUp, ...row } of rows) {
    const times = changedTimes(row, calendar);
    if (times) await tx.case.update({ where: { id: row.id }, data: times });
    const moved = followUp !== null && (await moveFollowUp(services, tx, followUp, calendar));
    if (!times && !moved) continue;
    await refreshCards(tx, row.id);
    changed += 1;
  }
  return changed;
}

/** @returns the columns with other times than the calendar gives; null when they are right */
function changedTimes(row: Case, calendar: Calendar): Prisma.CaseUncheckedUpdateInput | null {
  const sla = readSla(row.sla);
  const { slaDueAt, slaAlertAt } = sla ? slaColumns(sla, calendar) : row;
  const scheduledAt = row.scheduledFor ? startOfSchedule(row.scheduledFor, calendar, row.scheduledAt) : row.scheduledAt;
  const times = { slaDueAt, slaAlertAt, scheduledAt };
  const isSame = isSameMoment(slaDueAt, row.slaDueAt) && isSameMoment(slaAlertAt, row.slaAlertAt);
  return isSame && isSameMoment(scheduledAt, row.scheduledAt) ? null : times;
}

/** Computes when a scheduled case resumes. @param otherwise for an account that never works */
function startOfSchedule(date: Date, calendar: Calendar, otherwise: Date | null): Date | null {
  const day = DateTime.fromISO(date.toISOString().slice(0, 10), { zone: calendar.timezone });
  return unlessNeverWorks(() => nextBusinessMoment(calendar, day.toJSDate())) ?? otherwise;
}

async function moveFollowUp(services: Services, tx: Tx, followUp: FollowUp, calendar: Calendar): Promise<boolean> {
  const { caseId, plan, dueAt, reminderPostId } = followUp;
  const reminder = reminderPostId === null ? null : await tx.post.findUnique({ where: { id: reminderPostId } });
  const running = { ...followUp, attemptedAt: reminder?.createdAt ?? null };
  const next = unlessNeverWorks(() => replanFollowUp(calendar, running, services.settings.followUp));
  if (!next) return false;
  const isSame = isSameMoment(next.dueAt, dueAt) && next.plan.every((moment, step) => isSameMoment(moment, plan[step] ?? null));
  if (isSame) return false;
  await tx.followUp.update({ where: { caseId }, data: next });
  if (reminderPostId !== null) await refreshPost(tx, reminderPostId);
  return true;
}

/** An account that has no business day within ten years keeps its times. */
function unlessNeverWorks<T>(compute: () => T): T | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function isSameMoment(one: Date | null, other: Date | null): boolean {
  return one?.getTime() === other?.getTime();
}

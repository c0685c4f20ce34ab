// Starts and stops the follow-up clock of a case as it changes. `domain/follow-up.ts` has the plan, `clock/sweep-follow-ups.ts` the reminders.
import { Prisma, type Account } from '../db/generated/client.ts';
import { WriteBatch } from '../db/write-batch.ts';
import { planFollowUp } from '../domain/follow-up.ts';
import { waitsOn } from '../domain/status.ts';
import { refreshShown } from '../outbox/enqueue/index.ts';
import { accountOf, calendarOf } from './account-calendar.ts';
import type { CaseChange } from './case-change.ts';
import type { Tx, Services } from './context.ts';

const { sql } = Prisma;

/**
 * Adds to a batch what a change does to the follow-up clock. It runs while the case is waiting on its contact and they have not replied. A question, a resolution
 * or the advisor's next post after a reply to a resolution starts it at day 0, and so does another case contact. Publishing the release of a fix starts it by `startFollowUp`.
 * @returns a query for the posts to refresh: the last reminder stays and loses its buttons
 */
export async function updateFollowUp(services: Services, tx: Tx, batch: WriteBatch, happened: CaseChange): Promise<Prisma.Sql[]> {
  const { before, change, answered, at } = happened;
  if (!runs(happened)) return waitsOn(before.status) === 'contact' ? [stop(batch, before.id)] : [];
  const isNewContact = change.patch?.contactId !== undefined;
  const restarts = change.action === 'ask' || change.action === 'resolve' || isNewContact || (before.answered && !answered);
  return restarts ? [start(batch, before.id, planOf(services, await accountOf(tx, before), at), at)] : [];
}

function runs({ before, status, change, answered }: CaseChange): boolean {
  // a contact's reply to a question changes the status, so the case still waits for one
  if (status === 'PendingCustomerInput') return true;
  if (status === 'PendingCustomerVerification') return !answered;
  const { releaseNotifiedAt = before.releaseNotifiedAt } = change.patch ?? {};
  return status === 'AvailableInRelease' && releaseNotifiedAt !== null && !answered;
}

/**
 * Starts the follow-up clock of a case at day 0, also when it runs already. The case row must be locked.
 * @param at day 0
 */
export async function startFollowUp(services: Services, tx: Tx, locked: CaseChange['before'], at: Date): Promise<void> {
  const batch = new WriteBatch();
  const reminder = start(batch, locked.id, planOf(services, await accountOf(tx, locked), at), at);
  batch.writeAll(refreshShown(locked.id, { cards: false, posts: [reminder] }));
  await batch.send(tx);
}

/** Starts the clock, or stops it where there is no plan. @returns a query for its last reminder */
function start(batch: WriteBatch, caseId: number, plan: Date[] | null, at: Date): Prisma.Sql {
  if (!plan) return stop(batch, caseId);
  const due = plan[0] ?? at;
  batch.write(
    'restarted',
    sql`insert into follow_up as f (case_id, started_at, plan, due_at)
      values (${caseId}, ${at}::timestamptz, ${plan.map((one) => one.toISOString())}::timestamptz[], ${due}::timestamptz)
      on conflict (case_id) do update set started_at = excluded.started_at, plan = excluded.plan, attempts = 0, due_at = excluded.due_at,
        reminder_post_id = null, unreachable = false, reminder_arrived = false`,
  );
  return sql`select reminder_post_id from follow_up where case_id = ${caseId}`;
}

/** Stops the clock. @returns a query for its last reminder */
function stop(batch: WriteBatch, caseId: number): Prisma.Sql {
  batch.write('stopped', sql`delete from follow_up where case_id = ${caseId} returning reminder_post_id`);
  return sql`select reminder_post_id from stopped`;
}

/** Plans the follow-up. @returns null for an account that never works: its contacts get no reminders */
function planOf(services: Services, account: Account, at: Date): Date[] | null {
  try {
    return planFollowUp(calendarOf(services, account), at, services.settings.followUp);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

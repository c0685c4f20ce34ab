// Starts and stops the follow-up clock of a case as it changes. `domain/follow-up.ts` has the plan, `clock/sweep-follow-ups.ts` the reminders.
import type { Account } from '../db/generated/client.ts';
import { planFollowUp } from '../domain/follow-up.ts';
import { waitsOn } from '../domain/status.ts';
import { refreshPost } from '../outbox/enqueue/index.ts';
import { accountOf, calendarOf } from './account-calendar.ts';
import type { CaseChange } from './case-change.ts';
import type { Tx, Services } from './context.ts';

/**
 * Updates the follow-up clock after a change. It runs while the case is waiting on its contact and they have not replied. A question, a resolution
 * or the advisor's next post after a reply to a resolution starts it at day 0, and so does another case contact. Publishing the release of a fix starts it by `startFollowUp`.
 */
export async function updateFollowUp(services: Services, tx: Tx, happened: CaseChange): Promise<void> {
  const { before, change, answered, at } = happened;
  if (!runs(happened)) {
    if (waitsOn(before.status) === 'contact') await stopFollowUp(tx, before.id);
    return;
  }
  const isNewContact = change.patch?.contactId !== undefined;
  const restarts = change.action === 'ask' || change.action === 'resolve' || isNewContact || (before.answered && !answered);
  if (restarts) await startFollowUp(services, tx, before, at);
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
  const { id: caseId } = locked;
  await stopFollowUp(tx, caseId);
  const account = await accountOf(tx, locked);
  const plan = planOf(services, account, at);
  if (!plan) return;
  await tx.followUp.create({ data: { caseId, startedAt: at, plan, dueAt: plan[0] ?? at } });
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

/** Stops the clock. The last reminder stays and loses its buttons. */
async function stopFollowUp(tx: Tx, caseId: number): Promise<void> {
  const [ended] = await tx.$queryRaw<{ reminder: number | null }[]>`
    delete from follow_up where case_id = ${caseId} returning reminder_post_id as reminder`;
  if (ended && ended.reminder !== null) await refreshPost(tx, ended.reminder);
}

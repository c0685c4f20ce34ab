// Sends the reminders and makes the closings that are due, for up to a million cases (process.md, Follow-up). The rules are in
// `domain/follow-up.ts`, the set-based statements in `outbox/enqueue/follow-up-sweep.ts`; this file decides what happens to which case.
// Each step takes effect exactly once, whatever sweeps at the same time or was killed before.
import {
  closeUnanswered,
  delayUndelivered,
  lockDueCases,
  findDueCases,
  postponeSteps,
  sendReminders,
  resendReminders,
  isAnyStepDue,
  type NextStep,
  type DueCases,
} from '../../outbox/enqueue/follow-up-sweep.ts';
import { arrivedBefore, attemptWaitsUntil, closingWaitsUntil, dueAfterAttempt, earliestAfter } from '../../domain/follow-up.ts';
import { formatDate } from '../../domain/text/times.ts';
import { reopenUntil } from '../../domain/transition.ts';
import type { Account } from '../../db/generated/client.ts';
import { enqueueDirectCards, openMailConversations } from '../../outbox/enqueue/index.ts';
import { calendarOf } from '../account-calendar.ts';
import { Failures } from '../failures.ts';
import type { Tx, Services } from '../context.ts';
import { clockName } from '../../domain/history.ts';

/** Cases per transaction: enough to make the statements cheap, few enough that nobody waits long for a locked case. */
const batch = 5_000;
/** Transactions at once. */
const concurrency = 3;
/** Limits of one transaction on a busy machine; ms. */
const transactionLimits = { timeout: 120_000, maxWait: 120_000 };
/** A delivery this far in the future (ms) was sent before the machine's clock was set back. */
const clockSkew = 3_600_000;
/** A day in ms. */
const day = 86_400_000;

/** What one tick did, in cases. */
export interface Swept {
  reminded: number;
  closed: number;
  /** held back because the latest reminder was not delivered yet */
  held: number;
}

/**
 * Makes every attempt and closing that is due. Steps that are due outside an account's business hours wait for them.
 * @throws AggregateError at the end when batches failed; the others are done
 */
export async function sweepFollowUps(services: Services): Promise<Swept> {
  const now = services.clock.now();
  const swept: Swept = { reminded: 0, closed: 0, held: 0 };
  if (!(await isAnyStepDue(services.db.pool, now))) return swept;
  const moments = new Map<number, Moments>();
  const pages = pagesOfDue(services, now);
  const failures = new Failures();
  const work = async (): Promise<void> => {
    for await (const ids of pages) {
      const page = () => services.db.transaction((tx) => sweepPage(services, tx, ids, now, moments), transactionLimits);
      const plan = await failures.past(page);
      swept.reminded += plan ? countOf(plan.remind) : 0;
      swept.closed += plan ? countOf(plan.close) : 0;
      swept.held += plan ? countOf(plan.hold) : 0;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  failures.raise('batches of follow-ups failed');
  return swept;
}

/** Pages of cases that are due. Concurrent readers each get other pages. */
async function* pagesOfDue(services: Services, now: Date): AsyncGenerator<number[]> {
  let after = 0;
  for (;;) {
    const ids = await findDueCases(services.db.pool, now, after, batch);
    if (ids.length > 0) yield ids;
    if (ids.length < batch) return;
    after = ids.at(-1) ?? after;
  }
}

async function sweepPage(services: Services, tx: Tx, page: number[], now: Date, moments: Map<number, Moments>): Promise<Plan> {
  const cases = await lockDueCases(tx, page, now);
  await readMoments(services, tx, cases, now, moments);
  const plan = decide(cases, now, moments);
  const voice = { now, brand: services.settings.brand, clockName };
  const notified = [...plan.remind, ...plan.close, ...plan.hold].flatMap(({ ids }) => ids);
  if (services.mail && notified.length > 0) await openMailConversations(tx, notified);
  if (plan.wait.length > 0) await postponeSteps(tx, plan.wait);
  if (plan.hold.length > 0) await tryAgain(tx, await delayUndelivered(tx, plan.hold));
  if (plan.remind.length > 0) await sendReminders(tx, plan.remind, voice);
  if (plan.close.length > 0) {
    const closings = new Map([...moments].map(([account, { closingText }]) => [account, closingText]));
    await closeUnanswered(
      tx,
      plan.close.flatMap(({ ids }) => ids),
      closings,
      voice,
    );
  }
  return plan;
}

/** Sends a reminder again that did not arrive, also to direct conversations the contact has opened since. */
async function tryAgain(tx: Tx, unreachable: readonly number[]): Promise<void> {
  if (unreachable.length === 0) return;
  for (const id of unreachable) await enqueueDirectCards(tx, id);
  await resendReminders(tx, unreachable);
}

/** What happens to the cases of a page, with the moment of each one's next step. */
interface Plan {
  remind: NextStep[];
  close: { ids: number[] }[];
  hold: NextStep[];
  wait: NextStep[];
}

const countOf = (cases: readonly { ids: readonly number[] }[]): number => cases.reduce((sum, { ids }) => sum + ids.length, 0);

function decide(cases: readonly DueCases[], now: Date, moments: ReadonlyMap<number, Moments>): Plan {
  const plan: Plan = { remind: [], close: [], hold: [], wait: [] };
  for (const { ids, accountId, attempts, isLast, arrivedAt, plannedNext, nextIsLast } of cases) {
    const at = moments.get(accountId);
    if (!at) throw new Error(`the calendar of account ${accountId} was not read`);
    const step = isLast ? 'closing' : 'attempt';
    const until = at.waitsUntil[step];
    const arrived = arrivedAt !== null && (arrivedAt < at.arrivedBefore[step] || arrivedAt.getTime() > now.getTime() + clockSkew);
    if (until) plan.wait.push({ ids, dueAt: until });
    else if (attempts > 0 && !arrived) plan.hold.push({ ids, dueAt: at.earliest[step] });
    else if (isLast) plan.close.push({ ids });
    else plan.remind.push({ ids, dueAt: dueAfterAttempt(plannedNext, nextIsLast, at.earliest) });
  }
  return plan;
}

/** The present moment by an account's calendar. */
interface Moments {
  /** null when the step may be made now */
  waitsUntil: { attempt: Date | null; closing: Date | null };
  earliest: { attempt: Date; closing: Date };
  arrivedBefore: { attempt: Date; closing: Date };
  /** the text of the post that closes a case; CommonMark */
  closingText: string;
}

async function readMoments(
  services: Services,
  tx: Tx,
  cases: readonly DueCases[],
  now: Date,
  known: Map<number, Moments>,
): Promise<void> {
  const unknown = new Set(cases.map(({ accountId }) => accountId).filter((id) => !known.has(id)));
  if (unknown.size === 0) return;
  for (const account of await tx.account.findMany({ where: { id: { in: [...unknown] } } })) {
    known.set(account.id, momentsOf(services, account, now));
  }
}

/** Computes the moments of an account. One that never works waits day by day, so that it does not stop the others. */
function momentsOf(services: Services, account: Account, now: Date): Moments {
  const calendar = calendarOf(services, account);
  try {
    return {
      waitsUntil: { attempt: attemptWaitsUntil(calendar, now), closing: closingWaitsUntil(calendar, now) },
      earliest: earliestAfter(calendar, now),
      arrivedBefore: arrivedBefore(calendar, now),
      closingText: closingText(services, account.timezone, now),
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const [at, later] = [now, new Date(now.getTime() + day)];
    const [both, until] = [
      { attempt: at, closing: at },
      { attempt: later, closing: later },
    ];
    return { waitsUntil: until, earliest: until, arrivedBefore: both, closingText: '' };
  }
}

/** Writes the text that closes a case. `CB-?` is replaced by its number. */
function closingText(services: Services, zone: string, now: Date): string {
  const until = formatDate(reopenUntil(now, services.settings.reopenWithin), zone);
  return [
    "We closed this case because we didn't hear back.",
    `If you still need help, an Authorized Contact can reopen it until ${until}: choose “Reopen case” on the card of CB-?.`,
  ].join(' ');
}

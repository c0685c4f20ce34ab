// Writes the due steps of follow-up clocks, thousands of cases per statement. A batch is locked and checked again under the lock. Cases that
// another transaction has locked are skipped, so a case that is being answered is not touched and two sweeps never process the same case. The
// steps of a batch are written in the same transaction.
import type { Pool } from 'pg';
import { Prisma } from '../../db/generated/client.ts';
import { sendPlanned } from '../../db/transaction.ts';
import { levelsNotifiedOf } from '../../domain/notification.ts';
import { enqueue, refresh, retryDead } from './deliveries.ts';
import { eligibleConversations } from './eligible-conversations.ts';

type Tx = Prisma.TransactionClient;
type Sql = Prisma.Sql;
const { sql } = Prisma;

/** Cases with the same follow-up step due, alike in everything that decides about it. Their rows and those of their follow-ups are locked. */
export interface DueCases {
  ids: number[];
  accountId: number;
  /** reminders sent so far */
  attempts: number;
  /** whether the step that is due closes the cases */
  isLast: boolean;
  /** when the newest reminder first arrived in a conversation or mailbox; null if it has not */
  arrivedAt: Date | null;
  /** when the step after this one was planned; for the last step, its own time */
  plannedNext: Date;
  nextIsLast: boolean;
}

/** When the next step of cases is due. */
export interface NextStep {
  ids: readonly number[];
  dueAt: Date;
}

/** The time of a sweep, and the names under which it writes. */
export interface SweepContext {
  now: Date;
  /** the author of posts */
  brand: string;
  /** the actor in the history */
  clockName: string;
}

/** Returns whether any step is due. Costs one index probe. */
export async function isAnyStepDue(pool: Pool, now: Date): Promise<boolean> {
  const text = 'select coalesce(min(due_at) <= $1, false) as due from follow_up';
  const { rows } = await pool.query<{ due: boolean }>({ name: 'follow-up-due', text, values: [now] });
  return rows[0]?.due ?? false;
}

/**
 * Lists up to `limit` cases with a step due, by id, after the case `after`. The statement is not prepared, because the best plan differs
 * between a few due cases and thousands.
 */
export async function findDueCases(pool: Pool, now: Date, after: number, limit: number): Promise<number[]> {
  const text = 'select case_id as id from follow_up where due_at <= $1 and case_id > $2 order by case_id limit $3';
  const { rows } = await pool.query<{ id: number }>(text, [now, after, limit]);
  return rows.map(({ id }) => id);
}

/**
 * Locks, until the transaction ends, the cases that still have a step due and that no other transaction has locked. They come in groups,
 * because most of a batch are alike and a row for each of them cost as much as deciding about it.
 */
export async function lockDueCases(tx: Tx, ids: readonly number[], now: Date): Promise<DueCases[]> {
  const statement = sql`
    with locked as materialized (
      select c.id, c.account_id, f.attempts, cardinality(f.plan) steps,
        (select min(d.sent_at) from delivery d where d.post_id = f.reminder_post_id and d.external_id is not null) arrived_at,
        coalesce(f.plan[f.attempts + 2], f.due_at) planned_next
      from follow_up f join "case" c on c.id = f.case_id
      where f.case_id = any (${arrayOf(ids)}::int[]) and c.id = any (${arrayOf(ids)}::int[]) and f.due_at <= ${now}::timestamptz
        and (c.status = 'PendingCustomerInput' or not c.answered
          and (c.status = 'PendingCustomerVerification' or c.status = 'AvailableInRelease' and c.release_notified_at is not null))
      for no key update of f, c skip locked
    )
    select json_agg(id) "ids", account_id "accountId", attempts, attempts >= steps - 1 "isLast", arrived_at "arrivedAt",
      planned_next "plannedNext", attempts >= steps - 2 "nextIsLast"
    from locked group by account_id, attempts, steps, arrived_at, planned_next`;
  return sendPlanned<DueCases>(tx, statement);
}

/**
 * Posts a reminder with buttons in the contact's conversations and mailboxes, and removes the buttons of the previous reminder. Cards show the
 * whole plan from the start, so only cards whose plan has slipped are refreshed. Otherwise the queue channel would be busy with card updates
 * every morning, at one call per second.
 */
export async function sendReminders(tx: Tx, steps: readonly NextStep[], { now, brand, clockName }: SweepContext): Promise<void> {
  const statement = sql`
    with due as materialized (
      select f.case_id, ${newPostId} as post_id, attempts + 1 as attempt, cardinality(plan) - 1 as "of", reminder_post_id, next.due_at,
        f.unreachable or next.due_at > f.plan[f.attempts + 2] as slipped
      from ${rowsOf(steps)} join follow_up f using (case_id)
    ), posted as (
      insert into post (id, case_id, kind, action, author_name, body, created_at)
      select post_id, case_id, 'event', 'follow-up', ${brand}, 'Reminder ' || attempt || ' of ' || "of", ${now} from due order by case_id
    ), recorded as (
      insert into history_entry (case_id, at, actor_name, action, "to")
      select case_id, ${now}, ${clockName}, 'followUp', attempt || ' of ' || "of" from due order by case_id
    ), enqueued as (
      ${enqueuePosts('follow-up', sql`due`, sql`k.side = 'contact'`)}
    ), ${refreshMessages(sql`select case_id from due where slipped`, sql`select reminder_post_id from due`)}, advanced as (
      update follow_up f set attempts = due.attempt, reminder_post_id = due.post_id, reminder_arrived = false, unreachable = false, due_at = due.due_at
      from due where f.case_id = due.case_id and f.case_id = any (array(select case_id from due))
    )
    select`;
  await sendPlanned(tx, statement);
}

/**
 * Closes cases whose contact never answered, and posts how to reopen them.
 * @param texts the post by account; `CB-?` is replaced by the case number
 */
export async function closeUnanswered(
  tx: Tx,
  ids: readonly number[],
  texts: ReadonlyMap<number, string>,
  { now, brand, clockName }: SweepContext,
): Promise<void> {
  await tx.$executeRaw`
    with due as materialized (
      select c.id as case_id, ${newPostId} as post_id, c.number, c.status, c.pending_post_id, f.reminder_post_id, texts.body
      from unnest(${arrayOf(ids)}::int[]) as next (case_id) join "case" c on c.id = next.case_id join follow_up f on f.case_id = next.case_id
        join unnest(${[...texts.keys()]}::int[], ${[...texts.values()]}::text[]) as texts (account_id, body) on texts.account_id = c.account_id
    ), closed as (
      update "case" set status = 'Closed', close_reason = 'No response', closed_at = ${now}, asked_from = null, answered = false,
        team = null, scheduled_for = null, scheduled_work = null, scheduled_at = null, pending_post_id = null, sla_due_at = null,
        sla_alert_at = null, updated_at = ${now}
      where id = any (${ids}::int[])
    ), ended as (
      delete from follow_up where case_id = any (${ids}::int[])
    ), posted as (
      insert into post (id, case_id, kind, action, author_name, body, created_at)
      select post_id, case_id, 'event', 'no-response', ${brand}, replace(body, 'CB-?', 'CB-' || number), ${now} from due order by case_id
    ), recorded as (
      insert into history_entry (case_id, at, actor_name, action, "from", "to", why)
      select case_id, ${now}, ${clockName}, 'noResponse', status::text, 'Closed', 'No response' from due order by case_id
    ), enqueued as (
      ${enqueuePosts('no-response', sql`due`)}
    ), ${refreshMessages(sql`select case_id from due`, sql`select reminder_post_id from due union all select pending_post_id from due`)}
    select`;
}

/**
 * Delays cases whose newest reminder has not arrived, or not long enough ago. If no copy of it is on its way anymore, the contact is marked
 * unreachable until one arrives, and advisors see that on the card.
 * @returns the cases whose contact is unreachable
 */
export async function delayUndelivered(tx: Tx, steps: readonly NextStep[]): Promise<number[]> {
  const cards = refresh({
    join: sql`join judged on judged.case_id = d.case_id`,
    where: sql`judged.unreachable <> before and d.kind = 'card'`,
  });
  const rows = await tx.$queryRaw<{ id: number }[]>`
    with reminder as materialized (
      select f.case_id, f.unreachable as before,
        coalesce(bool_or(d.external_id is not null and d.sent_at is not null), false) as arrived,
        coalesce(bool_or(d.state in ('pending', 'sending') and l.outage_id is null), false) as on_its_way
      from follow_up f left join delivery d on d.post_id = f.reminder_post_id
        left join destination l on l.id = d.destination_id
      where f.case_id = any (${arrayOf(idsOf(steps))}::int[]) group by f.case_id
    ), judged as materialized (
      select case_id, before, not arrived and (before or not on_its_way) as unreachable from reminder
    ), delayed as (
      update follow_up f set due_at = next.due_at, unreachable = judged.unreachable
      from judged join ${rowsOf(steps)} using (case_id) where f.case_id = judged.case_id
    ), ${cards}
    select case_id as id from judged where unreachable`;
  return rows.map(({ id }) => id);
}

/**
 * Sends failed copies of the newest reminder again, together with a failed card, because the reminder replies to the card. Sends the reminder
 * to conversations that are new since then.
 */
export async function resendReminders(tx: Tx, ids: readonly number[]): Promise<void> {
  const failed = retryDead({
    join: sql`join posted on posted.case_id = d.case_id join conversation k on k.id = d.conversation_id`,
    where: sql`not d.withdrawn and k.side = 'contact' and (d.post_id = posted.post_id or d.kind = 'card')`,
  });
  const isNew = sql`not exists (select from delivery d where d.post_id = posted.post_id and d.conversation_id = k.id)`;
  await tx.$executeRaw`
    with posted as materialized (
      select case_id, reminder_post_id as post_id from follow_up where case_id = any (${ids}::int[])
    ), ${failed}, enqueued as (
      ${enqueuePosts('follow-up', sql`posted`, sql`k.side = 'contact' and ${isNew}`)}
    )
    select`;
}

/** Postpones the steps of cases whose account is closed now until the account opens. */
export async function postponeSteps(tx: Tx, steps: readonly NextStep[]): Promise<void> {
  await tx.$executeRaw`update follow_up f set due_at = next.due_at from ${rowsOf(steps)} where f.case_id = next.case_id`;
}

/**
 * Takes the id of a post before the post is written, so that nothing has to be joined to what was inserted: the planner has no idea how many
 * rows that is, and compared every post with every conversation.
 */
const newPostId = sql`nextval('post_id_seq')::int`;

/**
 * Builds the statement that enqueues posts in eligible conversations `k`.
 * @param posts a CTE with the columns post_id and case_id
 */
function enqueuePosts(action: string, posts: Sql, condition: Sql = sql`true`): Sql {
  const columns = {
    destination_id: sql`k.destination_id`,
    conversation_id: sql`k.id`,
    case_id: sql`k.case_id`,
    post_id: sql`${posts}.post_id`,
  };
  const eligible = eligibleConversations(sql`array(select case_id from ${posts})`, levelsNotifiedOf({ kind: 'event', action }));
  return enqueue('post', columns, sql`from ${posts} join ${eligible} k using (case_id) where ${condition} order by k.id`);
}

/** Builds the CTEs that refresh the cards of these cases and these posts, except by mail. */
function refreshMessages(cases: Sql, posts: Sql): Sql {
  return refresh({
    where: sql`d.id = any (array(
      select id from delivery where case_id = any (array(${cases})) and kind = 'card'
      union all select post.id from delivery post join destination l on l.id = post.destination_id
      where post.post_id = any (array(${posts})) and l.platform <> 'mail'))`,
  });
}

/** Builds the rows (case_id, due_at) of steps. Many cases share a moment, so each is sent once. */
function rowsOf(steps: readonly NextStep[]): Sql {
  const moments = steps.map(({ dueAt }) => dueAt.toISOString());
  const places = steps.flatMap(({ ids }, index) => ids.map(() => index + 1));
  return sql`(
    select case_id, (${moments}::timestamptz[])[place] due_at
    from unnest(${arrayOf(idsOf(steps))}::int[], ${arrayOf(places)}::int[]) as step (case_id, place)) as next`;
}

const idsOf = (steps: readonly NextStep[]): number[] => steps.flatMap(({ ids }) => ids);

/** Writes an array of integers as PostgreSQL reads it: pg quotes every element, which takes a tenth of a sweep. */
const arrayOf = (values: readonly number[]): string => `{${values.join(',')}}`;

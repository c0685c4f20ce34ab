import { levelsNotifiedOf } from "../../domain/notification.js";
import { Prisma } from "../../db/generated/client.js";
import { eligibleAmong } from "./eligible-conversations.js";
const toldOf = (action, ids) => eligibleAmong(ids, levelsNotifiedOf({ kind: 'event', action }));
/** Whether anything is due. The least entry of an index: that is all an idle tick costs. */
export async function somethingIsDue(pool, now) {
    const text = 'select coalesce(min(due_at) <= $1, false) as due from follow_up';
    const { rows } = await pool.query({ name: 'follow-up-due', text, values: [now] });
    return rows[0]?.due ?? false;
}
/** Cases that have something due, in the order of their ids: up to `limit` after `after`. Planned anew each time: few are due, or all. */
export async function nextDue(pool, now, after, limit) {
    const text = 'select case_id as id from follow_up where due_at <= $1 and case_id > $2 order by case_id limit $3';
    const { rows } = await pool.query(text, [now, after, limit]);
    return rows.map(({ id }) => id);
}
/** Locks those of these cases that nobody holds and that still have something due, until the transaction ends. */
export async function lockDue(tx, ids, now) {
    return tx.$queryRaw `
    select c.id, c.account_id as "accountId", f.attempts, f.attempts >= cardinality(f.plan) - 1 as "isLast",
      (select min(d.sent_at) from delivery d where d.post_id = f.reminder_post_id and d.external_id is not null) as "arrivedAt",
      coalesce(f.plan[f.attempts + 2], f.due_at) as "plannedNext", f.attempts >= cardinality(f.plan) - 2 as "nextIsLast"
    from follow_up f join "case" c on c.id = f.case_id
    where f.case_id = any (${ids}::int[]) and c.id = any (${ids}::int[]) and f.due_at <= ${now} and (c.status = 'PendingCustomerInput' or not c.answered
      and (c.status = 'PendingCustomerVerification' or c.status = 'AvailableInRelease' and c.release_told_at is not null))
    for no key update of f, c skip locked`;
}
/**
 * An attempt is made: a reminder in the contact's conversations and mailboxes, with live buttons; the one before loses its own. Cards tell
 * the plan from day 0 on, and are drawn anew only where it was not kept: else every morning the queue channel would stand still behind
 * them, at a call a second.
 */
export async function remind(tx, cases, { now, brand, clockName }) {
    const ids = idsOf(cases);
    await tx.$queryRaw `
    with due as materialized (
      select f.case_id, attempts + 1 as attempt, cardinality(plan) - 1 as "of", reminder_post_id, next.due_at,
        f.unreachable or next.due_at > f.plan[f.attempts + 2] as slipped
      from follow_up f join ${unnest(cases)} using (case_id) where f.case_id = any (${ids}::int[])
    ), posted as (
      insert into post (case_id, kind, action, author_name, body, created_at)
      select case_id, 'event', 'follow-up', ${brand}, 'Reminder ' || attempt || ' of ' || "of", ${now} from due order by case_id
      returning id, case_id
    ), noted as (
      insert into history_entry (case_id, at, actor_name, action, "to")
      select case_id, ${now}, ${clockName}, 'followUp', attempt || ' of ' || "of" from due order by case_id
    ), placed as (
      insert into delivery (lane_id, conversation_id, case_id, post_id, kind)
      select k.lane_id, k.id, k.case_id, posted.id, 'post' from posted join ${toldOf('follow-up', ids)} k using (case_id)
      where k.side = 'contact' order by k.id
    ), ${refreshed(Prisma.sql `select case_id from due where slipped`, Prisma.sql `select reminder_post_id from due`)}, moved as (
      update follow_up f set attempts = due.attempt, reminder_post_id = posted.id, unreachable = false, due_at = due.due_at
      from due join posted using (case_id) where f.case_id = due.case_id
    )
    select pg_notify('outbox', '')::text`;
}
/**
 * Nobody answered: the case is closed, and everybody is told how to reopen it.
 * @param farewells what is said, by account; `CB-?` stands for the case's number
 */
export async function closeUnanswered(tx, ids, farewells, { now, brand, clockName }) {
    await tx.$queryRaw `
    with due as materialized (
      select c.id, c.number, c.status, c.pending_post_id, f.reminder_post_id, words.farewell
      from "case" c join follow_up f on f.case_id = c.id
        join unnest(${[...farewells.keys()]}::int[], ${[...farewells.values()]}::text[]) as words (account_id, farewell) using (account_id)
      where c.id = any (${ids}::int[])
    ), closed as (
      update "case" set status = 'Closed', close_reason = 'No response', closed_at = ${now}, asked_from = null, answered = false,
        team = null, scheduled_for = null, scheduled_what = null, scheduled_at = null, pending_post_id = null, sla_due_at = null, sla_alert_at = null, updated_at = ${now}
      where id = any (${ids}::int[])
    ), ended as (
      delete from follow_up where case_id = any (${ids}::int[])
    ), posted as (
      insert into post (case_id, kind, action, author_name, body, created_at)
      select id, 'event', 'no-response', ${brand}, replace(farewell, 'CB-?', 'CB-' || number), ${now} from due order by id
      returning id, case_id
    ), noted as (
      insert into history_entry (case_id, at, actor_name, action, "from", "to", why)
      select id, ${now}, ${clockName}, 'noResponse', status::text, 'Closed', 'No response' from due order by id
    ), placed as (
      insert into delivery (lane_id, conversation_id, case_id, post_id, kind)
      select k.lane_id, k.id, k.case_id, posted.id, 'post' from posted join ${toldOf('no-response', ids)} k using (case_id)
      order by k.id
    ), ${refreshed(Prisma.sql `select id from due`, Prisma.sql `select reminder_post_id from due union all select pending_post_id from due`)}
    select pg_notify('outbox', '')::text`;
}
/**
 * The newest reminder has not arrived (long enough): the step waits. Where nothing of it is on its way any more the contact is
 * unreachable, until it arrives; advisors see that.
 * @returns the cases that are
 */
export async function holdBack(tx, cases) {
    const rows = await tx.$queryRaw `
    with reminder as materialized (
      select f.case_id, f.unreachable as before,
        coalesce(bool_or(d.external_id is not null and d.sent_at is not null), false) as arrived,
        coalesce(bool_or(d.state in ('pending', 'sending')), false) as on_its_way
      from follow_up f left join delivery d on d.post_id = f.reminder_post_id
      where f.case_id = any (${idsOf(cases)}::int[]) group by f.case_id
    ), judged as materialized (
      select case_id, before, not arrived and (before or not on_its_way) as unreachable from reminder
    ), moved as (
      update follow_up f set due_at = next.due_at, unreachable = judged.unreachable
      from judged join ${unnest(cases)} using (case_id) where f.case_id = judged.case_id
    ), locked as (
      select d.id from judged join delivery d using (case_id)
      where judged.unreachable <> before and d.kind = 'card' and d.state <> 'dead' and not d.gone order by d.id for no key update of d
    ), ${redrawn}
    select case_id as id, pg_notify('outbox', '')::text from judged where unreachable`;
    return rows.map(({ id }) => id);
}
/** The newest reminder is tried again where it failed, with the card its thread hangs under, and where it never was. */
export async function sendAgain(tx, ids) {
    await tx.$executeRaw `
    with reminder as materialized (
      select case_id, reminder_post_id as post_id from follow_up where case_id = any (${ids}::int[])
    ), locked as (
      select d.id from reminder join delivery d using (case_id) join conversation k on k.id = d.conversation_id
      where d.state = 'dead' and not d.gone and k.side = 'contact' and (d.post_id = reminder.post_id or d.kind = 'card')
      order by d.id for no key update of d
    ), revived as (
      update delivery d set state = 'pending', attempts = 0, error_code = null from locked where d.id = locked.id
    )
    insert into delivery (lane_id, conversation_id, case_id, post_id, kind)
    select k.lane_id, k.id, k.case_id, reminder.post_id, 'post' from reminder join ${toldOf('follow-up', ids)} k using (case_id)
    where k.side = 'contact' and not exists (select from delivery d where d.post_id = reminder.post_id and d.conversation_id = k.id)
    order by k.id`;
}
/** The account does not work now: the step waits until it does. */
export async function postpone(tx, cases) {
    await tx.$executeRaw `update follow_up f set due_at = next.due_at from ${unnest(cases)} where f.case_id = next.case_id`;
}
const redrawn = Prisma.sql `redrawn as (
      update delivery d set wanted = wanted + 1, state = case d.state when 'sent' then 'pending' else d.state end
      from locked where d.id = locked.id
    )`;
/** These cases' cards and these posts are drawn anew, but for mail; locked by ascending id, as everywhere (outbox/enqueue.ts). */
function refreshed(cases, posts) {
    return Prisma.sql `locked as (
      select d.id from delivery d
      where d.id = any (array(
          select id from delivery where case_id = any (array(${cases})) and kind = 'card'
          union all select post.id from delivery post join lane on lane.id = post.lane_id
          where post.post_id = any (array(${posts})) and lane.platform <> 'mail'))
        and d.state <> 'dead' and not d.gone
      order by d.id for no key update
    ), ${redrawn}`;
}
function unnest(cases) {
    const moments = cases.map(({ dueAt }) => dueAt.toISOString());
    return Prisma.sql `unnest(${idsOf(cases)}::int[], ${moments}::timestamptz[]) as next (case_id, due_at)`;
}
const idsOf = (cases) => cases.map(({ id }) => id);
//# sourceMappingURL=follow-up-sweep.js.map
import { LeaseLost } from "./lease.js";
const held = `with held as (select id, next_at from lane where id = $1 and fence = $2 for no key update)`;
// The oldest waiting delivery. started_at without an external id means doubt; it keeps the earliest moment.
const take = `${held}, head as (
  select d.id, d.started_at from held join delivery d on d.lane_id = held.id
  where d.state in ('pending', 'sending') and held.next_at <= now() order by d.id limit 1
), taken as (
  update delivery d set state = 'sending', attempts = attempts + 1,
    started_at = case when external_id is null then coalesce(d.started_at, now()) else now() end
  from head where d.id = head.id
  returning d.id, d.kind, d.wanted, d.gone, d.attempts, d.external_id, d.conversation_id, d.post_id, d.banner_id,
    case when d.external_id is null then head.started_at end as doubt_since
)
select taken.id, taken.kind, wanted as version, gone, attempts, external_id as "externalId", doubt_since as "doubtSince",
  coalesce(conversation.thread_ref, banner.thread_ref) as "threadRef", side, coalesce(post.kind = 'note', false) as "isNote"
from held left join taken on true left join conversation on conversation.id = taken.conversation_id left join post on post.id = taken.post_id
  left join banner on banner.id = taken.banner_id`;
/**
 * Begins an attempt of the lane's oldest waiting delivery.
 * @returns null when there is none, or when the lane has to rest
 * @throws LeaseLost
 */
export async function claimOldest(pool, lease) {
    const row = await write(pool, 'outbox-take', take, lease, []);
    return row.id === null ? null : row;
}
const delivered = `${held}, done as (
  update delivery d set done = $4, external_id = coalesce($5, external_id), attempts = 0, error_code = null, sent_at = now(),
    state = (case when wanted > $4 then 'pending' else 'sent' end)::"DeliveryState",
    started_at = case when coalesce($5, external_id) is not null then started_at end
  from held where d.id = $3 returning conversation_id, banner_id, kind, gone
), threaded as (
  update conversation set thread_ref = $5 from done where conversation.id = conversation_id and kind = 'card' and not gone and thread_ref is null
), hung as (
  update banner set thread_ref = $5 from done where banner.id = banner_id and kind = 'banner' and not gone and thread_ref is null
), rested as (
  update lane set attempts = 0 from held where lane.id = held.id and lane.attempts > 0
)
select id from held`;
/** What hangs under another message: a post under its case's card, a status broadcast under its banner. */
export function hangsUnder(kind) {
    return kind === 'post' || kind === 'broadcast';
}
/**
 * It stands as it should. A card's conversation, or a banner, gets its thread in the same statement.
 * @param externalId the message; null where nothing had to be sent
 * @throws LeaseLost
 */
export async function recordDelivered(pool, lease, claimed, externalId) {
    await write(pool, 'outbox-delivered', delivered, lease, [claimed.id, claimed.version, externalId]);
    lease.attempts = 0;
}
const postponed = `${held}, waiting as (
  update delivery d set error_code = $4, external_id = coalesce(external_id, $5), attempts = attempts - case when $8 then 0 else 1 end,
    state = (case when $6 then 'sending' else 'pending' end)::"DeliveryState",
    started_at = case when $6 or external_id is not null then started_at end
  from held where d.id = $3
), resting as (
  update lane set lease_until = null, next_at = greatest(lane.next_at, now() + $7 * interval '1 ms'),
    attempts = lane.attempts + case when $8 then 1 else 0 end
  from held where lane.id = held.id
)
select id from held`;
/**
 * Try it again, not before `waitMs` are over. Gives the lane back with it.
 * @param counts whether this counts against the limit of attempts: a platform's limit does not
 * @throws LeaseLost
 */
export async function recordPostponed(pool, lease, claimed, failure, wait) {
    const values = [claimed.id, failure.code, failure.externalId, failure.doubtful, wait.waitMs, wait.counts];
    await write(pool, 'outbox-postponed', postponed, lease, values);
}
// What was refused is not what is wanted any more when somebody edited or withdrew it meanwhile: then the new version has its chance.
const dead = `${held}, buried as (
  update delivery d set error_code = $4, external_id = coalesce(external_id, $5),
    state = (case when wanted > $7 then 'pending' else 'dead' end)::"DeliveryState",
    started_at = case when $6 or external_id is not null then started_at end
  from held where d.id = $3
)
select id from held`;
/**
 * It will not go out by itself any more; what is behind it in the lane goes on.
 * @throws LeaseLost
 */
export async function recordDead(pool, lease, claimed, failure) {
    const values = [claimed.id, failure.code, failure.externalId, failure.doubtful, claimed.version];
    await write(pool, 'outbox-dead', dead, lease, values);
    await refreshAdvisorCards(pool, [claimed.id]);
}
/** Advisors read on the case's card what could not be delivered: it is drawn anew when that changes. */
export async function refreshAdvisorCards(pool, deliveryIds) {
    const text = `
    with locked as (
      select d.id from delivery d join conversation on conversation.id = d.conversation_id and side = 'advisor'
      where d.case_id in (select case_id from delivery where id = any ($1)) and d.kind = 'card' and d.state <> 'dead' and not gone
      order by d.id for no key update of d
    ), refreshed as (
      update delivery set wanted = wanted + 1, state = case state when 'sent' then 'pending' else state end
      from locked where delivery.id = locked.id
    )
    select pg_notify('outbox', '')`;
    await pool.query({ name: 'outbox-advisor-cards', text, values: [deliveryIds] });
}
async function write(pool, name, text, lease, values) {
    const { rows } = await pool.query({ name, text, values: [lease.destinationId, lease.fence, ...values] });
    const [row] = rows;
    if (!row)
        throw new LeaseLost(`lane ${lease.destinationId}`);
    return row;
}
//# sourceMappingURL=record.js.map
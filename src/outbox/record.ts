// What a worker writes about a delivery. Every statement locks the destination with the worker's fence first: a worker that was taken for
// dead and comes back writes nothing.
import { waitingStates } from './delivery-states.ts';
import type { Pool } from 'pg';
import type { DeliveryKind } from '../db/generated/enums.ts';
import type { Side } from '../domain/person.ts';
import { refreshAdvisorCards } from './enqueue/cards.ts';
import { LeaseLost, type Lease } from './lease.ts';

/** A delivery whose attempt has begun. */
export interface ClaimedDelivery {
  id: number;
  kind: DeliveryKind;
  /** the version that is wanted now; what is read from here on is at least that */
  version: number;
  withdrawn: boolean;
  /** attempts since it last went well, this one included */
  attempts: number;
  messageId: string | null;
  /** since when an earlier attempt has been without an answer: the message may stand there */
  doubtSince: Date | null;
  /** the message the thread of the conversation, or of the banner, hangs under */
  threadRef: string | null;
  /** null: it is of no case */
  side: Side | null;
  isNote: boolean;
}

const held = `with held as (select id, next_at from destination where id = $1 and fence = $2 for no key update)`;

// The oldest waiting delivery. started_at without an external id means doubt; it keeps the earliest moment.
const take = `${held}, head as (
  select d.id, d.started_at from held join delivery d on d.destination_id = held.id
  where d.state in ${waitingStates} and held.next_at <= now() order by d.id limit 1
), taken as (
  update delivery d set state = 'sending', attempts = attempts + 1,
    started_at = case when external_id is null then coalesce(d.started_at, now()) else now() end
  from head where d.id = head.id
  returning d.id, d.kind, d.desired_version, d.withdrawn, d.attempts, d.external_id, d.conversation_id, d.post_id, d.banner_id,
    case when d.external_id is null then head.started_at end as doubt_since
)
select taken.id, taken.kind, desired_version as version, withdrawn, attempts, external_id as "messageId", doubt_since as "doubtSince",
  coalesce(conversation.thread_ref, banner.thread_ref) as "threadRef", side, coalesce(post.kind = 'note', false) as "isNote"
from held left join taken on true left join conversation on conversation.id = taken.conversation_id left join post on post.id = taken.post_id
  left join banner on banner.id = taken.banner_id`;

/**
 * Begins an attempt of the destination's oldest waiting delivery.
 * @returns null when no delivery is waiting, or when the destination has to rest
 * @throws LeaseLost
 */
export async function claimOldest(pool: Pool, lease: Lease): Promise<ClaimedDelivery | null> {
  const row = await write<ClaimedDelivery | { id: null }>(pool, 'outbox-take', take, lease, []);
  return row.id === null ? null : row;
}

const delivered = `${held}, done as (
  update delivery d set delivered_version = $4, external_id = coalesce($5, external_id), attempts = 0, error_code = null, sent_at = now(),
    state = (case when desired_version > $4 then 'pending' else 'sent' end)::"DeliveryState",
    started_at = case when coalesce($5, external_id) is not null then started_at end
  from held where d.id = $3 returning conversation_id, banner_id, kind, withdrawn
), threaded as (
  update conversation set thread_ref = $5 from done where conversation.id = conversation_id and kind = 'card' and not withdrawn and thread_ref is null
), hung as (
  update banner set thread_ref = $5 from done where banner.id = banner_id and kind = 'banner' and not withdrawn and thread_ref is null
), rested as (
  update destination set attempts = 0 from held where destination.id = held.id and destination.attempts > 0
)
select id from held`;

/** What hangs under another message: a post under its case's card, a status broadcast under its banner. */
export function hangsUnder(kind: DeliveryKind): boolean {
  return kind === 'post' || kind === 'broadcast';
}

/**
 * Records that the message is up to date. A card's conversation, or a banner, gets its thread in the same statement.
 * @param messageId the message; null where nothing had to be sent
 * @throws LeaseLost
 */
export async function recordDelivered(
  pool: Pool,
  lease: Lease,
  claimed: ClaimedDelivery,
  messageId: string | null,
): Promise<void> {
  await write(pool, 'outbox-delivered', delivered, lease, [claimed.id, claimed.version, messageId]);
  lease.attempts = 0;
}

/** How an attempt that did not go well ended. */
export interface Failure {
  /** the platform's word; null: the attempt did not get as far as that */
  code: string | null;
  /** the message, when it was found before the attempt went wrong */
  messageId: string | null;
  /** the message may stand there all the same */
  doubtful: boolean;
}

const postponed = `${held}, waiting as (
  update delivery d set error_code = $4, external_id = coalesce(external_id, $5), attempts = attempts - case when $8 then 0 else 1 end,
    state = (case when $6 then 'sending' else 'pending' end)::"DeliveryState",
    started_at = case when $6 or external_id is not null then started_at end
  from held where d.id = $3
), resting as (
  update destination set lease_until = null, next_at = greatest(destination.next_at, now() + $7 * interval '1 ms'),
    attempts = destination.attempts + case when $8 then 1 else 0 end
  from held where destination.id = held.id
)
select id from held`;

/**
 * Records that a delivery is tried again after `waitMs`, and releases the destination. `counts` tells whether the attempt counts toward the
 * limit of attempts; a platform's rate limit does not.
 * @throws LeaseLost
 */
export async function recordPostponed(
  pool: Pool,
  lease: Lease,
  claimed: ClaimedDelivery,
  failure: Failure,
  wait: { waitMs: number; counts: boolean },
): Promise<void> {
  const values = [claimed.id, failure.code, failure.messageId, failure.doubtful, wait.waitMs, wait.counts];
  await write(pool, 'outbox-postponed', postponed, lease, values);
}

// What was refused is not what is wanted any more when somebody edited or withdrew it meanwhile: then the new version has its chance.
const dead = `${held}, buried as (
  update delivery d set error_code = $4, external_id = coalesce(external_id, $5),
    state = (case when desired_version > $7 then 'pending' else 'dead' end)::"DeliveryState",
    started_at = case when $6 or external_id is not null then started_at end
  from held where d.id = $3
)
select id from held`;

/**
 * It will not go out by itself any more; what is behind it in the destination goes on.
 * @throws LeaseLost
 */
export async function recordDead(pool: Pool, lease: Lease, claimed: ClaimedDelivery, failure: Failure): Promise<void> {
  const values = [claimed.id, failure.code, failure.messageId, failure.doubtful, claimed.version];
  await write(pool, 'outbox-dead', dead, lease, values);
  await refreshAdvisorCards(pool, [claimed.id]);
}

async function write<Row extends { id: number | null }>(
  pool: Pool,
  name: string,
  text: string,
  lease: Lease,
  values: unknown[],
): Promise<Row> {
  const { rows } = await pool.query<Row>({ name, text, values: [lease.destinationId, lease.fence, ...values] });
  const [row] = rows;
  if (!row) throw new LeaseLost(`destination ${lease.destinationId}`);
  return row;
}

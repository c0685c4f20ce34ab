// Everything that a worker writes about a delivery. Every statement first locks the destination's row with the worker's fence, so a worker
// whose lease was taken over writes nothing.
import { waitingStates } from './delivery-states.ts';
import type { Pool } from 'pg';
import type { DeliveryKind } from '../db/generated/enums.ts';
import type { Side } from '../domain/person.ts';
import { refreshAdvisorCards } from './enqueue/cards.ts';
import { LeaseLost, savedPace, type Lease } from './lease.ts';

/** A delivery whose attempt has begun. */
export interface ClaimedDelivery {
  id: number;
  kind: DeliveryKind;
  /** the desired version when the attempt began; what is rendered later is at least this version */
  version: number;
  withdrawn: boolean;
  /** attempts since the last success, including this one */
  attempts: number;
  messageId: string | null;
  /** when the earliest attempt without an answer began: its message may have arrived */
  inDoubtSince: Date | null;
  /** the first message of the thread of the conversation or banner */
  threadRef: string | null;
  /** null if the delivery does not belong to a case */
  side: Side | null;
  isNote: boolean;
  /** a reminder of the follow-up, whose arrival the card shows */
  isReminder: boolean;
  /** the trace of the request that enqueued it */
  traceparent: string | null;
}

/** A connection, in a transaction or not. */
export type Connection = Pick<Pool, 'query'>;

/** SQL: the start of every statement, which locks the destination's row under the worker's fence. */
export const held = `with held as (select id, next_at from destination where id = $1 and fence = $2 for no key update)`;

/** SQL: the claim of the delivery in `head`, which has its id and `started_at`. In doubt: the earliest time is kept. */
const claimHead = `claimed as (
  update delivery d set state = 'sending', attempts = attempts + 1,
    started_at = case when external_id is null then coalesce(d.started_at, now()) else now() end
  from head where d.id = head.id
  returning d.id, d.kind, d.desired_version, d.withdrawn, d.attempts, d.external_id, d.conversation_id, d.post_id, d.banner_id, d.traceparent,
    case when d.external_id is null then head.started_at end as in_doubt_since
)`;

/** SQL: the claimed delivery as JSON, because a driver parses every column by itself; null if none was claimed. @param threadRef SQL */
const claimedDelivery = (threadRef: string): string => `select held.id, case when claimed.id is not null then json_build_object(
    'id', claimed.id, 'kind', claimed.kind, 'version', desired_version, 'withdrawn', withdrawn, 'attempts', attempts, 'messageId', external_id,
    'inDoubtSince', in_doubt_since, 'threadRef', ${threadRef}, 'side', side, 'isNote', coalesce(post.kind = 'note', false),
    'isReminder', coalesce(post.action = 'follow-up', false), 'traceparent', traceparent) end as claimed
  from held left join claimed on true left join conversation on conversation.id = claimed.conversation_id left join post on post.id = claimed.post_id
    left join banner on banner.id = claimed.banner_id`;

/** SQL: new messages come before changes of old ones, so that a busy queue shows its newest cases first. It is the index `delivery_next`. */
const inOrder = 'order by d.external_id is not null and d.delivered_version > 0, d.id limit 1';

// Claims a waiting delivery. A message that was found by a look-up is new until it is recorded as delivered: what replies to it waits for
// that. `started_at` without an external id means in doubt.
const claim = (condition: string): string => `${held}, head as (
  select d.id, d.started_at from held join delivery d on d.destination_id = held.id
  where d.state in ${waitingStates} and held.next_at <= now() ${condition} ${inOrder}
), ${claimHead}
${claimedDelivery('coalesce(conversation.thread_ref, banner.thread_ref)')}`;

const claimFirst = claim('');
const claimById = claim('and d.id = $3');

/**
 * Claims the oldest waiting delivery of a destination, which begins an attempt.
 * @returns null if no delivery is waiting, or if the destination is paused
 * @throws LeaseLost
 */
export async function claimOldest(pool: Pool, lease: Lease): Promise<ClaimedDelivery | null> {
  return claimedIn(await write<ClaimRow>(pool, 'outbox-claim-delivery', claimFirst, lease, []));
}

/** Claims one delivery of a destination, out of turn. @returns null if it is not waiting @throws LeaseLost */
export async function claimDelivery(pool: Pool, lease: Lease, id: number): Promise<ClaimedDelivery | null> {
  return claimedIn(await write<ClaimRow>(pool, 'outbox-claim-one', claimById, lease, [id]));
}

interface ClaimRow {
  id: number;
  claimed: (Omit<ClaimedDelivery, 'inDoubtSince'> & { inDoubtSince: string | null }) | null;
}

function claimedIn({ claimed }: ClaimRow): ClaimedDelivery | null {
  return claimed && { ...claimed, inDoubtSince: claimed.inDoubtSince === null ? null : new Date(claimed.inDoubtSince) };
}

const settled = `${held}, updated as (
  update delivery d set delivered_version = $4, external_id = coalesce($5, external_id), attempts = 0, error_code = null, sent_at = now(),
    state = (case when desired_version > $4 then 'pending' else 'sent' end)::"DeliveryState",
    started_at = case when coalesce($5, external_id) is not null then started_at end
  from held where d.id = $3 returning conversation_id, banner_id, kind, withdrawn, state
), conversation_thread as (
  update conversation set thread_ref = $5 from updated
  where conversation.id = conversation_id and kind = 'card' and not withdrawn and thread_ref is null returning conversation.id, thread_ref
), banner_thread as (
  update banner set thread_ref = $5 from updated where banner.id = banner_id and kind = 'banner' and not withdrawn and thread_ref is null
  returning banner.id, thread_ref
), recovered as (
  update destination set attempts = 0 from held where destination.id = held.id and destination.attempts > 0 and $6
)`;

const delivered = `${settled} select id from held`;

// The statement cannot see what it writes itself: the thread that it starts comes from there, and a delivery that has become pending again
// takes its turn in another statement. So does a delivery that another transaction has locked: waiting for it here could be a deadlock.
const deliveredThenClaim = `${settled}, next as (
  select d.id from held join updated on updated.state = 'sent' join delivery d on d.destination_id = held.id and d.id <> $3
  where d.state in ${waitingStates} and held.next_at <= now() ${inOrder}
), head as (
  select d.id, d.started_at from next join delivery d on d.id = next.id where d.state in ${waitingStates} for no key update of d skip locked
), ${claimHead}
${claimedDelivery('coalesce(conversation_thread.thread_ref, conversation.thread_ref, banner_thread.thread_ref, banner.thread_ref)')}
    left join conversation_thread on conversation_thread.id = claimed.conversation_id
    left join banner_thread on banner_thread.id = claimed.banner_id`;

/** The kinds that are replies: what belongs to a case replies to its card, a broadcast to its banner. */
const replies: readonly DeliveryKind[] = ['post', 'file', 'updates', 'satisfaction', 'broadcast'];

/** Returns whether deliveries of a kind are replies. */
export function isReply(kind: DeliveryKind): boolean {
  return replies.includes(kind);
}

/**
 * Records that a message is up to date. The first message of a conversation or banner starts its thread in the same statement.
 * @param messageId null if nothing had to be sent
 * @param works whether the destination took the message, which ends its failures in a row
 * @throws LeaseLost
 */
export async function recordDelivered(
  pool: Pool,
  lease: Lease,
  claimed: ClaimedDelivery,
  messageId: string | null,
  works = messageId !== null,
): Promise<void> {
  await write(pool, 'outbox-delivered', delivered, lease, [claimed.id, claimed.version, messageId, works]);
  if (works) lease.attempts = 0;
}

/**
 * Records that a message is up to date, like `recordDelivered`, and claims the next delivery in the same statement.
 * @returns null when `claimOldest` has to tell whether there is another one
 * @throws LeaseLost
 */
export async function recordDeliveredThenClaim(
  pool: Pool,
  lease: Lease,
  claimed: ClaimedDelivery,
  messageId: string | null,
  works = messageId !== null,
): Promise<ClaimedDelivery | null> {
  const values = [claimed.id, claimed.version, messageId, works];
  const row = await write<ClaimRow>(pool, 'outbox-delivered-claim', deliveredThenClaim, lease, values);
  if (works) lease.attempts = 0;
  return claimedIn(row);
}

/** What is known after an attempt that did not succeed. */
export interface Failure {
  /** the error code; null if the attempt ended before the platform was called */
  code: string | null;
  /** the message, if it was found before the attempt failed */
  messageId: string | null;
  /** whether the message may have arrived anyway */
  inDoubt: boolean;
}

const postponed = `${held}, updated as (
  update delivery d set error_code = $4, external_id = coalesce(external_id, $5), attempts = attempts - case when $8 then 0 else 1 end,
    state = (case when $6 then 'sending' else 'pending' end)::"DeliveryState",
    started_at = case when $6 or external_id is not null then started_at end
  from held where d.id = $3
), released as (
  update destination set lease_until = null, next_at = greatest(destination.next_at, now() + $7 * interval '1 ms'), pace = $9::jsonb,
    paced_at = now(), attempts = destination.attempts + case when $8 then 1 else 0 end
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
  const values = [claimed.id, failure.code, failure.messageId, failure.inDoubt, wait.waitMs, wait.counts, savedPace(lease)];
  await write(pool, 'outbox-postponed', postponed, lease, values);
}

// A delivery that was edited or withdrawn during the attempt becomes pending instead, because its new version may be accepted.
const dead = `${held}, updated as (
  update delivery d set error_code = $4, external_id = coalesce(external_id, $5),
    state = (case when desired_version > $7 then 'pending' else 'dead' end)::"DeliveryState",
    started_at = case when $6 or external_id is not null then started_at end
  from held where d.id = $3
)
select id from held`;

/**
 * Records that a delivery is a dead letter. The deliveries behind it in its destination continue.
 * @throws LeaseLost
 */
export async function recordDead(pool: Pool, lease: Lease, claimed: ClaimedDelivery, failure: Failure): Promise<void> {
  await writeDead(pool, lease, claimed, failure);
  await refreshAdvisorCards(pool, [claimed.id]);
}

/** Writes what `recordDead` records, without refreshing cards. @throws LeaseLost */
export async function writeDead(connection: Connection, lease: Lease, claimed: ClaimedDelivery, failure: Failure): Promise<void> {
  const values = [claimed.id, failure.code, failure.messageId, failure.inDoubt, claimed.version];
  await write(connection, 'outbox-dead', dead, lease, values);
}

/** Runs a statement that starts with `held`. @throws LeaseLost */
export async function write<Row extends { id: number | null }>(
  connection: Connection,
  name: string,
  text: string,
  lease: Lease,
  values: unknown[],
): Promise<Row> {
  const { rows } = await connection.query<Row>({ name, text, values: [lease.destinationId, lease.fence, ...values] });
  const [row] = rows;
  if (!row) throw new LeaseLost(`destination ${lease.destinationId}`);
  return row;
}

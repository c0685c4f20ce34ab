// A case's card or a notice's banner that somebody deleted, or that never arrived, is posted again when something is to be sent there. It
// starts a new thread, and what follows replies to it.
import type { Pool } from 'pg';
import type { Lease } from './lease.ts';
import { held, write, type ClaimedDelivery } from './record.ts';

// The next attempt sends the message as if for the first time. A banner is pinned again.
const lost = `${held}, updated as (
  update delivery d set external_id = null, started_at = null, state = 'pending', attempts = 0, error_code = null
  from held where d.id = $3 returning conversation_id, banner_id
), conversation_thread as (
  update conversation set thread_ref = null from updated where conversation.id = conversation_id
), banner_thread as (
  update banner set thread_ref = null, pinned = false, next_pin_at = '-infinity' from updated where banner.id = banner_id
)
select id from held`;

/** Records that the message of a card or banner no longer exists, so that it is sent again. @throws LeaseLost */
export async function recordLost(pool: Pool, lease: Lease, claimed: ClaimedDelivery): Promise<void> {
  await write(pool, 'outbox-lost', lost, lease, [claimed.id]);
}

// The reply goes back to pending. The root may be dead, sent and deleted, or waiting behind the reply.
const reviveRoot = `${held}, reply as (
  update delivery d set state = 'pending', attempts = attempts - case when $4 then 0 else 1 end, started_at = null, error_code = null
  from held where d.id = $3 returning d.conversation_id, d.banner_id
), root as (
  select d.id from reply join delivery d on not d.withdrawn and (d.conversation_id = reply.conversation_id and d.kind = 'card'
    or d.banner_id = reply.banner_id and d.kind = 'banner')
  order by d.id desc limit 1
), revived as (
  update delivery d set state = 'pending', external_id = null, started_at = case when d.external_id is null then d.started_at end,
    attempts = 0, error_code = null
  from root where d.id = root.id returning d.id, d.conversation_id, d.banner_id
), conversation_thread as (
  update conversation set thread_ref = null from revived where conversation.id = revived.conversation_id
), banner_thread as (
  update banner set thread_ref = null, pinned = false, next_pin_at = '-infinity' from revived where banner.id = revived.banner_id
)
select held.id, revived.id as "rootId" from held left join revived on true`;

/**
 * Prepares the card or banner to which a reply belongs to be sent again, and puts the reply back.
 * @param counts whether the attempt counts, because the platform was called
 * @returns the id of the delivery of the card or banner; null if it has no such delivery
 * @throws LeaseLost
 */
export async function recordThreadLost(
  pool: Pool,
  lease: Lease,
  reply: ClaimedDelivery,
  counts: boolean,
): Promise<number | null> {
  const values = [reply.id, counts];
  const { rootId } = await write<{ id: number; rootId: number | null }>(pool, 'outbox-thread-lost', reviveRoot, lease, values);
  return rootId;
}

/** Tells what became of a card or banner: 'arrived', 'nothing' if there is nothing to show, or 'missing' if it could not be sent. */
export async function rootOutcome(pool: Pool, rootId: number): Promise<'arrived' | 'nothing' | 'missing'> {
  const text = 'select external_id as "messageId", state from delivery where id = $1';
  const { rows } = await pool.query<{ messageId: string | null; state: string }>({ name: 'outbox-root', text, values: [rootId] });
  if (rows[0]?.messageId) return 'arrived';
  return rows[0]?.state === 'sent' ? 'nothing' : 'missing';
}

// Replies that died because their card did follow it, in order.
const revived = `${held}, replies as (
  select d.id from held join delivery card on card.id = $3 join delivery d on d.conversation_id = card.conversation_id
  where d.state = 'dead' and d.error_code = 'thread_missing' order by d.id for no key update of d
), updated as (
  update delivery set state = 'pending', attempts = 0, error_code = null from replies where delivery.id = replies.id
)
select id from held`;

/** Sends replies again that could not be sent while their card was missing. @param card the card, which has arrived now */
export async function reviveReplies(pool: Pool, lease: Lease, card: ClaimedDelivery): Promise<void> {
  await write(pool, 'outbox-replies', revived, lease, [card.id]);
}

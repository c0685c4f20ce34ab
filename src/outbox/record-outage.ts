// Outages: a channel, a direct conversation or a whole workspace that accepts nothing (archived, bot removed, token revoked). Its deliveries
// wait instead of dying. The oldest one is tried again from time to time, and its success ends the outage, so everything follows in order.
// The leads get one alarm when it begins and one all-clear when it ends (enqueue/outages.ts), written in the same transaction. A mailbox that
// refuses a message is an outage as well, but its messages are dead letters, because repeating them would harm the sender's reputation.
import type { Pool } from 'pg';
import { announceWork } from '../db/announce-work.ts';
import type { Prisma } from '../db/generated/client.ts';
import type { DeliveryError } from '../ports.ts';
import { waitingStates } from './delivery-states.ts';
import { refreshAdvisorCards } from './enqueue/cards.ts';
import { closeAlarms, enqueueAlarms, enqueueAllClear, placeElsewhere, type Run } from './enqueue/outages.ts';
import type { Lease } from './lease.ts';
import { held, write, writeDead, type ClaimedDelivery, type Connection, type Failure } from './record.ts';

// The attempt does not count: the delivery is not at fault. A queue that the directory no longer lists is not waited for.
const waiting = `${held}, place as (
  select held.id, l.platform, l.workspace_id, l.channel_id, l.outage_id from held join destination l on l.id = held.id
), updated as (
  update delivery d set error_code = $4, external_id = coalesce(external_id, $5), attempts = attempts - 1,
    state = (case when $6 then 'sending' else 'pending' end)::"DeliveryState",
    started_at = case when $6 or external_id is not null then started_at end
  from held where d.id = $3
), released as (
  update destination set lease_until = null, next_at = greatest(destination.next_at, now() + $7 * interval '1 ms'),
    attempts = destination.attempts + 1
  from held where destination.id = held.id
)
select id, outage_id as "outageId" from place`;

const isRetired = `
  select exists (select from channel c join destination l on l.platform = c.platform::text::"TransportName" and l.workspace_id = c.workspace_id
    and l.channel_id = c.channel_id where l.id = $1 and not c.active and c.changed_in_chat_at is null) retired`;

/** What is known when nothing is accepted in a destination. */
export interface OutageFound {
  error: DeliveryError;
  failure: Failure;
  /** until the destination is tried again */
  waitMs: number;
  /** whether a mail server is configured */
  mail: boolean;
}

/**
 * Records that nothing is accepted in a destination, releases it, and alarms the leads if that is news.
 * @returns 'retired' if the directory no longer lists the channel: nothing was written, and its deliveries are dead letters
 * @throws LeaseLost
 */
export async function recordOutage(
  pool: Pool,
  lease: Lease,
  claimed: ClaimedDelivery,
  { error, failure, waitMs, mail }: OutageFound,
): Promise<'waiting' | 'retired'> {
  const known = await pool.query<{ retired: boolean }>({
    name: 'outbox-retired',
    text: isRetired,
    values: [lease.destinationId],
  });
  if (known.rows[0]?.retired) return 'retired';
  const values = [claimed.id, failure.code, failure.messageId, failure.inDoubt, waitMs];
  const isNew = await inTransaction(pool, async (client, run) => {
    const before = await write<{ id: number; outageId: number | null }>(client, 'outbox-outage', waiting, lease, values);
    const channelId = error.scope === 'workspace' ? '' : lease.channelId;
    const outage = await findOrOpen(client, [lease.platform, lease.workspaceId, channelId, error.code]);
    if (before.outageId === outage.id) return false;
    await client.query('update destination set outage_id = $2 where id = $1', [lease.destinationId, outage.id]);
    if (before.outageId !== null) await endIfEmpty(client, run, before.outageId);
    if (outage.isNew) await enqueueAlarms(run, outage.id, mail);
    await placeElsewhere(run, lease.destinationId);
    return true;
  });
  if (isNew) await refreshAdvisorCards(pool, await waitingDeliveries(pool, lease.destinationId));
  return 'waiting';
}

/**
 * Records that a message never reaches its recipient, as a dead letter, and alarms the leads if that is news. Later messages are tried once
 * each, and the first that arrives ends the outage.
 * @throws LeaseLost
 */
export async function recordRefusal(
  pool: Pool,
  lease: Lease,
  claimed: ClaimedDelivery,
  { error, failure, mail }: Omit<OutageFound, 'waitMs'>,
): Promise<void> {
  lease.outageId = await inTransaction(pool, async (client, run) => {
    await writeDead(client, lease, claimed, failure);
    const outage = await findOrOpen(client, [lease.platform, lease.workspaceId, lease.channelId, error.code]);
    await client.query('update destination set outage_id = $2 where id = $1', [lease.destinationId, outage.id]);
    if (outage.isNew) await enqueueAlarms(run, outage.id, mail);
    return outage.id;
  });
  await refreshAdvisorCards(pool, [claimed.id]);
}

/** Ends the outage of a destination in which a message has just arrived, for every destination it concerned. */
export async function recordRecovery(pool: Pool, lease: Lease): Promise<void> {
  const { outageId } = lease;
  if (outageId === null) return;
  lease.outageId = null;
  const affected = await inTransaction(pool, async (client, run) => {
    const text = `with locked as (select id from destination where outage_id = $1 order by id for no key update)
      update destination set outage_id = null, attempts = 0, next_at = least(next_at, now()) from locked where destination.id = locked.id
      returning destination.id`;
    const { rows } = await client.query<{ id: number }>(text, [outageId]);
    if (await end(client, outageId)) await enqueueAllClear(run, outageId);
    return rows;
  });
  for (const { id } of affected) await refreshAdvisorCards(pool, await waitingDeliveries(pool, id));
}

/** Ends the outage of a channel that the directory no longer lists. */
export async function recordRetirement(pool: Pool, lease: Lease): Promise<void> {
  const { outageId, destinationId } = lease;
  if (outageId === null) return;
  lease.outageId = null;
  await inTransaction(pool, async (client, run) => {
    await client.query('update destination set outage_id = null where id = $1', [destinationId]);
    await endIfEmpty(client, run, outageId);
  });
}

/** Two workers can find the same workspace broken at once: the second waits for the first and then sees its row. */
async function findOrOpen(client: Connection, place: [string, string, string, string]): Promise<{ id: number; isNew: boolean }> {
  const insert = `insert into outage (platform, workspace_id, channel_id, code) values ($1::"TransportName", $2, $3, $4)
    on conflict (platform, workspace_id, channel_id) where ended_at is null do nothing returning id`;
  const find = `select id from outage where platform = $1::"TransportName" and workspace_id = $2 and channel_id = $3 and ended_at is null for share`;
  for (;;) {
    const [opened] = (await client.query<{ id: number }>(insert, place)).rows;
    if (opened) return { id: opened.id, isNew: true };
    const [found] = (await client.query<{ id: number }>(find, place.slice(0, 3))).rows;
    if (found) return { id: found.id, isNew: false };
  }
}

/** @returns whether it was still open */
async function end(client: Connection, outageId: number): Promise<boolean> {
  const { rowCount } = await client.query('update outage set ended_at = now() where id = $1 and ended_at is null', [outageId]);
  return rowCount === 1;
}

async function endIfEmpty(client: Connection, run: Run, outageId: number): Promise<void> {
  const { rows } = await client.query('select from destination where outage_id = $1 limit 1', [outageId]);
  if (rows.length === 0 && (await end(client, outageId))) await closeAlarms(run, outageId);
}

/** Cards name what waits; a destination with thousands of waiting cases does not have all of them refreshed. */
const maxRefreshed = 500;

async function waitingDeliveries(pool: Pool, destinationId: number): Promise<number[]> {
  const text = `select id from delivery where destination_id = $1 and state in ${waitingStates} order by id limit ${maxRefreshed}`;
  const { rows } = await pool.query<{ id: number }>(text, [destinationId]);
  return rows.map(({ id }) => id);
}

async function inTransaction<T>(pool: Pool, work: (client: Connection, run: Run) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let failed: Error | undefined;
  try {
    await client.query('begin');
    const run = ({ text, values }: Prisma.Sql) => client.query(text, values);
    const result = await work(client, run);
    await client.query('commit');
    announceWork(pool);
    return result;
  } catch (error) {
    failed = error instanceof Error ? error : new Error(String(error));
    await client.query('rollback').then(
      () => (failed = undefined),
      () => undefined,
    );
    throw error;
  } finally {
    client.release(failed); // a connection that cannot roll back is closed
  }
}

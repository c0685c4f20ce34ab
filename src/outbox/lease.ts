// Leases: one worker at a time may send to a destination, for as long as it renews its lease. All times are the database's, because several
// processes share them. A claim raises the destination's fence, and nothing can be written with an old fence (record.ts).
import { waitingStates } from './delivery-states.ts';
import type { Pool } from 'pg';
import type { DestinationRef, PaceLimit, TransportName } from '../ports.ts';
import { createPace, unknownPace, type Pace, type SavedPace } from './pace.ts';

/** A claimed destination, as stored in its row. */
export interface Destination extends DestinationRef {
  destinationId: number;
  fence: number;
  /** failures in a row */
  attempts: number;
  /** the outage that the next success ends; null: the destination works, as far as we know */
  outageId: number | null;
}

/** The pace that the last holder of a destination saved, and whether it ended without releasing the destination. */
interface PaceRow {
  pace: SavedPace;
  pacedMsAgo: number;
  expired: boolean;
}

/** The right to send to a destination, until it expires. */
export interface Lease extends Destination {
  /** the `performance.now()` until which no other process can claim the destination; a call that lasts longer could be made twice */
  safeUntil: number;
  /** absent when the platform sets none */
  pace?: Pace;
}

/** Thrown when another process holds the destination by now. That process finishes what was under way. */
export class LeaseLost extends Error {
  override name = 'LeaseLost';
}

// A loose index scan: it probes the index `delivery_next` once per destination, not once per delivery, and stops when it has enough of
// them. 20 of 10,000 waiting destinations take 0.7 ms. `no key update`, because enqueuing holds the destination's key.
const claim = `
with recursive waiting (destination_id) as (
  (select destination_id from delivery where state in ${waitingStates} and destination_id > $1 order by destination_id limit 1)
  union all
  select (select d.destination_id from delivery d where d.state in ${waitingStates} and d.destination_id > w.destination_id order by d.destination_id limit 1)
  from waiting w where w.destination_id is not null
), free as (
  select due.id, due.expired from waiting cross join lateral (
    select id, lease_until is not null as expired from destination
    where id = waiting.destination_id and next_at <= now() and (lease_until is null or lease_until <= now()) and platform = any ($4::"TransportName"[])
    for no key update skip locked
  ) due limit $2
)
update destination set fence = fence + 1, lease_until = now() + $3 * interval '1 ms', leased_by = $5 from free where destination.id = free.id
returning destination.id as "destinationId", platform, workspace_id as "workspaceId", channel_id as "channelId", fence, attempts, outage_id as "outageId",
  pace, coalesce(extract(epoch from now() - paced_at) * 1000, 0)::float as "pacedMsAgo", expired`;

/**
 * Claims up to `count` destinations that have something to send now, by ascending id and greater than `after`. The caller continues
 * after the last id, so that every destination is drained. Each lease holds for `leaseMs` unless it is renewed.
 */
export async function claimDestinations(
  pool: Pool,
  options: {
    after: number;
    count: number;
    leaseMs: number;
    platforms: TransportName[];
    processId?: string;
    paces?: Partial<Record<TransportName, PaceLimit>>;
  },
): Promise<Lease[]> {
  const safeUntil = performance.now() + options.leaseMs;
  const values = [options.after, options.count, options.leaseMs, options.platforms, options.processId ?? null];
  const { rows } = await pool.query<Destination & PaceRow>({ name: 'outbox-claim', text: claim, values });
  return rows
    .map(({ pace, pacedMsAgo, expired, ...row }) => {
      const limit = options.paces?.[row.platform];
      if (!limit) return { ...row, safeUntil };
      const saved = expired ? unknownPace(limit) : pace;
      return { ...row, safeUntil, pace: createPace(limit, saved, expired ? 0 : pacedMsAgo, performance.now()) };
    })
    .sort((a, b) => a.destinationId - b.destinationId);
}

// Skips destinations that were released in the meantime: with a renewed lease, no process could use them until the lease expired. Locks rows
// by ascending id, as a pause does.
const renew = `
with held as (
  select d.id from destination d join unnest($1::int[], $2::int[]) as lease (id, fence) on d.id = lease.id and d.fence = lease.fence
  where d.lease_until is not null order by d.id for no key update of d
)
update destination set lease_until = now() + $3 * interval '1 ms' from held where destination.id = held.id
returning destination.id, destination.fence`;

/** Renews leases. @returns the leases that are lost */
export async function renewLeases(pool: Pool, leases: Lease[], leaseMs: number): Promise<Lease[]> {
  const safeUntil = performance.now() + leaseMs;
  const values = [leases.map((lease) => lease.destinationId), leases.map((lease) => lease.fence), leaseMs];
  const { rows } = await pool.query<{ id: number; fence: number }>({ name: 'outbox-renew', text: renew, values });
  const fences = new Map(rows.map(({ id, fence }) => [id, fence]));
  // this process can hold a destination again whose former lease it lost while a call was under way
  const lost = leases.filter(({ destinationId, fence }) => fences.get(destinationId) !== fence);
  for (const lease of leases) lease.safeUntil = lost.includes(lease) ? 0 : safeUntil;
  return lost;
}

/** Releases a destination, and keeps every process from sending to it for `waitMs`. Does nothing if the lease is lost. */
export async function releaseDestination(pool: Pool, lease: Lease, waitMs = 0): Promise<void> {
  const text = `
    update destination set lease_until = null, next_at = greatest(next_at, now() + $3 * interval '1 ms'), pace = $4::jsonb, paced_at = now()
    where id = $1 and fence = $2`;
  await pool.query({ name: 'outbox-release', text, values: [lease.destinationId, lease.fence, waitMs, savedPace(lease)] });
}

/** Returns the pace of a lease as JSON, for the row of its destination. */
export function savedPace({ pace }: Lease): string {
  return JSON.stringify(pace?.save(performance.now()) ?? []);
}

// Includes destinations without deliveries, because what is enqueued during the pause must wait. Locks rows by ascending id, so that two
// workers that pause the same workspace never deadlock. The end is rounded up to 0.1 s, so that responses at about the same time make one pause.
const pause = `
with ends as (
  select to_timestamp(ceil(extract(epoch from now() + $3 * interval '1 ms') * 10) / 10) as at
), paused as (
  select d.id, d.fence from destination d join destination own on own.platform = d.platform and own.workspace_id = d.workspace_id cross join ends
  where own.id = $1 and (d.id = $1 or d.next_at < ends.at) order by d.id for no key update of d
)
update destination set next_at = greatest(next_at, ends.at) from paused cross join ends
where destination.id = paused.id and ($2::int is null or exists (select from paused held where held.id = $1 and held.fence = $2))`;

/**
 * Keeps every process from sending to the workspace of a lease for `waitMs`, also if the lease is lost. With `underFence`, a lost lease means that
 * the workspace may have another address by now, and nothing happens.
 */
export async function pauseWorkspace(pool: Pool, lease: Lease, waitMs: number, { underFence = false } = {}): Promise<void> {
  const fence = underFence ? lease.fence : null;
  await pool.query({ name: 'outbox-pause', text: pause, values: [lease.destinationId, fence, waitMs] });
}

/** Something else holds the lane now; whatever was under way is the other's to finish. */
export class LeaseLost extends Error {
    name = 'LeaseLost';
}
// A loose index scan: one probe of the index `delivery_waiting` per lane, not one per delivery, and it stops at the last lane
// that was wanted: 0.7 ms for 20 of 10,000 waiting lanes. `no key update`, because enqueuing holds the lane's key.
const claim = `
with recursive waiting (lane_id) as (
  (select lane_id from delivery where state in ('pending', 'sending') and lane_id > $1 order by lane_id limit 1)
  union all
  select (select d.lane_id from delivery d where d.state in ('pending', 'sending') and d.lane_id > w.lane_id order by d.lane_id limit 1)
  from waiting w where w.lane_id is not null
), free as (
  select rested.id from waiting cross join lateral (
    select id from lane
    where id = waiting.lane_id and next_at <= now() and (lease_until is null or lease_until <= now()) and platform = any ($4::"Carrier"[])
    for no key update skip locked
  ) rested limit $2
)
update lane set fence = fence + 1, lease_until = now() + $3 * interval '1 ms' from free where lane.id = free.id
returning lane.id as "destinationId", platform, workspace_id as "workspaceId", channel_id as "channelId", fence, attempts`;
/**
 * Takes up to `count` lanes that have something to send now, in the order of their ids.
 * @param after only lanes with a greater id: the caller goes round, so that no lane is passed over for ever
 * @param leaseMs how long the lease holds unless renewed
 */
export async function claimDestinations(pool, wanted) {
    const safeUntil = performance.now() + wanted.leaseMs;
    const values = [wanted.after, wanted.count, wanted.leaseMs, wanted.platforms];
    const { rows } = await pool.query({ name: 'outbox-claim', text: claim, values });
    return rows.map((row) => ({ ...row, safeUntil })).sort((a, b) => a.destinationId - b.destinationId);
}
// A lane that is being given back at this very moment stays free: renewed, it would be nobody's until the lease ran out.
const renew = `
update lane set lease_until = now() + $3 * interval '1 ms'
from unnest($1::int[], $2::int[]) as held (id, fence)
where lane.id = held.id and lane.fence = held.fence and lane.lease_until is not null
returning lane.id`;
/** Renews all of these at once. @returns those that are lost */
export async function renewLeases(pool, leases, leaseMs) {
    const safeUntil = performance.now() + leaseMs;
    const values = [leases.map((lease) => lease.destinationId), leases.map((lease) => lease.fence), leaseMs];
    const { rows } = await pool.query({ name: 'outbox-renew', text: renew, values });
    const held = new Set(rows.map((row) => row.id));
    for (const lease of leases)
        lease.safeUntil = held.has(lease.destinationId) ? safeUntil : 0;
    return leases.filter((lease) => !held.has(lease.destinationId));
}
/** Gives the lane back; nobody sends to it for `waitMs` more. Without effect when the lease is lost. */
export async function releaseDestination(pool, lease, waitMs = 0) {
    const text = `update lane set lease_until = null, next_at = greatest(next_at, now() + $3 * interval '1 ms') where id = $1 and fence = $2`;
    await pool.query({ name: 'outbox-release', text, values: [lease.destinationId, lease.fence, waitMs] });
}
// Lanes without anything to send wait, too: what is enqueued during the pause must not go out. By ascending id, so that two
// workers pausing the same workspace never deadlock.
const pause = `
with resting as (
  select id from lane
  where platform = $1::"Carrier" and workspace_id = $2 and next_at < now() + $3 * interval '1 ms'
  order by id for no key update
)
update lane set next_at = greatest(next_at, now() + $3 * interval '1 ms') from resting where lane.id = resting.id`;
/** Nobody sends to this workspace for `waitMs`. */
export async function pauseWorkspace(pool, platform, workspaceId, waitMs) {
    await pool.query({ name: 'outbox-pause', text: pause, values: [platform, workspaceId, waitMs] });
}
//# sourceMappingURL=lease.js.map
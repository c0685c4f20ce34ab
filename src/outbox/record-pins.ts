// The database side of pinning: which banners are to be pinned or unpinned, and the result of each call.
import type { Pool } from 'pg';
import type { DestinationRef, TransportName } from '../ports.ts';

/** A banner that is pinned although its notice is closed, or not pinned although its notice is open. */
export interface Pin extends DestinationRef {
  id: number;
  threadRef: string;
  /** whether the banner is pinned now */
  pinned: boolean;
}

/** How long a claim holds: longer than the slowest call (10 s). After a crash, the banner is claimed again. */
const leaseMs = 60_000;

// Few notices are open, and few have pinned banners; one index probe finds each of those. When there is nothing to do, the query takes 0.8 ms
// with 120,000 banners, 20,000 of them pinned.
const outdated = `
with recursive pinning (notice_id) as (
  (select notice_id from banner where pinned order by notice_id limit 1)
  union all
  select (select b.notice_id from banner b where b.pinned and b.notice_id > p.notice_id order by b.notice_id limit 1)
  from pinning p where p.notice_id is not null
), outdated (notice_id, pinned) as (
  select id, false from notice where closed_at is null
  union all
  select id, true from pinning join notice on id = notice_id where closed_at is not null
)`;

const posted = `b.notice_id = outdated.notice_id and b.pinned = outdated.pinned and b.thread_ref is not null and destination.platform = any ($1::"TransportName"[])
  and exists (select from delivery d where d.banner_id = b.id and d.kind = 'banner' and not d.withdrawn)`;

const claim = `${outdated}, due as (
  select candidate.* from outdated cross join lateral (
    select b.id, destination.platform, destination.workspace_id, destination.channel_id from banner b join destination on destination.id = b.destination_id
    where ${posted} and b.next_pin_at <= now() order by b.next_pin_at limit $2 for no key update of b skip locked
  ) candidate limit $2
)
update banner set next_pin_at = now() + $3 * interval '1 ms' from due where banner.id = due.id
returning banner.id, thread_ref as "threadRef", pinned, platform, workspace_id as "workspaceId", due.channel_id as "channelId"`;

/** Claims up to `count` banners to pin or unpin. No other process can claim them until the claim expires. */
export async function claimPins(pool: Pool, platforms: TransportName[], count: number): Promise<Pin[]> {
  const { rows } = await pool.query<Pin>({ name: 'pins-claim', text: claim, values: [platforms, count, leaseMs] });
  return rows;
}

/** Returns whether any banner is left to pin or unpin, now or later. */
export async function anyDue(pool: Pool, platforms: TransportName[]): Promise<boolean> {
  const text = `${outdated}
    select exists (select from outdated join banner b on true join destination on destination.id = b.destination_id where ${posted} and b.next_pin_at < 'infinity') as due`;
  const { rows } = await pool.query<{ due: boolean }>(text, [platforms]);
  return rows[0]?.due ?? false;
}

/** Records that the banner was pinned or unpinned. If its notice closed in the meantime, the next poll finds the banner at once. */
export async function recordPin(pool: Pool, { id, pinned, threadRef }: Pin): Promise<void> {
  await pool.query(`update banner set pinned = $2, next_pin_at = '-infinity' where id = $1 and thread_ref = $3`, [
    id,
    !pinned,
    threadRef,
  ]);
}

/** Postpones pinning or unpinning a banner. @param waitMs Infinity for never */
export async function postponePin(pool: Pool, { id, threadRef }: Pin, waitMs: number): Promise<void> {
  // a banner that was posted again in the meantime is another message
  const sameMessage = 'where id = $1 and thread_ref = $2';
  const text = `update banner set next_pin_at = now() + $3::float * interval '1 ms' ${sameMessage}`;
  if (Number.isFinite(waitMs)) await pool.query(text, [id, threadRef, waitMs]);
  else await pool.query(`update banner set next_pin_at = 'infinity' ${sameMessage}`, [id, threadRef]);
}

/** Postpones all pins of a workspace whose rate limit was reached. Messages to the workspace continue. */
export async function postponePinsOfWorkspace(
  pool: Pool,
  { id, pinned, platform, workspaceId }: Pin,
  waitMs: number,
): Promise<void> {
  const text = `
    with same as (
      select b.id from banner b join destination on destination.id = b.destination_id join notice n on n.id = b.notice_id
      where destination.platform = $1::"TransportName" and workspace_id = $2 and b.pinned = $3 and (n.closed_at is null) <> b.pinned
        and (b.id = $5 or b.next_pin_at < now() + $4::float * interval '1 ms')
      order by b.id for no key update of b
    )
    update banner set next_pin_at = now() + $4::float * interval '1 ms' from same where banner.id = same.id`;
  await pool.query(text, [platform, workspaceId, pinned, waitMs, id]);
}

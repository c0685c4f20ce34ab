/** A claim holds for longer than the slowest call (10 s); whose process died is claimed again. */
const leaseMs = 60_000;
// The open notices are few, and so are those that have pinned banners: these are found by one probe of the index each. An idle look takes
// 0.8 ms among 120,000 banners, 20,000 of them pinned.
const wrong = `
with recursive pinning (notice_id) as (
  (select notice_id from banner where pinned order by notice_id limit 1)
  union all
  select (select b.notice_id from banner b where b.pinned and b.notice_id > p.notice_id order by b.notice_id limit 1)
  from pinning p where p.notice_id is not null
), wrong (notice_id, pinned) as (
  select id, false from notice where closed_at is null
  union all
  select id, true from pinning join notice on id = notice_id where closed_at is not null
)`;
const stands = `b.notice_id = wrong.notice_id and b.pinned = wrong.pinned and b.thread_ref is not null and lane.platform = any ($1::"Carrier"[])
  and exists (select from delivery d where d.banner_id = b.id and d.kind = 'banner' and not d.gone)`;
const claim = `${wrong}, due as (
  select standing.* from wrong cross join lateral (
    select b.id, lane.platform, lane.workspace_id, lane.channel_id from banner b join lane on lane.id = b.lane_id
    where ${stands} and b.pin_at <= now() order by b.pin_at limit $2 for no key update of b skip locked
  ) standing limit $2
)
update banner set pin_at = now() + $3 * interval '1 ms' from due where banner.id = due.id
returning banner.id, thread_ref as "threadRef", pinned, platform, workspace_id as "workspaceId", due.channel_id as "channelId"`;
/** Takes up to `count` of them; nobody else does before the claim has run out. */
export async function claimPins(pool, platforms, count) {
    const { rows } = await pool.query({ name: 'pins-claim', text: claim, values: [platforms, count, leaseMs] });
    return rows;
}
/** Whether something is left to do, now or later. */
export async function anyDue(pool, platforms) {
    const text = `${wrong}
    select exists (select from wrong join banner b on true join lane on lane.id = b.lane_id where ${stands} and b.pin_at < 'infinity') as due`;
    const { rows } = await pool.query(text, [platforms]);
    return rows[0]?.due ?? false;
}
/** It was done. Should the notice have been closed meanwhile, the next look finds the banner at once. */
export async function recordPin(pool, { id, pinned, threadRef }) {
    await pool.query(`update banner set pinned = $2, pin_at = '-infinity' where id = $1 and thread_ref = $3`, [
        id,
        !pinned,
        threadRef,
    ]);
}
/** Not before `waitMs`; never, where that is infinite. */
export async function waitWithPin(pool, { id, threadRef }, waitMs) {
    // a banner that was placed anew meanwhile is another message
    const still = 'where id = $1 and thread_ref = $2';
    const text = `update banner set pin_at = now() + $3::float * interval '1 ms' ${still}`;
    if (Number.isFinite(waitMs))
        await pool.query(text, [id, threadRef, waitMs]);
    else
        await pool.query(`update banner set pin_at = 'infinity' ${still}`, [id, threadRef]);
}
/** The platform wants no such call in this workspace for a while; the messages there go on. */
export async function restPins(pool, { id, pinned, platform, workspaceId }, waitMs) {
    const text = `
    with same as (
      select b.id from banner b join lane on lane.id = b.lane_id join notice n on n.id = b.notice_id
      where lane.platform = $1::"Carrier" and workspace_id = $2 and b.pinned = $3 and (n.closed_at is null) <> b.pinned
        and (b.id = $5 or b.pin_at < now() + $4::float * interval '1 ms')
      order by b.id for no key update of b
    )
    update banner set pin_at = now() + $4::float * interval '1 ms' from same where banner.id = same.id`;
    await pool.query(text, [platform, workspaceId, pinned, waitMs, id]);
}
//# sourceMappingURL=record-pins.js.map
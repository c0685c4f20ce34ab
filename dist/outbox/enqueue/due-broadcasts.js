// The status broadcasts that the clock owes. What changes `broadcast_at` holds the notice's row: so does whoever calls these with a `tx`.
import { belongs, nextBroadcast } from "./banners.js";
/** The open notices with something due: an index's least entries are all that an idle tick looks at. */
export async function noticesDue(pool, now) {
    const text = `
    select distinct n.id from banner b join notice n on n.id = b.notice_id where b.broadcast_at <= $1 and n.closed_at is null order by n.id`;
    const { rows } = await pool.query({ name: 'broadcasts-due', text, values: [now] });
    return rows.map(({ id }) => id);
}
export function dueBanners(tx, noticeId, now, limit) {
    return tx.$queryRaw `
    select b.id, ch.account_id as "accountId", (${belongs} and not ch.changes_only) as told
    from banner b join notice n on n.id = b.notice_id join channel ch on ch.id = b.channel_id
    where b.notice_id = ${noticeId} and b.broadcast_at <= ${now} order by b.id limit ${limit}`;
}
/** @returns the first moment of the notice's cadence after this one */
export async function nextMoment(tx, noticeId, after, cadence) {
    const [row] = await tx.$queryRaw `
    select ${nextBroadcast(after, cadence)} as at from notice n where n.id = ${noticeId}`;
    return row?.at ?? null;
}
/** When these banners' next broadcasts are due. */
export async function moveBroadcasts(tx, banners) {
    const [ids, moments] = [banners.map(({ id }) => id), banners.map(({ at }) => at)];
    await tx.$executeRaw `
    with locked as (select id from banner where id = any (${ids}::int[]) order by id for no key update)
    update banner set broadcast_at = next.at
    from locked join unnest(${ids}::int[], ${moments}::timestamptz[]) as next (id, at) using (id) where banner.id = locked.id`;
}
//# sourceMappingURL=due-broadcasts.js.map
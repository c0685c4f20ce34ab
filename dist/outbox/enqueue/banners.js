// Where notices stand: a banner in every subscribed channel of each affected account, and short replies under it. One statement for ten
// thousand channels. Call these in the transaction of the change itself, with `lockNotices` first: under it ids follow commits.
import { Prisma } from "../../db/generated/client.js";
import { unsent } from "./eligible-conversations.js";
/** Holds the open notices until the transaction ends: whoever places or changes their banners waits. */
async function lockNotices(tx, { noticeId }) {
    await tx.$queryRaw `
    select id from notice where closed_at is null and (${noticeId ?? null}::int is null or id = ${noticeId ?? null}) order by id for no key update`;
}
/**
 * Whether the notice `n` belongs into the channel `ch`: it is (still) for notices, of an account that is affected; one of no account, the
 * support organisation's own, only where all accounts are, since nobody is to read of others' trouble.
 */
export const belongs = Prisma.sql `(ch.active and 'notices' = any (ch.purposes) and case
  when ch.account_id is null then n.every_account
  else exists (select from account a where a.id = ch.account_id and a.active)
    and (n.every_account or exists (select from notice_account na where na.notice_id = n.id and na.account_id = ch.account_id)) end)`;
/** An announced notice that is not over. */
const stands = Prisma.sql `(n.announced_at is not null and n.closed_at is null)`;
/** The next moment of the cadence counted from the newest word of a person, as a broadcast at `at` would come. */
export const nextBroadcast = (at, cadence) => Prisma.sql `(
  select last.at + (floor(extract(epoch from ${at}::timestamptz - last.at) * 1000 / every.ms) + 1) * every.ms * interval '1 ms'
  from (select max(u.at) at from notice_update u where u.notice_id = n.id) last,
    (select (${JSON.stringify(cadence)}::jsonb ->> n.severity::text)::bigint ms) every
  where n.kind = 'incident')`;
/**
 * A notice that is being declared and a channel that is being subscribed cannot see each other: one waits for the other. Call it first in
 * a transaction that makes either.
 */
export async function lockPlacing(tx) {
    await tx.$executeRaw `select pg_advisory_xact_lock(7217005::bigint)`;
}
/**
 * Makes the banners stand where they should: placed in channels that miss one, withdrawn from those they do not belong into (any more).
 * @param only all open notices and all channels where nothing is named
 */
export async function placeBanners(tx, at, cadence, only = {}) {
    await lockNotices(tx, only);
    const { noticeId = null, channelId = null } = only;
    const asked = Prisma.sql `(${noticeId}::int is null or n.id = ${noticeId}) and (${channelId}::int is null or ch.id = ${channelId})`;
    await tx.$executeRaw `
    insert into lane (platform, workspace_id, channel_id)
    select distinct ch.platform::text::"Carrier", ch.workspace_id, ch.channel_id
    from notice n cross join channel ch where ${stands} and ${asked} and ${belongs}
    order by 1, 2, 3 -- as everybody makes lanes: two notices at once never deadlock
    on conflict do nothing`;
    await tx.$executeRaw `
    insert into banner (notice_id, channel_id, lane_id, broadcast_at)
    select n.id, ch.id, lane.id, ${nextBroadcast(at, cadence)}
    from notice n cross join channel ch
      join lane on lane.platform = ch.platform::text::"Carrier" and lane.workspace_id = ch.workspace_id and lane.channel_id = ch.channel_id
    where ${stands} and ${asked} and ${belongs}
    order by n.id, ch.id
    on conflict do nothing`;
    await tx.$executeRaw `
    with wanted as (
      select b.id, b.lane_id, ${belongs} as belongs from banner b join notice n on n.id = b.notice_id join channel ch on ch.id = b.channel_id
      where ${stands} and ${asked}
    ), placed as (
      insert into delivery (lane_id, banner_id, kind)
      select lane_id, id, 'banner' from wanted
      where belongs and not exists (select from delivery d where d.banner_id = wanted.id and d.kind = 'banner' and not d.gone)
      order by id
      returning banner_id
    ), renewed as (
      -- what hung under a withdrawn banner stays there; its successor begins a thread of its own
      update banner b set thread_ref = null, pinned = false, pin_at = '-infinity', broadcast_at = (
        select ${nextBroadcast(at, cadence)} from notice n where n.id = b.notice_id)
      from placed where b.id = placed.banner_id and b.thread_ref is not null
    ), failed as (
      select d.id from delivery d join wanted on wanted.id = d.banner_id
      where wanted.belongs and d.kind = 'banner' and d.state = 'dead' and not d.gone order by d.id for no key update of d
    ), revived as (
      -- the bot may have been let in again: every word tries once more
      update delivery d set state = 'pending', wanted = wanted + 1, attempts = 0, error_code = null from failed where d.id = failed.id
    ), leaving as (
      select d.id from delivery d join wanted on wanted.id = d.banner_id
      where not wanted.belongs and not d.gone and (d.kind = 'banner' or d.state = 'pending' and d.started_at is null and d.external_id is null)
      order by d.id for no key update of d
    ), withdrawn as (
      update delivery d set gone = true, wanted = wanted + 1, attempts = 0, error_code = null, state = (case
          when state in ('pending', 'sending') then state::text
          when external_id is null and started_at is null then 'sent' else 'pending' end)::"DeliveryState"
      from leaving where d.id = leaving.id
    )
    select pg_notify('outbox', '')`;
}
/** The banners `b` that are meant. */
const among = (which) => 'noticeId' in which ? Prisma.sql `b.notice_id = ${which.noticeId}` : Prisma.sql `b.id = any (${which.bannerIds}::int[])`;
/** The banners show the present state soon; one that waits is sent as it is then. One that stands and could not be drawn anew is tried once more. */
export async function refreshBanners(tx, which) {
    await tx.$executeRaw `
    with locked as (
      select d.id from delivery d join banner b on b.id = d.banner_id
      where ${among(which)} and d.kind = 'banner' and not d.gone and (d.state <> 'dead' or d.external_id is not null)
      order by d.id for no key update of d
    ), refreshed as (
      update delivery set wanted = wanted + 1, state = case when state = 'dead' or state = 'sent' then 'pending' else state end,
        attempts = case state when 'dead' then 0 else attempts end, error_code = case state when 'dead' then null else error_code end
      from locked where delivery.id = locked.id
    )
    select pg_notify('outbox', '')`;
}
/** The next broadcast of every banner of the notice is a cadence from now: somebody has spoken. None where it is over. */
export async function resetBroadcasts(tx, noticeId, at, cadence) {
    await tx.$executeRaw `
    with locked as (select id from banner where notice_id = ${noticeId} order by id for no key update),
    next as materialized (select case when n.closed_at is null then ${nextBroadcast(at, cadence)} end as at from notice n where n.id = ${noticeId})
    update banner set broadcast_at = next.at from locked, next where banner.id = locked.id`;
}
/**
 * A short reply under banners, once in each. What still waits of earlier ones is overtaken and never sent; a banner that cannot stand
 * where it should has no replies.
 * @param updateId the update it tells of; null: a status broadcast, which tells of how things stand when it is sent
 */
export async function enqueueBroadcasts(tx, under, updateId) {
    await tx.$executeRaw `
    with standing as (
      select b.id, b.lane_id from banner b
      where ${among(under)} and exists (select from delivery d where d.banner_id = b.id and d.kind = 'banner' and d.state <> 'dead' and not d.gone)
    ), late as (
      select id from delivery where kind = 'broadcast' and not gone and ${unsent} and banner_id in (select id from standing)
      order by id for no key update
    ), overtaken as (
      update delivery set gone = true, state = 'sent', error_code = null from late where delivery.id = late.id
    ), placed as (
      insert into delivery (lane_id, banner_id, update_id, kind) select lane_id, id, ${updateId}, 'broadcast' from standing order by id
      on conflict do nothing
    )
    select pg_notify('outbox', '')`;
}
/** Which notice a banner is of, and whether it still belongs into its channel: asked once more when it is sent. @returns null: it does not */
export async function noticeOfBanner(tx, bannerId) {
    const [row] = await tx.$queryRaw `
    select n.id from banner b join notice n on n.id = b.notice_id join channel ch on ch.id = b.channel_id
    where b.id = ${bannerId} and ${belongs}`;
    return row?.id ?? null;
}
//# sourceMappingURL=banners.js.map
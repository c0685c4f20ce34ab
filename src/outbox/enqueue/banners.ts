// Deliveries of notices: a banner in every subscribed channel of each affected account, and broadcasts in its thread. One statement covers
// ten thousand channels. Run these statements in the transaction of the change. `syncBanners` locks the notices, so delivery ids follow
// commits.
import { Prisma } from '../../db/generated/client.ts';
import { enqueue, refresh, unsent, withdraw, withdrawUnsent } from './deliveries.ts';
import { createDestinations } from './destinations.ts';

type Tx = Prisma.TransactionClient;
type Sql = Prisma.Sql;
const { sql } = Prisma;

/** Milliseconds between status broadcasts, by severity. */
export type Cadences = Readonly<Record<'critical' | 'major' | 'minor', number>>;

/** Limits a sync to one notice or one channel. */
export interface SyncScope {
  noticeId?: number;
  channelId?: number;
}

/**
 * SQL: whether the notice `n` is meant for the channel `ch`: a notices channel of an affected, active account. A channel of the support
 * organization itself gets only notices that affect every account, so that nobody reads about another account's incidents.
 */
export const appliesTo = sql`(ch.active and 'notices' = any (ch.purposes) and case
  when ch.account_id is null then n.every_account
  else exists (select from account a where a.id = ch.account_id and a.active)
    and (n.every_account or exists (select from notice_account na where na.notice_id = n.id and na.account_id = ch.account_id)) end)`;

/** SQL: whether the notice `n` is announced and not closed. */
const isOpen = sql`(n.announced_at is not null and n.closed_at is null)`;

/** SQL: the next moment after `at` in the cadence of the incident `n`, counted from its newest update. */
export const nextBroadcastAfter = (at: Date, cadence: Cadences): Sql => sql`(
  select last.at + (floor(extract(epoch from ${at}::timestamptz - last.at) * 1000 / every.ms) + 1) * every.ms * interval '1 ms'
  from (select max(u.at) at from notice_update u where u.notice_id = n.id) last,
    (select (${JSON.stringify(cadence)}::jsonb ->> n.severity::text)::bigint ms) every
  where n.kind = 'incident')`;

/**
 * Makes declaring a notice and subscribing a channel wait for each other, since neither sees the other's uncommitted row. Call it first in
 * the transaction of either.
 */
export async function lockSubscriptions(tx: Tx): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(7217005::bigint)`;
}

/** Locks open notices until the transaction ends. */
async function lockNotices(tx: Tx, { noticeId = null }: { noticeId?: number | null }): Promise<void> {
  await tx.$queryRaw`
    select id from notice where closed_at is null and (${noticeId}::int is null or id = ${noticeId}) order by id for no key update`;
}

/**
 * Enqueues the banners that are missing and withdraws those that no longer apply to their channel. Banners that failed are retried: the bot
 * may have been invited again.
 * @param scope all open notices and all channels by default
 */
export async function syncBanners(tx: Tx, at: Date, cadence: Cadences, scope: SyncScope = {}): Promise<void> {
  await lockNotices(tx, scope);
  const { noticeId = null, channelId = null } = scope;
  const inScope = sql`(${noticeId}::int is null or n.id = ${noticeId}) and (${channelId}::int is null or ch.id = ${channelId})`;
  await tx.$executeRaw(
    createDestinations(sql`
      select ch.platform::text::"TransportName" platform, ch.workspace_id, ch.channel_id
      from notice n cross join channel ch where ${isOpen} and ${inScope} and ${appliesTo}`),
  );
  await tx.$executeRaw`
    insert into banner (notice_id, channel_id, destination_id, broadcast_at)
    select n.id, ch.id, l.id, ${nextBroadcastAfter(at, cadence)}
    from notice n cross join channel ch
      join destination l on l.platform = ch.platform::text::"TransportName" and l.workspace_id = ch.workspace_id and l.channel_id = ch.channel_id
    where ${isOpen} and ${inScope} and ${appliesTo}
    order by n.id, ch.id
    on conflict do nothing`;
  const join = sql`join banners on banners.id = d.banner_id`;
  await tx.$executeRaw`
    with banners as (
      select b.id, b.destination_id, ${appliesTo} as applies
      from banner b join notice n on n.id = b.notice_id join channel ch on ch.id = b.channel_id
      where ${isOpen} and ${inScope}
    ), enqueued as (
      ${enqueue(
        'banner',
        { destination_id: sql`destination_id`, banner_id: sql`id` },
        sql`from banners
          where applies and not exists (select from delivery d where d.banner_id = banners.id and d.kind = 'banner' and not d.withdrawn)
          order by id`,
      )}
      returning banner_id
    ), new_thread as (
      -- earlier broadcasts stay in the thread of the withdrawn banner
      update banner b set thread_ref = null, pinned = false, next_pin_at = '-infinity', broadcast_at = (
        select ${nextBroadcastAfter(at, cadence)} from notice n where n.id = b.notice_id)
      from enqueued where b.id = enqueued.banner_id and b.thread_ref is not null
    ), ${refresh({ join, where: sql`banners.applies and d.kind = 'banner' and d.state = 'dead'` }, 'retry')},
    ${withdraw({ join, where: sql`not banners.applies and (d.kind = 'banner' or d.state = 'pending' and ${unsent})` })}
    select`;
}

/** All banners of a notice, or single ones. */
export type BannerSelection = { noticeId: number } | { bannerIds: readonly number[] };

/** SQL: whether the banner `b` is selected. */
const selected = (banners: BannerSelection): Sql =>
  'noticeId' in banners ? sql`b.notice_id = ${banners.noticeId}` : sql`b.id = any (${banners.bannerIds}::int[])`;

/** Refreshes banners. A posted banner whose last update failed is tried again. */
export async function refreshBanners(tx: Tx, banners: BannerSelection): Promise<void> {
  const selection = {
    join: sql`join banner b on b.id = d.banner_id`,
    where: sql`${selected(banners)} and d.kind = 'banner'`,
  };
  await tx.$executeRaw`with ${refresh(selection, 'retry-shown')} select`;
}

/**
 * Enqueues a short reply in the thread of each banner, and withdraws earlier replies that were not sent yet. A banner that could not be
 * posted gets no replies.
 * @param updateId the update to announce; null for a status broadcast, which says how things are when it is sent
 */
export async function enqueueBroadcasts(tx: Tx, banners: BannerSelection, updateId: number | null): Promise<void> {
  const columns = { destination_id: sql`destination_id`, banner_id: sql`id`, update_id: sql`${updateId}::int` };
  await tx.$executeRaw`
    with posted as (
      select b.id, b.destination_id from banner b
      where ${selected(banners)}
        and exists (select from delivery d where d.banner_id = b.id and d.kind = 'banner' and d.state <> 'dead' and not d.withdrawn)
    ), ${withdrawUnsent({ where: sql`d.kind = 'broadcast' and d.banner_id in (select id from posted)` })}, enqueued as (
      ${enqueue('broadcast', columns, sql`from posted order by id`)}
      on conflict do nothing
    )
    select`;
}

/** Returns the notice of a banner that still applies to its channel. It is checked again right before sending. @returns null if the banner no longer applies */
export async function noticeOfBanner(tx: Pick<Tx, '$queryRaw'>, bannerId: number): Promise<number | null> {
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    select n.id from banner b join notice n on n.id = b.notice_id join channel ch on ch.id = b.channel_id
    where b.id = ${bannerId} and ${appliesTo}`;
  return row?.id ?? null;
}

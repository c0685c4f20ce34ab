// The schedule of status broadcasts: which banners are due, and when each is due next. `broadcast_at` changes only in transactions that have
// locked the notice's row.
import type { Pool } from 'pg';
import type { Prisma } from '../../db/generated/client.ts';
import { appliesTo, nextBroadcastAfter, type Cadences } from './banners.ts';

type Tx = Prisma.TransactionClient;

/** A banner whose next broadcast is due. */
export interface DueBanner {
  id: number;
  /** null for a channel of the support organization */
  accountId: number | null;
  /** whether the banner's channel still gets broadcasts while nothing changes */
  subscribed: boolean;
}

/** Lists the open notices that have a broadcast due. While nothing is due, the query reads only the first entries of an index. */
export async function findNoticesDue(pool: Pool, now: Date): Promise<number[]> {
  const text = `
    select distinct n.id from banner b join notice n on n.id = b.notice_id where b.broadcast_at <= $1 and n.closed_at is null order by n.id`;
  const { rows } = await pool.query<{ id: number }>({ name: 'broadcasts-due', text, values: [now] });
  return rows.map(({ id }) => id);
}

/** Lists up to `limit` banners of a notice whose broadcast is due. */
export function findBannersDue(tx: Tx, noticeId: number, now: Date, limit: number): Promise<DueBanner[]> {
  return tx.$queryRaw<DueBanner[]>`
    select b.id, ch.account_id as "accountId", (${appliesTo} and not ch.changes_only) as subscribed
    from banner b join notice n on n.id = b.notice_id join channel ch on ch.id = b.channel_id
    where b.notice_id = ${noticeId} and b.broadcast_at <= ${now} order by b.id limit ${limit}`;
}

/** Returns the first moment of a notice's cadence after `after`. @returns null if it has no cadence */
export async function nextBroadcastOf(tx: Tx, noticeId: number, after: Date, cadence: Cadences): Promise<Date | null> {
  const [row] = await tx.$queryRaw<{ at: Date | null }[]>`
    select ${nextBroadcastAfter(after, cadence)} as at from notice n where n.id = ${noticeId}`;
  return row?.at ?? null;
}

/** Sets when the next broadcast of each of these banners is due. */
export async function scheduleBroadcasts(tx: Tx, banners: readonly { id: number; at: Date | null }[]): Promise<void> {
  const [ids, moments] = [banners.map(({ id }) => id), banners.map(({ at }) => at)];
  await tx.$executeRaw`
    with locked as (select id from banner where id = any (${ids}::int[]) order by id for no key update)
    update banner set broadcast_at = next.at
    from locked join unnest(${ids}::int[], ${moments}::timestamptz[]) as next (id, at) using (id) where banner.id = locked.id`;
}

/** Restarts the cadence of a notice after an update: the next broadcast is one interval away. A closed notice has none. */
export async function restartCadence(tx: Tx, noticeId: number, at: Date, cadence: Cadences): Promise<void> {
  await tx.$executeRaw`
    with locked as (select id from banner where notice_id = ${noticeId} order by id for no key update),
    next as materialized (
      select case when n.closed_at is null then ${nextBroadcastAfter(at, cadence)} end as at from notice n where n.id = ${noticeId}
    )
    update banner set broadcast_at = next.at from locked, next where banner.id = locked.id`;
}

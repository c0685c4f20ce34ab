// Counts the channels a notice reaches: before it is declared, and while it is being delivered.
import { Prisma } from '../../db/generated/client.ts';
import { authorize } from '../../domain/permission.ts';
import type { NoticeInput } from '../../domain/notice-input.ts';
import type { Advisor } from '../../domain/person.ts';
import type { ChannelRef } from '../../ports.ts';
import { unknownNotice } from './notice-facts.ts';
import type { Services } from '../context.ts';

/** Where the banner of a notice would be posted. */
export interface Reach {
  channels: number;
  /** Affected accounts with at least one of these channels. */
  accounts: number;
  accountsWithoutChannel: number;
}

/**
 * Counts the channels a notice would be posted to, by the same rule as `syncBanners`.
 * @throws CaseError not-allowed
 */
export async function noticeReach(
  services: Services,
  lead: Advisor,
  input: Pick<NoticeInput, 'kind' | 'everyAccount' | 'accountIds'>,
): Promise<Reach> {
  authorize(lead, input.kind);
  const { everyAccount, accountIds } = input;
  const [row] = await services.db.prisma.$queryRaw<Reach[]>`
    with affected as (
      select id from account where active and (${everyAccount} or id = any (${accountIds}::int[]))
    ), listed as (
      select account_id from channel where active and 'notices' = any (purposes)
        and (account_id in (select id from affected) or account_id is null and ${everyAccount})
    )
    select (select count(*) from listed)::int channels, (select count(distinct account_id) from listed)::int accounts,
      (select count(*) from affected where id not in (select account_id from listed where account_id is not null))::int "accountsWithoutChannel"`;
  return row ?? { channels: 0, accounts: 0, accountsWithoutChannel: 0 };
}

/** How far the delivery of a notice has come; counts of channels unless it says otherwise. */
export interface NoticeProgress {
  /** Channels whose banner is up to date. */
  sent: number;
  /** Channels whose banner is about to be sent or refreshed. */
  waiting: number;
  failed: number;
  /** The platforms' error codes, the most frequent first. */
  reasons: { code: string; count: number }[];
  /** The first of the failed channels. */
  channels: (ChannelRef & { name: string | null; accountName: string | null; code: string })[];
  /** Replies that are about to be sent. */
  replies: number;
}

const maxFailedChannels = 10;

/** SQL: joins the outage `o` because of which the delivery `d` waits. */
const outageOf = Prisma.sql`join destination l on l.id = d.destination_id left join outage o on o.id = l.outage_id`;

/** SQL: whether the delivery `d` is a dead letter, or waits for the end of an outage. */
const undelivered = Prisma.sql`(d.state = 'dead' or d.state in ('pending', 'sending') and o.id is not null)`;

/** Counts how far the delivery of a notice has come. @throws CaseError not-allowed, unknown-notice */
export async function noticeProgress(services: Services, lead: Advisor, id: number): Promise<NoticeProgress> {
  authorize(lead, 'incident');
  const { prisma } = services.db;
  if (!(await prisma.notice.findUnique({ where: { id }, select: { id: true } }))) throw unknownNotice();
  const counts = await prisma.$queryRaw<{ kind: 'banner' | 'broadcast'; state: string; code: string | null; count: number }[]>`
    select d.kind, case when ${undelivered} then 'dead' when d.state = 'sending' then 'pending' else d.state::text end state,
      case when ${undelivered} then coalesce(d.error_code, o.code, 'unknown') end code, count(*)::int count
    from delivery d join banner b on b.id = d.banner_id ${outageOf} where b.notice_id = ${id} and not d.withdrawn
    group by 1, 2, 3 order by count desc, code`;
  const sum = (kind: string, state: string): number =>
    counts.filter((row) => row.kind === kind && row.state === state).reduce((total, row) => total + row.count, 0);
  const reasons = counts.flatMap(({ kind, code, count }) => (kind === 'banner' && code !== null ? [{ code, count }] : []));
  const channels =
    reasons.length === 0
      ? []
      : await prisma.$queryRaw<NoticeProgress['channels']>`
          select ch.platform, ch.workspace_id "workspaceId", ch.channel_id "channelId", ch.name, a.name "accountName", coalesce(d.error_code, o.code, 'unknown') code
          from delivery d join banner b on b.id = d.banner_id ${outageOf} join channel ch on ch.id = b.channel_id left join account a on a.id = ch.account_id
          where b.notice_id = ${id} and d.kind = 'banner' and ${undelivered} and not d.withdrawn order by d.id limit ${maxFailedChannels}`;
  return {
    sent: sum('banner', 'sent'),
    waiting: sum('banner', 'pending'),
    failed: sum('banner', 'dead'),
    reasons,
    channels,
    replies: sum('broadcast', 'pending'),
  };
}

/** Lists the ids of the accounts that were selected for a notice; empty where all are affected. */
export async function noticeAccountIds(services: Services, noticeId: number): Promise<number[]> {
  const rows = await services.db.prisma.noticeAccount.findMany({ where: { noticeId }, orderBy: { accountId: 'asc' } });
  return rows.map(({ accountId }) => accountId);
}

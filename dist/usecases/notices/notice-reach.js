// How far a notice goes: before it is declared, and while it is on its way.
import { authorize } from "../../domain/permission.js";
import { unknownNotice } from "./notice-facts.js";
/**
 * The channels a notice would go to (as `placeBanners` decides).
 * @throws CaseError not-allowed
 */
export async function reachOf(services, lead, input) {
    authorize(lead, input.kind);
    const { everyAccount, accountIds } = input;
    const [row] = await services.db.prisma.$queryRaw `
    with affected as (
      select id from account where active and (${everyAccount} or id = any (${accountIds}::int[]))
    ), listed as (
      select account_id from channel where active and 'notices' = any (purposes)
        and (account_id in (select id from affected) or account_id is null and ${everyAccount})
    )
    select (select count(*) from listed)::int channels, (select count(distinct account_id) from listed)::int accounts,
      (select count(*) from affected where id not in (select account_id from listed where account_id is not null))::int "without"`;
    return row ?? { channels: 0, accounts: 0, without: 0 };
}
const shownPlaces = 10;
/** @throws CaseError not-allowed, unknown-notice */
export async function noticeProgress(services, lead, id) {
    authorize(lead, 'incident');
    const { prisma } = services.db;
    if (!(await prisma.notice.findUnique({ where: { id }, select: { id: true } })))
        throw unknownNotice();
    const counts = await prisma.$queryRaw `
    select d.kind, case when d.state = 'sending' then 'pending' else d.state::text end state,
      case when d.state = 'dead' then coalesce(d.error_code, 'unknown') end code, count(*)::int count
    from delivery d join banner b on b.id = d.banner_id where b.notice_id = ${id} and not d.gone
    group by 1, 2, 3 order by count desc, code`;
    const sum = (kind, state) => counts.filter((row) => row.kind === kind && row.state === state).reduce((total, row) => total + row.count, 0);
    const reasons = counts.flatMap(({ kind, code, count }) => (kind === 'banner' && code !== null ? [{ code, count }] : []));
    const places = reasons.length === 0
        ? []
        : await prisma.$queryRaw `
          select ch.platform, ch.workspace_id "workspaceId", ch.channel_id "channelId", a.name "accountName", coalesce(d.error_code, 'unknown') code
          from delivery d join banner b on b.id = d.banner_id join channel ch on ch.id = b.channel_id left join account a on a.id = ch.account_id
          where b.notice_id = ${id} and d.kind = 'banner' and d.state = 'dead' and not d.gone order by d.id limit ${shownPlaces}`;
    return {
        sent: sum('banner', 'sent'),
        waiting: sum('banner', 'pending'),
        failed: sum('banner', 'dead'),
        reasons,
        places,
        replies: sum('broadcast', 'pending'),
    };
}
/** The accounts that are affected, where not all are. */
export async function noticeAccountIds(services, noticeId) {
    const rows = await services.db.prisma.noticeAccount.findMany({ where: { noticeId }, orderBy: { accountId: 'asc' } });
    return rows.map(({ accountId }) => accountId);
}
//# sourceMappingURL=notice-reach.js.map
import { can } from "../../domain/permission.js";
import { unknownNotice } from "./notice-facts.js";
/**
 * What became of a notice, without the names of those it affects. Nobody is asked for permission: it is for the operator, and for whoever
 * holds a link (`timelineLinks`).
 * @throws CaseError unknown-notice
 */
export async function noticeTimeline(services, noticeId) {
    const row = await services.db.prisma.notice.findUnique({
        where: { id: noticeId },
        include: {
            owner: { select: { name: true } },
            updates: { orderBy: { id: 'asc' } },
            cases: { select: { incidentLinkedAt: true }, orderBy: { incidentLinkedAt: 'asc' } },
            _count: { select: { accounts: true, banners: true } },
        },
    });
    if (!row)
        throw unknownNotice();
    const { id, kind, title, severity, state, modules, startsAt, endsAt, declaredAt, closedAt, owner, _count } = row;
    const accounts = _count.accounts === 1 ? '1 account' : `${_count.accounts.toLocaleString('en-US')} accounts`;
    return {
        ...{ id, kind, title, severity, state, modules, startsAt, endsAt, declaredAt, closedAt },
        asOf: services.clock.now(),
        affected: row.everyAccount ? 'All accounts' : accounts,
        owner: owner.name,
        updates: row.updates.map(({ at, action, body, authorName, state }) => ({ at, action, body, authorName, state })),
        cases: row.cases.flatMap(({ incidentLinkedAt }) => incidentLinkedAt ?? []),
        channels: _count.banners,
    };
}
/**
 * Links to a notice's timeline for a lead, whoever follows them: they work for `linkDays`.
 * @param zone IANA: whose times it shows
 * @returns null where there can be none, and for whoever is no lead
 */
export function timelineLinks(services, actor, noticeId, zone) {
    const { links } = services;
    if (!links || !can(actor, 'incident'))
        return null;
    return { md: links.timeline(noticeId, 'md', zone), png: links.timeline(noticeId, 'png', zone) };
}
//# sourceMappingURL=notice-timeline.js.map
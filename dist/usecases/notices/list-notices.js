import { noticeFacts, noticesOf, withNoticeFacts } from "./notice-facts.js";
export const noticesPage = 10;
/**
 * The notices a person may read: the open ones first, the gravest of them first; then those that are over, newest first.
 * @param page from 1; past the end the last
 */
export async function listNotices(services, actor, page) {
    const { notice } = services.db.prisma;
    const where = noticesOf(actor);
    const total = await notice.count({ where });
    const open = await notice.count({ where: { closedAt: null, ...where } });
    const pages = Math.max(Math.ceil(total / noticesPage), 1);
    const shown = Math.min(Math.max(page, 1), pages);
    const rows = await notice.findMany({
        where,
        include: withNoticeFacts,
        orderBy: [
            { closedAt: { sort: 'desc', nulls: 'first' } },
            // of those that are open
            { kind: 'asc' },
            { severity: 'asc' },
            { startsAt: 'asc' },
            { id: 'asc' },
        ],
        skip: (shown - 1) * noticesPage,
        take: noticesPage,
    });
    return { total, open, page: shown, pages, rows: rows.map(noticeFacts) };
}
//# sourceMappingURL=list-notices.js.map
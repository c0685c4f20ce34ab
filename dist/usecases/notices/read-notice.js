import { viewNotice } from "./notice-facts.js";
import { scopeOf, scopeWhere } from "../scope.js";
/** Words on one page of a notice. */
const updatesPage = 5;
/** Linked cases that are named. */
const mostLinked = 20;
/**
 * A notice with what was said of it, and the linked cases of this person's account; an advisor's are all.
 * @param page from 1; past the end the last
 * @throws CaseError unknown-notice, as for one that never was
 */
export async function readNotice(services, actor, id, page) {
    const { noticeUpdate, case: cases } = services.db.prisma;
    const notice = await viewNotice(services, actor, id);
    // that its owner was asked is between the clock and them
    const request = { noticeId: id, ...(actor.kind === 'contact' ? { action: { not: 'ask-end' } } : {}) };
    const updateCount = await noticeUpdate.count({ where: request });
    const pages = Math.max(Math.ceil(updateCount / updatesPage), 1);
    const shown = Math.min(Math.max(page, 1), pages);
    const updates = await noticeUpdate.findMany({
        where: request,
        orderBy: { id: 'desc' },
        skip: (shown - 1) * updatesPage,
        take: updatesPage,
        select: { id: true, action: true, state: true, body: true, at: true },
    });
    const where = { incidentId: id, ...scopeWhere(scopeOf(actor)) };
    const total = await cases.count({ where });
    const found = await cases.findMany({ where, select: { number: true }, orderBy: { number: 'desc' }, take: mostLinked });
    return { notice, updates, page: shown, pages, linked: { total, numbers: found.map(({ number }) => number) } };
}
//# sourceMappingURL=read-notice.js.map
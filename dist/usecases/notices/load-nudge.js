// What asks a lead for a word that is overdue.
import { loadNotice } from "./notice-facts.js";
/** Whether a word was promised that has not come. */
export function isOverdue({ closedAt, nextUpdateAt }, now) {
    return closedAt === null && nextUpdateAt !== null && nextUpdateAt <= now;
}
/**
 * @param row.externalId null: it was not sent yet; it never is once the word has come
 * @returns null where there is nothing to ask for
 */
export async function loadNudge(services, { noticeId, externalId }) {
    const { prisma } = services.db;
    const notice = noticeId === null ? null : await loadNotice(prisma, noticeId);
    if (!notice || (externalId === null && !isOverdue(notice, services.clock.now())))
        return null;
    const standing = { kind: 'banner', gone: false, state: { not: 'dead' } };
    const channels = await prisma.banner.count({ where: { noticeId: notice.id, deliveries: { some: standing } } });
    return { kind: 'nudge', notice, channels };
}
//# sourceMappingURL=load-nudge.js.map
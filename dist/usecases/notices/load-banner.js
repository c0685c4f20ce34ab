// What a banner, and a short reply under it, is about at the moment it is sent.
import { noticeOfBanner } from "../../outbox/enqueue/banners.js";
import { loadNotice } from "./notice-facts.js";
/** @returns null where it does not belong into its channel any more */
export async function loadBanner(services, row) {
    const { kind, bannerId, updateId } = row;
    const { prisma } = services.db;
    const noticeId = bannerId === null ? null : await noticeOfBanner(prisma, bannerId);
    const notice = noticeId === null ? null : await loadNotice(prisma, noticeId);
    if (!notice)
        return null;
    if (kind === 'banner')
        return { kind, notice };
    const update = updateId === null ? null : await prisma.noticeUpdate.findUniqueOrThrow({ where: { id: updateId } });
    return { kind, notice, update };
}
//# sourceMappingURL=load-banner.js.map
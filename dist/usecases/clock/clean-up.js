const keptMs = 7 * 24 * 60 * 60 * 1000; // Slack gives a retry up within an hour; a form or an offer left open for a week is forgotten
/** Deletes receipts nobody will ask for again, and drafts that became nothing. @returns how many */
export async function cleanUp(services) {
    const before = new Date(services.clock.now().getTime() - keptMs);
    const receipts = await services.db.prisma.idempotencyKey.deleteMany({ where: { at: { lt: before } } });
    const drafts = await services.db.prisma.draft.deleteMany({ where: { createdAt: { lt: before } } });
    return { receipts: receipts.count, drafts: drafts.count };
}
//# sourceMappingURL=clean-up.js.map
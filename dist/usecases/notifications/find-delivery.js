/** Finds the delivery that this message shows. @returns null for any other message */
export async function findDelivery(services, message) {
    const { messageId, ...destination } = message;
    const found = await services.db.prisma.delivery.findFirst({
        where: { externalId: messageId, destination, gone: false },
        select: { id: true },
    });
    return found?.id ?? null;
}
//# sourceMappingURL=find-delivery.js.map
const select = { side: true, team: true, case: { select: { number: true, accountId: true } } };
/**
 * The case a message replies to: the thread it stands in, or, where a platform has no threads, the message it quotes (the card, a post that
 * was passed on, or one that was typed there).
 * @returns null where that belongs to no case
 * @throws Error while a card of that place is on its way and its thread not yet known: the platform delivers the message again
 */
export async function caseOfThread(services, message) {
    const { messageId: threadRef, ...destination } = message;
    const found = await services.db.prisma.conversation.findFirst({
        where: { threadRef, destination },
        select,
    });
    const replied = found ?? (await quotedIn(services, message));
    if (replied)
        return { side: replied.side, team: replied.team, ...replied.case };
    const onItsWay = await services.db.prisma.delivery.findFirst({
        where: { destination, kind: 'card', state: 'sending', externalId: null },
        select: { id: true },
    });
    if (onItsWay)
        throw new Error('a card of this place is on its way; the thread is not known yet');
    return null;
}
async function quotedIn(services, { messageId, ...destination }) {
    const passedOn = await services.db.prisma.delivery.findFirst({
        where: { externalId: messageId, destination },
        select: { conversation: { select } },
    });
    if (passedOn)
        return passedOn.conversation;
    const typed = await services.db.prisma.post.findFirst({
        where: { originRef: messageId, originDestination: destination },
        select: { caseId: true },
    });
    return typed && services.db.prisma.conversation.findFirst({ where: { caseId: typed.caseId, destination }, select });
}
//# sourceMappingURL=case-of-thread.js.map
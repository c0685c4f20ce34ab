import type { Side } from '../domain/person.ts';
import type { PlatformName } from '../ports.ts';
import type { Work } from './work.ts';

/**
 * The case whose conversation a message was written in: the thread under its card.
 * @returns null where the thread belongs to no case
 * @throws Error while a card of that place is on its way and its thread not yet known: the platform delivers the message again
 */
export async function caseOfThread(
  work: Work,
  where: { platform: PlatformName; workspaceId: string; channelId: string; threadRef: string },
): Promise<{ number: number; accountId: number; side: Side } | null> {
  const { threadRef, ...lane } = where;
  const found = await work.db.prisma.conversation.findFirst({
    where: { threadRef, lane },
    select: { side: true, case: { select: { number: true, accountId: true } } },
  });
  if (found) return { number: found.case.number, accountId: found.case.accountId, side: found.side };
  const onItsWay = await work.db.prisma.delivery.findFirst({
    where: { lane, kind: 'card', state: 'sending', externalId: null },
    select: { id: true },
  });
  if (onItsWay) throw new Error('a card of this place is on its way; the thread is not known yet');
  return null;
}

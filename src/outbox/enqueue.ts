// Deliveries are facts written in the transaction of the change they tell: "this card (this post) should stand in that conversation".
// They hold no text; what they look like is decided when they are sent. One statement each, whatever the number of conversations.
import type { Prisma } from '../db/generated/client.ts';
import type { Side } from '../domain/person.ts';
import type { PlatformName } from '../ports.ts';

type Tx = Prisma.TransactionClient;

/** The lane of a channel or direct conversation, made when it is first needed. @returns its id */
export async function ensureLane(tx: Tx, platform: PlatformName, workspaceId: string, channelId: string): Promise<number> {
  const key = { platform, workspaceId, channelId };
  const found = await tx.lane.findUnique({ where: { platform_workspaceId_channelId: key }, select: { id: true } });
  if (found) return found.id;
  await tx.lane.createMany({ data: [key], skipDuplicates: true });
  return (await tx.lane.findUniqueOrThrow({ where: { platform_workspaceId_channelId: key }, select: { id: true } })).id;
}

/** A new conversation of a case, with its card on the way. In a place that has one already nothing changes. @returns the conversation's id */
export async function openConversation(
  tx: Tx,
  place: { caseId: number; laneId: number; side: Side; personId?: number | null },
): Promise<number> {
  const key = { caseId: place.caseId, laneId: place.laneId };
  const { count } = await tx.conversation.createMany({
    data: [{ ...key, side: place.side, personId: place.personId }],
    skipDuplicates: true,
  });
  const { id } = await tx.conversation.findUniqueOrThrow({ where: { caseId_laneId: key }, select: { id: true } });
  if (count > 0) {
    await tx.delivery.create({ data: { ...key, conversationId: id, kind: 'card' } });
    await wake(tx);
  }
  return id;
}

/**
 * A post, into every conversation of its case but the one it was typed in. A note goes to advisors' conversations only.
 * The case's row must be locked: delivery ids are the order in which people read.
 */
export async function enqueuePost(tx: Tx, post: { id: number }, options: { exceptLaneId?: number } = {}): Promise<void> {
  await tx.$executeRaw`
    insert into delivery (lane_id, conversation_id, case_id, post_id, kind)
    select v.lane_id, v.id, v.case_id, p.id, 'post'
    from post p join conversation v on v.case_id = p.case_id
    where p.id = ${post.id} and v.lane_id <> ${options.exceptLaneId ?? -1} and (p.kind <> 'note' or v.side = 'advisor')
    order by v.id`;
  await wake(tx);
}

/** Every card of the case shows its present state. */
export async function refreshCards(tx: Tx, caseId: number): Promise<void> {
  // a card that waits already will show what is true when it is sent; a dead one is shown by its replay
  await tx.$executeRaw`
    update delivery set wanted = wanted + 1, state = case state when 'sending' then state else 'pending' end
    where case_id = ${caseId} and kind = 'card' and state in ('sending', 'sent')`;
  await wake(tx);
}

/** A post is shown as it is now, wherever it stands. */
export async function refreshPost(tx: Tx, postId: number): Promise<void> {
  await tx.$executeRaw`
    update delivery set wanted = wanted + 1, state = case state when 'sending' then state else 'pending' end
    where post_id = ${postId} and state in ('sending', 'sent')`;
  await wake(tx);
}

/** A post disappears from every conversation. */
export async function withdrawPost(tx: Tx, postId: number): Promise<void> {
  await tx.$executeRaw`
    update delivery set gone = true, wanted = wanted + 1, state = case state when 'sent' then 'pending' else state end
    where post_id = ${postId} and not gone`;
  await wake(tx);
}

/** Told when the transaction commits; many in one transaction are told once. */
async function wake(tx: Tx): Promise<void> {
  await tx.$executeRaw`select pg_notify('outbox', '')`;
}

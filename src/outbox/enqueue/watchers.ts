// Advisors who watch a case: their direct conversation is one of its conversations on the advisors' side, so it gets the card and every post.
import { Prisma } from '../../db/generated/client.ts';
import type { ChannelRef } from '../../ports.ts';
import { enqueueCard } from './cards.ts';
import { unsent, withdraw } from './deliveries.ts';
import { ensureDestination, openConversation } from './destinations.ts';

type Tx = Prisma.TransactionClient;
const { sql } = Prisma;

/**
 * Sends the card of a case to the direct conversation of an advisor, who gets everything that happens on it from now on.
 * @throws Error for a conversation in which contacts read
 */
export async function enqueueWatch(tx: Tx, caseId: number, personId: number, channel: ChannelRef): Promise<void> {
  const destinationId = await ensureDestination(tx, channel);
  const conversation = await openConversation(tx, { caseId, destinationId, side: 'advisor', personId });
  if (conversation.side !== 'advisor') throw new Error(`conversation ${conversation.id} belongs to a contact`);
  // the chat identity moved from another person to this one
  if (conversation.personId !== personId) await tx.conversation.update({ where: { id: conversation.id }, data: { personId } });
  await enqueueCard(tx, conversation);
}

/** Withdraws the card of a case from the direct conversations of an advisor, with everything that was not sent to them yet. */
export async function withdrawWatch(tx: Tx, caseId: number, personId: number): Promise<void> {
  const conversations = sql`
    select k.id from conversation k where k.case_id = ${caseId} and k.person_id = ${personId} and k.side = 'advisor'`;
  const where = sql`d.conversation_id in (${conversations}) and (d.kind = 'card' or ${unsent})`;
  await tx.$executeRaw`with ${withdraw({ where })} select`;
}

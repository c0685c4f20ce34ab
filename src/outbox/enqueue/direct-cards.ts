// Case cards in the direct conversations of contacts: sent to everybody who gets notifications for the case, withdrawn from those who no
// longer do.
import { isContactOf, isElsewhere } from '../../db/accounts.ts';
import { Prisma } from '../../db/generated/client.ts';
import { notificationLevels, type NotificationLevel } from '../../domain/notification.ts';
import type { ChannelRef } from '../../ports.ts';
import { enqueueCard } from './cards.ts';
import { unsent, withdraw } from './deliveries.ts';
import { ensureDestination, newestDirectConversation, openConversation } from './destinations.ts';
import { filedHere, usableConversations } from './eligible-conversations.ts';

type Tx = Prisma.TransactionClient;
const { sql } = Prisma;

/**
 * Query for the recipients of a case with one of these notification levels whose direct conversation does not have its card yet. The case
 * contact needs none if the case was filed in a channel.
 */
export const missingDirectCards = (caseId: number, levels: readonly NotificationLevel[]): Prisma.Sql => sql`
    select p.id "personId", i.platform, i.workspace_id "workspaceId", i.channel_id "channelId"
    from "case" c join recipient r on r.case_id = c.id
      join person p on p.id = r.person_id and p.active and ${isContactOf(sql`c.account_id`)}
      join account a on a.id = c.account_id and a.active
      join lateral ${newestDirectConversation(sql`p.id`, sql`not ${isElsewhere(sql`c.account_id`)}`)} i on true
    where c.id = ${caseId} and coalesce(r.notify, p.notify)::text = any (${levels}::text[])
      and not exists (
        select from conversation k join delivery d on d.case_id = c.id and d.conversation_id = k.id and d.kind = 'card' and not d.withdrawn
        where k.case_id = c.id and k.person_id = p.id)
      and not (p.id = c.contact_id and exists (
        select from ${usableConversations([caseId])} k where k.side = 'contact' and k.person_id is null))`;

/** Enqueues the case's card in the direct conversation of every recipient with one of these notification levels who does not have it yet. */
export async function enqueueDirectCards(
  tx: Tx,
  caseId: number,
  levels: readonly NotificationLevel[] = notificationLevels,
): Promise<void> {
  const missing = await tx.$queryRaw<(ChannelRef & { personId: number })[]>`
    ${missingDirectCards(caseId, levels)} order by i.platform, i.workspace_id, i.channel_id`;
  for (const { personId, ...channel } of missing) {
    const destinationId = await ensureDestination(tx, channel);
    const conversation = await openConversation(tx, { caseId, destinationId, side: 'contact', personId });
    if (conversation.side !== 'contact') continue; // the conversation belonged to an advisor, and contacts must not read its messages
    // the chat identity moved from another person to this one
    if (conversation.personId !== personId) await tx.conversation.update({ where: { id: conversation.id }, data: { personId } });
    await enqueueCard(tx, conversation);
  }
}

/**
 * Withdraws the case's card from a person's direct conversation, together with everything that was not sent to them yet. The conversation in
 * which the case was filed keeps its messages.
 */
export async function withdrawDirect(tx: Tx, caseId: number, personId: number): Promise<void> {
  const conversations = sql`
    select k.id from conversation k join "case" c on c.id = k.case_id
    where k.case_id = ${caseId} and k.person_id = ${personId} and k.side = 'contact' and not ${filedHere(sql`c.source`)}`;
  const where = sql`d.conversation_id in (${conversations}) and (d.kind = 'card' or ${unsent})`;
  await tx.$executeRaw`with ${withdraw({ where })} select`;
}

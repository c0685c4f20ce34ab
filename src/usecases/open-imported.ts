import type { Case } from '../db/generated/client.ts';
import { enqueueCard, ensureDestination, openConversation } from '../outbox/enqueue/index.ts';
import { queueChannel } from '../outbox/enqueue/new-case-conversations.ts';
import type { Tx } from './context.ts';

/**
 * Gives an imported case its card in the queue of its module, before somebody changes it for the first time. An import places no case anywhere, so
 * that it notifies nobody; from its first change on, advisors follow the case like any other.
 */
export async function openImported(tx: Tx, { id: caseId, importedFrom, module }: Case): Promise<void> {
  if (importedFrom === null) return;
  if ((await tx.conversation.count({ where: { caseId, side: 'advisor' } })) > 0) return;
  const queue = await queueChannel(tx, module);
  if (queue === null) return;
  const destinationId = await ensureDestination(tx, queue);
  await enqueueCard(tx, await openConversation(tx, { caseId, destinationId, side: 'advisor' }));
}

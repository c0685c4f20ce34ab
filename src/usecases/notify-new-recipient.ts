import { enqueueDirectCards, enqueuePostFor, openMailConversations } from '../outbox/enqueue/index.ts';
import type { Tx, Services } from './context.ts';

/**
 * Sends a new recipient the card of a case, and the question or resolution that still waits for a reply, because it may have reached nobody.
 * Without one, people who chose to hear less get the card with the first message that everyone gets.
 */
export async function enqueueForNewRecipient(
  { mail }: Services,
  tx: Tx,
  { id: caseId, pendingPostId }: { id: number; pendingPostId: number | null },
  personId: number,
): Promise<void> {
  if (pendingPostId === null) return enqueueDirectCards(tx, caseId, ['all', 'status']);
  await enqueueDirectCards(tx, caseId);
  if (mail) await openMailConversations(tx, [caseId]);
  await enqueuePostFor(tx, { id: pendingPostId, caseId }, personId);
}

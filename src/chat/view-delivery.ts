import type { Card } from './elements.ts';
import { loadDelivery } from '../usecases/load-delivery.ts';
import type { Work } from '../usecases/work.ts';
import { caseCard } from './case-card.ts';
import { postCard } from './post-card.ts';

/**
 * What a delivery looks like at this moment.
 * @returns null where there is nothing to show (any more)
 * @throws Error for a note on its way to a contact: it must never be sent, whatever enqueued it
 */
export async function viewDelivery(work: Work, deliveryId: number): Promise<{ card: Card } | null> {
  const facts = await loadDelivery(work, deliveryId);
  if (!facts) return null;
  if (facts.kind === 'digest' || facts.kind === 'release') return null;
  if (facts.kind === 'card') return { card: caseCard(facts.case, facts.side, work.settings) };
  if (!facts.post || facts.post.deletedAt) return null;
  if (facts.post.kind === 'note' && facts.side !== 'advisor')
    throw new Error(`delivery ${deliveryId} would show a note to a contact`);
  return { card: postCard(facts.post, facts.case, facts.side, work.settings.brand, facts.mentions) };
}

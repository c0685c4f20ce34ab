// The question how support did (outbox/enqueue/satisfaction.ts).
import type { Score } from '../../domain/satisfaction.ts';
import type { CaseDeliveryRow } from '../case-delivery-row.ts';
import type { Services } from '../context.ts';
import { stillWanted } from './load-updates.ts';

/** The question, and its answer. */
export interface SatisfactionDelivery {
  kind: 'satisfaction';
  number: number;
  subject: string;
  /** null: not answered yet */
  score: Score | null;
  hasComment: boolean;
  isMail: boolean;
}

/** Loads the question. @returns null for a mail to somebody who has answered, was not asked, or wants less mail by now */
export async function loadSatisfaction(services: Services, row: CaseDeliveryRow): Promise<SatisfactionDelivery | null> {
  const { case: of, conversation, destination } = row;
  const asked = of?.satisfaction;
  if (!of || !asked || conversation?.side !== 'contact') return null;
  const isMail = destination.platform === 'mail';
  if (conversation.personId !== null && conversation.personId !== asked.personId) return null;
  if (isMail && (asked.score !== null || (await stillWanted(services, row)) === null)) return null;
  const { number, subject } = of;
  return { kind: 'satisfaction', number, subject, score: asked.score, hasComment: asked.comment !== null, isMail };
}

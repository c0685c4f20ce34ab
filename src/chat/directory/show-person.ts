import { viewPerson } from '../../usecases/people/read-people.ts';
import { asAdvisor, type Context } from '../capability.ts';
import type { CardReply } from '../replies.ts';
import { personCard } from './people-cards.ts';

/** Shows one person of the directory. */
export async function showPerson(context: Context, id: number): Promise<CardReply> {
  const lead = asAdvisor(context);
  return { kind: 'card', card: personCard(await viewPerson(context.services, lead, id), id === lead.id) };
}

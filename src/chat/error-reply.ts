import type { CaseError } from '../domain/case-error.ts';
import { LeadsOnly } from '../domain/permission.ts';
import { formatList } from '../domain/text/numbers.ts';
import { listLeads } from '../usecases/people/list-leads.ts';
import type { Context, Values } from './capability.ts';
import type { Card, Element } from '../cards/elements.ts';
import type { Interaction, Reply } from './interaction.ts';
import { errorCard } from './replies.ts';
import { wayForward } from './way-forward.ts';

/** A refused interaction: its kind, and the values of its form. */
interface Refused {
  kind: Interaction['kind'];
  values?: Values;
}

/** Makes the reply for an error that the person can fix, shown where they acted. */
export function errorReply({ kind, values = {} }: Refused, error: CaseError): Exclude<Reply, { kind: 'nothing' }> {
  if (kind === 'form-submitted' && error.fields) return { kind: 'field-errors', fields: { ...error.fields } };
  const card = errorCard(error, wayForward(error));
  if (kind === 'home') return { kind: 'home', card, refused: true };
  if (kind !== 'form-submitted') return { kind: 'card', card, refused: true };
  return { kind: 'done', card: withTyped(card, values), refused: true };
}

/** In characters: a shorter text is quick to type again, so it is not returned. */
const worthKeeping = 30;

/** Adds the typed texts to the card of a form that closes because it can no longer be submitted. */
function withTyped(card: Card, values: Values): Card {
  const typed = Object.values(values).filter((text) => text.length > worthKeeping);
  if (typed.length === 0) return card;
  const kept = typed.map((text): Element => ({ kind: 'markdown', text }));
  return { ...card, elements: [...card.elements, { kind: 'context', text: ['What you wrote:'] }, ...kept] };
}

/** Leads that are named to an advisor. */
const maxLeads = 3;

/** Adds to an advisor's refusal which leads to ask. @returns any other error as it is */
export async function namingLeads({ services, person }: Context, error: unknown): Promise<unknown> {
  if (!(error instanceof LeadsOnly) || person.kind !== 'advisor') return error;
  const leads = await listLeads(services, maxLeads);
  return leads.length === 0 ? error : new LeadsOnly(`Ask a lead: ${formatList(leads)}.`);
}

// The page of a link that cannot do what it says, such as one that was used before.
import type { Card } from '../cards/elements.ts';
import { CaseError } from '../domain/case-error.ts';
import { formatCaseNumber } from '../domain/case-number.ts';
import { statusLabel } from '../domain/status.ts';
import { viewCase, type ViewedCase } from '../usecases/cases/view-case.ts';
import { actions } from './actions.ts';
import type { Context } from './capability.ts';
import { errorCard } from './replies.ts';

/**
 * Renders what is wrong, where the case stands, and the buttons to go on.
 * @param numberOf reads the number of the case that the link is about; null for none
 */
export async function refusedLinkCard(context: Context, error: CaseError, numberOf: () => number | null): Promise<Card> {
  const viewed = await caseOf(context, numberOf);
  if (!viewed) return errorCard(error);
  const { case: shown, may } = viewed;
  const card = errorCard(error, [
    actions.view.button(shown.number, 'View case', 'primary'),
    ...(may.includes('reopen') ? [actions.reopen.button(shown.number, 'Reopen case')] : []),
  ]);
  const state = `${formatCaseNumber(shown.number)} · ${shown.subject}: ${statusLabel(shown.status)}.`;
  const [message, ...more] = card.elements;
  return { ...card, elements: [...(message ? [message] : []), { kind: 'text', text: [state] }, ...more] };
}

/** Reads the case, unless the reader may not see it or the link is about none that we know. */
async function caseOf({ services, person }: Context, numberOf: () => number | null): Promise<ViewedCase | null> {
  try {
    const number = numberOf();
    // an advisor's page would show it to anyone the email is forwarded to
    return number === null || person.kind !== 'contact' ? null : await viewCase(services, person, number);
  } catch (error) {
    if (error instanceof CaseError) return null;
    throw error;
  }
}

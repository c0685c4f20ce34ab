// What the forms that open a case have in common: where the case comes from, and the confirmation.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { loadDraft } from '../../usecases/cases/drafts.ts';
import type { Filed, Opened } from '../../usecases/cases/open-case.ts';
import { speakerOf, type Context } from '../capability.ts';
import type { Card } from '../../cards/elements.ts';
import { answerBy } from './case-card.ts';
import type { NewCaseState } from './new-case-form.ts';
import { callUs } from './phone.ts';

/** Reads where a case is filed from, by the state of its form. */
export async function filedBy(context: Context, state: NewCaseState): Promise<Filed> {
  const draft = state.draft === undefined ? null : await loadDraft(context.services, context.person, state.draft);
  return {
    workspaceId: speakerOf(context).workspaceId,
    directChannel: context.actor.directChannel,
    channelId: state.channel,
    sourceLink: draft?.link ?? undefined,
    previousNumber: state.previous,
  };
}

/**
 * Confirms to a contact that their case is open.
 * @param subject of the case
 * @param asksToCall whether the contact should call now
 * @param more further paragraphs
 */
export function openedCard(
  context: Context,
  opened: Opened,
  subject: string,
  asksToCall: boolean,
  more: readonly string[] = [],
): Card {
  const { number, respondBy } = opened;
  const title = `${formatCaseNumber(number)} is open`;
  const text = `${context.services.settings.brand} has your case “${subject}”. We'll reply under your case in the chat.`;
  return {
    summary: title,
    elements: [
      { kind: 'heading', text: title },
      ...(asksToCall ? callUs(context.services.settings) : []),
      { kind: 'text', text: [text] },
      ...answerBy({ status: 'New', respondBy }),
      ...more.map((one) => ({ kind: 'text' as const, text: [one] })),
    ],
  };
}

// Dialogs: opens forms and long cards in them, and answers what is submitted from them. Forms in messages are handled in actions.ts.
// Without dialogs (TEAMS_DIALOGS=0) only message extensions come here.
// Follows learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/what-are-task-modules (task/fetch and task/submit).
import type { Card, Form } from '../../cards/elements.ts';
import { reportFailure } from '../../chat/failure.ts';
import type { Interaction, Reply } from '../../chat/interaction.ts';
import type { AdaptiveCard } from '../render/adaptive-card.ts';
import { renderCard } from '../render/card.ts';
import { renderForm } from '../render/form.ts';
import type { Adapter, IncomingActivity } from './adapter.ts';
import { oldButton, readForm } from './read-form.ts';
import { opensForm } from './reply.ts';

/** The response to task/fetch and task/submit. An empty one closes the dialog. */
export interface DialogResponse {
  task?: {
    type: 'continue';
    value: {
      title: string;
      height: 'small' | 'medium' | 'large';
      width: 'medium';
      card: { contentType: 'application/vnd.microsoft.card.adaptive'; content: AdaptiveCard };
    };
  };
}

/** Opens a dialog, or answers one. @param data what the button sends, together with the values of the dialog's inputs */
export async function onDialog(adapter: Adapter, incoming: IncomingActivity, data: unknown): Promise<DialogResponse> {
  const sent = readForm(data);
  if (!sent) {
    adapter.router.ended('teams', 'action', { kind: 'told' });
    return cardDialog(adapter, { summary: oldButton, elements: [{ kind: 'text', text: [oldButton] }] });
  }
  const { speaker, place, idempotencyKey } = incoming;
  const interaction: Interaction = { ...sent, ...(sent.kind === 'action' ? { place } : {}), speaker, idempotencyKey };
  return answerInDialog(adapter, interaction, sent.kind === 'action' ? {} : sent.values);
}

/** Answers an interaction in a dialog. @param values what the person has typed so far, by field name */
export async function answerInDialog(
  adapter: Adapter,
  interaction: Interaction,
  values: Record<string, string> = {},
): Promise<DialogResponse> {
  try {
    return await replyDialog(adapter, await adapter.router.answer(interaction), values);
  } catch (error) {
    return cardDialog(adapter, reportFailure(adapter.log, error, 'a dialog'));
  }
}

async function replyDialog(adapter: Adapter, reply: Reply, values: Record<string, string>): Promise<DialogResponse> {
  switch (reply.kind) {
    case 'form':
      return formDialog(reply.form, { values });
    case 'field-errors': {
      const form = await reply.redraw?.();
      return form ? formDialog(form, { values, errors: reply.fields }) : {};
    }
    case 'card':
    case 'home':
      return cardDialog(adapter, reply.card);
    case 'done':
    case 'nothing':
      return reply.card ? cardDialog(adapter, reply.card) : {};
    case 'results':
    case 'options':
      return {};
  }
}

function formDialog(form: Form, typed: { values: Record<string, string>; errors?: Record<string, string> }): DialogResponse {
  const height = form.fields.length > 3 ? 'large' : 'medium';
  return dialog(form.title, height, renderForm(form, { ...typed, shownIn: 'dialog' }));
}

function cardDialog(adapter: Adapter, card: Card): DialogResponse {
  const height = card.elements.length > 4 ? 'large' : 'small';
  const options = { shownIn: 'dialog' as const, dialogs: false, opensForm: opensForm(adapter) };
  return dialog(card.title ?? adapter.router.brand, height, renderCard(card, options));
}

function dialog(title: string, height: 'small' | 'medium' | 'large', content: AdaptiveCard): DialogResponse {
  const card = { contentType: 'application/vnd.microsoft.card.adaptive' as const, content };
  return { task: { type: 'continue', value: { title, height, width: 'medium', card } } };
}

// Forms and much to read open as dialogs (learn.microsoft.com: dialogs, task/fetch and task/submit).
import type { Card, Form } from '../../cards/elements.ts';
import type { Interaction, Reply } from '../../chat/interaction.ts';
import type { AdaptiveCard } from '../render/adaptive-card.ts';
import { failed } from './boundary.ts';
import { oldButton, readForm } from './read-form.ts';
import { renderCard } from '../render/card.ts';
import { renderForm } from '../render/form.ts';
import { opensForm } from './reply.ts';
import type { IncomingActivity, Adapter } from './adapter.ts';

/** An empty answer closes the dialog. */
export interface DialogAnswer {
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

/** Opens a dialog, or answers what was sent from one. @param data what the button carries, with what was typed beside it */
export async function onDialog(adapter: Adapter, incoming: IncomingActivity, data: unknown): Promise<DialogAnswer> {
  const sent = readForm(data);
  if (!sent) return read(adapter, { summary: oldButton, elements: [{ kind: 'text', text: [oldButton] }] });
  const { speaker, place, idempotencyKey } = incoming;
  const interaction: Interaction = { ...sent, ...(sent.kind === 'action' ? { place } : {}), speaker, idempotencyKey };
  return answerInDialog(adapter, interaction, sent.kind === 'action' ? {} : sent.values);
}

/** @param values what was typed so far */
export async function answerInDialog(
  adapter: Adapter,
  interaction: Interaction,
  values: Record<string, string> = {},
): Promise<DialogAnswer> {
  try {
    return await shown(adapter, await adapter.router.answer(interaction), values);
  } catch (error) {
    return read(adapter, failed(adapter.log, error, 'a dialog'));
  }
}

async function shown(adapter: Adapter, reply: Reply, values: Record<string, string>): Promise<DialogAnswer> {
  switch (reply.kind) {
    case 'form':
      return ask(reply.form, { values });
    case 'field-errors': {
      const fingerprint = await reply.redraw?.();
      return fingerprint ? ask(fingerprint, { values, mistakes: reply.fields }) : {};
    }
    case 'card':
    case 'home':
      return read(adapter, reply.card);
    case 'done':
      return reply.card ? read(adapter, reply.card) : {};
    case 'nothing':
    case 'results':
    case 'options':
      return {};
  }
}

function ask(form: Form, typed: { values: Record<string, string>; mistakes?: Record<string, string> }): DialogAnswer {
  const height = form.fields.length > 3 ? 'large' : 'medium';
  return dialog(form.title, height, renderForm(form, { ...typed, surface: 'dialog' }));
}

function read(adapter: Adapter, card: Card): DialogAnswer {
  const height = card.elements.length > 4 ? 'large' : 'small';
  return dialog(
    card.title ?? 'Casebridge',
    height,
    renderCard(card, { surface: 'dialog', dialogs: false, opensForm: opensForm(adapter) }),
  );
}

function dialog(title: string, height: 'small' | 'medium' | 'large', content: AdaptiveCard): DialogAnswer {
  const card = { contentType: 'application/vnd.microsoft.card.adaptive' as const, content };
  return { task: { type: 'continue', value: { title, height, width: 'medium', card } } };
}

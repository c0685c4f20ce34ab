// A press of a button on a message: Teams waits for the card that takes its place, for the presser alone.
import type { Card } from '../../cards/elements.ts';
import type { Reply } from '../../chat/interaction.ts';
import type { AdaptiveCard } from '../render/adaptive-card.ts';
import { failed } from './boundary.ts';
import { oldButton, readForm, type Sent } from './read-form.ts';
import { renderCard } from '../render/card.ts';
import { renderForm } from '../render/form.ts';
import { opensForm, sendCard, showAnswer } from './reply.ts';
import type { IncomingActivity, Adapter } from './adapter.ts';

/** learn.microsoft.com: Universal Actions for Adaptive Cards, response format. */
export type ActionAnswer =
  | { statusCode: 200; type: 'application/vnd.microsoft.card.adaptive'; value: AdaptiveCard }
  | { statusCode: 200; type: 'application/vnd.microsoft.activity.message'; value: string };

const backTo = { label: 'Back', action: 'back', value: '' };

/** @param data of the action, with what was typed beside it */
export async function onCardAction(adapter: Adapter, incoming: IncomingActivity, data: unknown): Promise<ActionAnswer> {
  const sent = readForm(data);
  if (!sent) return message(oldButton);
  try {
    const standing = await cardThere(adapter, incoming);
    if (sent.kind === 'action' && sent.action === backTo.action)
      return standing ? drawn(adapter, standing, false) : message('Nothing stands here any more.');
    const { speaker, place, idempotencyKey } = incoming;
    const interaction = { ...sent, ...(sent.kind === 'action' ? { place } : {}), speaker, idempotencyKey };
    const reply = await adapter.router.answer(interaction);
    return await inPlace(adapter, incoming, standing, sent, reply);
  } catch (error) {
    return drawn(adapter, failed(adapter.log, error, 'a button'), true);
  }
}

async function cardThere({ router }: Adapter, { workspaceId, place, activity }: IncomingActivity): Promise<Card | null> {
  const ref = activity.replyToId ?? '';
  return router.standing({ platform: 'teams', workspaceId, channelId: place.channelId, messageId: ref });
}

async function inPlace(
  adapter: Adapter,
  incoming: IncomingActivity,
  standing: Card | null,
  sent: Sent,
  reply: Reply,
): Promise<ActionAnswer> {
  switch (reply.kind) {
    case 'nothing':
      return standing ? drawn(adapter, standing, false) : message('Done.');
    case 'done':
      if (reply.card) return drawn(adapter, reply.card, standing !== null);
      return standing ? drawn(adapter, standing, false) : message('Done.');
    case 'form':
      return form(renderForm(reply.form, { surface: 'message', back: standing ? backTo : undefined }));
    case 'field-errors':
      return mistakes(standing, sent, reply);
    case 'card':
      return card(adapter, incoming, standing, reply);
    case 'home':
      return drawn(adapter, reply.card, standing !== null);
    case 'results':
    case 'options':
      return message('Done.');
  }
}

async function mistakes(standing: Card | null, sent: Sent, reply: Reply & { kind: 'field-errors' }): Promise<ActionAnswer> {
  const fingerprint = await reply.redraw?.();
  const words = Object.values(reply.fields).join(' ');
  if (!fingerprint || sent.kind === 'action') return message(words);
  const back = standing ? backTo : undefined;
  return form(renderForm(fingerprint, { surface: 'message', values: sent.values, mistakes: reply.fields, back }));
}

/** Over a case's card the answer is shown with a way back. Elsewhere it comes as a message of its own: nothing would lead back to what it covers. */
async function card(
  adapter: Adapter,
  incoming: IncomingActivity,
  standing: Card | null,
  reply: Reply & { kind: 'card' },
): Promise<ActionAnswer> {
  if (standing) return drawn(adapter, reply.card, true);
  if (reply.replace) return drawn(adapter, reply.card, false);
  if (incoming.place.kind === 'direct')
    adapter.later('an answer', () => sendCard(adapter, incoming, incoming.place.channelId, reply.card));
  else adapter.later('an answer', () => showAnswer(adapter, incoming, { kind: 'home', ...incoming }, reply));
  return message(reply.card.summary);
}

function drawn(adapter: Adapter, shown: Card, withBack: boolean): ActionAnswer {
  const options = { dialogs: adapter.dialogs, opensForm: opensForm(adapter), back: withBack ? backTo : undefined };
  return form(renderCard(shown, options));
}

function form(value: AdaptiveCard): ActionAnswer {
  return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value };
}

function message(value: string): ActionAnswer {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value };
}

// Buttons of messages that answer in place (Universal Actions): Teams waits for a card, which replaces the message for this person alone.
// Buttons that open dialogs are handled in forms.ts. There is nothing to configure.
// Follows learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model.
import type { Card } from '../../cards/elements.ts';
import { reportFailure } from '../../chat/failure.ts';
import { channelOf, type Reply } from '../../chat/interaction.ts';
import { textCard } from '../../chat/replies.ts';
import type { AdaptiveCard } from '../render/adaptive-card.ts';
import { renderCard } from '../render/card.ts';
import { renderForm } from '../render/form.ts';
import type { Adapter, IncomingActivity } from './adapter.ts';
import { oldButton, readForm, type FormData } from './read-form.ts';
import { opensForm, sendCard, showReply } from './reply.ts';

/** The response to a Universal Action (same page, response format). */
export type ActionResponse =
  | { statusCode: 200; type: 'application/vnd.microsoft.card.adaptive'; value: AdaptiveCard }
  | { statusCode: 200; type: 'application/vnd.microsoft.activity.message'; value: string };

const backButton = { label: 'Back', action: 'back', value: '' };

/** Answers a button. @param data what the button sends, together with the values of the card's inputs */
export async function onCardAction(adapter: Adapter, incoming: IncomingActivity, data: unknown): Promise<ActionResponse> {
  const { router, log } = adapter;
  const sent = readForm(data);
  if (!sent) {
    router.ended('teams', 'action', { kind: 'told' });
    return messageResponse(oldButton);
  }
  if (sent.kind === 'action' && sent.action === backButton.action) return goBack(adapter, incoming);
  try {
    const { speaker, place, idempotencyKey } = incoming;
    const interaction = { ...sent, ...(sent.kind === 'action' ? { place } : {}), speaker, idempotencyKey };
    const reply = await router.answer(interaction);
    // read after the action, so that the message shows its result
    return await answerInPlace(adapter, incoming, await originalCard(adapter, incoming), sent, reply);
  } catch (error) {
    return cardResponse(adapter, reportFailure(log, error, 'a button'), true);
  }
}

/** Shows the message as it is now, instead of the form or card that replaced it. */
async function goBack(adapter: Adapter, incoming: IncomingActivity): Promise<ActionResponse> {
  const { router, log } = adapter;
  try {
    const original = await originalCard(adapter, incoming);
    router.ended('teams', 'action', { kind: original ? 'effect' : 'told' });
    return original ? cardResponse(adapter, original, false) : messageResponse('This message is no longer available.');
  } catch (error) {
    router.ended('teams', 'action', { kind: 'told' });
    return cardResponse(adapter, reportFailure(log, error, 'a button'), true);
  }
}

/** The card that the message shows to everybody; null for a message that is not about a case. */
async function originalCard({ router }: Adapter, { speaker, place, activity }: IncomingActivity): Promise<Card | null> {
  const messageId = activity.replyToId ?? '';
  return router.currentCard({ ...channelOf(speaker, place), messageId });
}

async function answerInPlace(
  adapter: Adapter,
  incoming: IncomingActivity,
  original: Card | null,
  sent: FormData,
  reply: Reply,
): Promise<ActionResponse> {
  switch (reply.kind) {
    case 'nothing': {
      const card = original ?? reply.card;
      return card ? cardResponse(adapter, card, false) : messageResponse(reply.toast ?? 'Done.');
    }
    case 'done':
      if (reply.card) return cardResponse(adapter, reply.card, original !== null);
      // in place of the form, which would look as if nothing had happened
      return cardResponse(adapter, original ?? textCard(reply.toast ?? 'Done.'), false);
    case 'form':
      return cardContent(renderForm(reply.form, { shownIn: 'message', back: original ? backButton : undefined }));
    case 'field-errors':
      return formWithErrors(original, sent, reply);
    case 'card':
      return answerWithCard(adapter, incoming, original, reply);
    case 'home':
      return cardResponse(adapter, reply.card, original !== null);
    case 'results':
    case 'options':
      return messageResponse('Done.');
  }
}

async function formWithErrors(
  original: Card | null,
  sent: FormData,
  reply: Reply & { kind: 'field-errors' },
): Promise<ActionResponse> {
  const form = await reply.redraw?.();
  if (!form || sent.kind === 'action') return messageResponse(Object.values(reply.fields).join(' '));
  const back = original ? backButton : undefined;
  return cardContent(renderForm(form, { shownIn: 'message', values: sent.values, errors: reply.fields, back }));
}

/** In place of a case's card, with a way back; otherwise as a new message, because nothing would lead back to the one it replaced. */
async function answerWithCard(
  adapter: Adapter,
  incoming: IncomingActivity,
  original: Card | null,
  reply: Reply & { kind: 'card' },
): Promise<ActionResponse> {
  if (original) return cardResponse(adapter, reply.card, true);
  if (reply.replace) return cardResponse(adapter, reply.card, false);
  if (incoming.place.kind === 'direct')
    adapter.later('showing an answer', () => sendCard(adapter, incoming, incoming.place.channelId, reply.card));
  else adapter.later('showing an answer', () => showReply(adapter, incoming, { kind: 'home', ...incoming }, reply));
  return messageResponse(reply.card.summary);
}

function cardResponse(adapter: Adapter, card: Card, withBack: boolean): ActionResponse {
  const options = { dialogs: adapter.dialogs, opensForm: opensForm(adapter), back: withBack ? backButton : undefined };
  return cardContent(renderCard(card, options));
}

function cardContent(value: AdaptiveCard): ActionResponse {
  return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value };
}

function messageResponse(value: string): ActionResponse {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value };
}

// The message extension: cases from the compose box, and "Open a case" from a message (learn.microsoft.com: message extensions).
import type { Interaction } from '../../chat/interaction.ts';
import type { AdaptiveCard } from '../render/adaptive-card.ts';
import { failed } from './boundary.ts';
import { answerInDialog, type DialogAnswer } from './forms.ts';
import { readMessage } from './read-html.ts';
import { renderCard } from '../render/card.ts';
import { opensForm } from './reply.ts';
import type { IncomingActivity, Adapter } from './adapter.ts';
import type { InvokeValue } from './payload.ts';

/** As the manifest names them. */
export const searchCommand = 'searchCases';
export const openCommand = 'openCase';

export interface ExtensionAnswer {
  composeExtension: { type: 'result'; attachmentLayout: 'list'; attachments: Attachment[] } | { type: 'message'; text: string };
}

interface Attachment {
  contentType: 'application/vnd.microsoft.card.adaptive';
  content: AdaptiveCard;
  preview: { contentType: 'application/vnd.microsoft.card.thumbnail'; content: { title: string; text: string } };
}

export async function onQuery(
  adapter: Adapter,
  { speaker, idempotencyKey }: IncomingActivity,
  { parameters = [], queryOptions }: InvokeValue,
): Promise<ExtensionAnswer> {
  const query = parameters.find(({ name }) => name === 'query')?.value;
  const text = typeof query === 'string' ? query : '';
  const page = Math.floor((queryOptions?.skip ?? 0) / Math.max(queryOptions?.count ?? 25, 1)) + 1;
  try {
    const reply = await adapter.router.answer({ kind: 'search', text, page, speaker, idempotencyKey });
    if (reply.kind === 'card') return { composeExtension: { type: 'message', text: reply.card.summary } };
    if (reply.kind !== 'results' || reply.results.length === 0)
      return { composeExtension: { type: 'message', text: 'No case meets every condition. Use fewer words.' } };
    const options = { dialogs: adapter.dialogs, opensForm: opensForm(adapter) };
    const attachments = reply.results.map(({ title, detail, card }): Attachment => ({
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: renderCard(card, options),
      preview: { contentType: 'application/vnd.microsoft.card.thumbnail', content: { title, text: detail } },
    }));
    return { composeExtension: { type: 'result', attachmentLayout: 'list', attachments } };
  } catch (error) {
    return { composeExtension: { type: 'message', text: failed(adapter.log, error, 'a search').summary } };
  }
}

/** A message as it comes with the command called on it (learn.microsoft.com: define action commands, messagePayload). */
type MessagePayload = NonNullable<InvokeValue['messagePayload']>;

/** The form of a new case, with the message's words where it was called from a message. */
export function onOpen(
  adapter: Adapter,
  incoming: IncomingActivity,
  messagePayload: MessagePayload | undefined,
): Promise<DialogAnswer> {
  const { speaker, place, idempotencyKey } = incoming;
  const interaction: Interaction = messagePayload
    ? { kind: 'from-message', text: textOf(messagePayload), link: messagePayload.linkToMessage, place, speaker, idempotencyKey }
    : { kind: 'action', action: 'open', value: '', place, speaker, idempotencyKey };
  return answerInDialog(adapter, interaction);
}

function textOf({ body }: MessagePayload): string {
  const content = body?.content ?? '';
  const attachments = body?.contentType === 'html' ? [{ contentType: 'text/html', content }] : [];
  return readMessage({ text: content, attachments }, '').text;
}

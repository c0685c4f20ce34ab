// The message extension: cases from the compose box, and "Open a case" from a message (learn.microsoft.com: message extensions).
import type { Interaction } from '../../chat/interaction.ts';
import type { AdaptiveCard } from '../render/adaptive-card.ts';
import { failed } from './boundary.ts';
import { answerInDialog, type DialogAnswer } from './forms.ts';
import { readMessage } from './read-html.ts';
import { renderCard } from '../render/card.ts';
import { opensForm } from './reply.ts';
import type { HeardActivity, Adapter } from './adapter.ts';

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

interface Query {
  parameters?: { name?: string; value?: string }[];
  queryOptions?: { skip?: number; count?: number };
}

export async function onQuery(
  surface: Adapter,
  { speaker, idempotencyKey }: HeardActivity,
  value: unknown,
): Promise<ExtensionAnswer> {
  const { parameters = [], queryOptions = {} } = (value ?? {}) as Query;
  const text = parameters.find(({ name }) => name === 'query')?.value ?? '';
  const page = Math.floor((queryOptions.skip ?? 0) / Math.max(queryOptions.count ?? 25, 1)) + 1;
  try {
    const reply = await surface.router.answer({ kind: 'search', text, page, speaker, idempotencyKey });
    if (reply.kind === 'card') return { composeExtension: { type: 'message', text: reply.card.summary } };
    if (reply.kind !== 'results' || reply.results.length === 0)
      return { composeExtension: { type: 'message', text: 'No case meets every condition. Use fewer words.' } };
    const options = { dialogs: surface.dialogs, opensForm: opensForm(surface) };
    const attachments = reply.results.map(({ title, detail, card }): Attachment => ({
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: renderCard(card, options),
      preview: { contentType: 'application/vnd.microsoft.card.thumbnail', content: { title, text: detail } },
    }));
    return { composeExtension: { type: 'result', attachmentLayout: 'list', attachments } };
  } catch (error) {
    return { composeExtension: { type: 'message', text: failed(surface.log, error, 'a search').summary } };
  }
}

/** The fields of a message that are read (learn.microsoft.com: define action commands, messagePayload). */
interface MessagePayload {
  body?: { contentType?: string; content?: string };
  linkToMessage?: string;
}

/** The form of a new case, with the message's words where it was called from a message. */
export function onOpen(surface: Adapter, heard: HeardActivity, value: unknown): Promise<DialogAnswer> {
  const { messagePayload } = (value ?? {}) as { messagePayload?: MessagePayload };
  const { speaker, place, idempotencyKey } = heard;
  const interaction: Interaction = messagePayload
    ? { kind: 'from-message', text: textOf(messagePayload), link: messagePayload.linkToMessage, place, speaker, idempotencyKey }
    : { kind: 'action', action: 'open', value: '', place, speaker, idempotencyKey };
  return answerInDialog(surface, interaction);
}

function textOf({ body }: MessagePayload): string {
  const content = body?.content ?? '';
  const attachments = body?.contentType === 'html' ? [{ contentType: 'text/html', content }] : [];
  return readMessage({ text: content, attachments }, '').text;
}

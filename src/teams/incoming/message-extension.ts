// The message extension: searches cases from the compose box, and opens a case from a message. Both commands are named in
// manifests/teams/manifest.json. Follows learn.microsoft.com/microsoftteams/platform/messaging-extensions/what-are-messaging-extensions.
import type { Interaction } from '../../chat/interaction.ts';
import type { SentFile } from '../../ports.ts';
import type { AdaptiveCard } from '../render/adaptive-card.ts';
import { reportFailure } from '../../chat/failure.ts';
import { cardText } from './attached-text.ts';
import { answerInDialog, type DialogResponse } from './forms.ts';
import { readMessage } from './read-message.ts';
import { renderCard } from '../render/card.ts';
import { opensForm } from './reply.ts';
import type { IncomingActivity, Adapter } from './adapter.ts';
import type { InvokeValue } from './payload.ts';

/** The id of "Open a case" in the manifest. */
export const openCommand = 'openCase';

/** The response to composeExtension/query. */
export interface ExtensionResponse {
  composeExtension: { type: 'result'; attachmentLayout: 'list'; attachments: Attachment[] } | { type: 'message'; text: string };
}

interface Attachment {
  contentType: 'application/vnd.microsoft.card.adaptive';
  content: AdaptiveCard;
  preview: { contentType: 'application/vnd.microsoft.card.thumbnail'; content: { title: string; text: string } };
}

/** Answers a search. Whatever is inserted into a conversation can be read by everybody there. */
export async function onQuery(
  adapter: Adapter,
  { speaker, idempotencyKey }: IncomingActivity,
  { parameters = [], queryOptions }: InvokeValue,
): Promise<ExtensionResponse> {
  const query = parameters.find(({ name }) => name === 'query')?.value;
  const text = typeof query === 'string' ? query : '';
  const page = Math.floor((queryOptions?.skip ?? 0) / Math.max(queryOptions?.count ?? 25, 1)) + 1;
  try {
    const reply = await adapter.router.answer({ kind: 'search', text, page, speaker, idempotencyKey });
    if (reply.kind === 'card') return { composeExtension: { type: 'message', text: reply.card.summary } };
    if (reply.kind !== 'results' || reply.results.length === 0)
      return { composeExtension: { type: 'message', text: 'No cases match. Try fewer words.' } };
    const options = { dialogs: adapter.dialogs, opensForm: opensForm(adapter) };
    const attachments = reply.results.map(({ title, detail, card }): Attachment => ({
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: renderCard(card, options),
      preview: { contentType: 'application/vnd.microsoft.card.thumbnail', content: { title, text: detail } },
    }));
    return { composeExtension: { type: 'result', attachmentLayout: 'list', attachments } };
  } catch (error) {
    return { composeExtension: { type: 'message', text: reportFailure(adapter.log, error, 'a search').summary } };
  }
}

/** A message as it comes with the command called on it (learn.microsoft.com: define action commands, messagePayload). */
type MessagePayload = NonNullable<InvokeValue['messagePayload']>;

/** Opens the form of a new case, filled with the text of the message that it was called on, if any. */
export function onOpen(
  adapter: Adapter,
  incoming: IncomingActivity,
  messagePayload: MessagePayload | undefined,
): Promise<DialogResponse> {
  const { speaker, place, idempotencyKey } = incoming;
  const request = { place, speaker, idempotencyKey };
  const interaction: Interaction = messagePayload
    ? { kind: 'from-message', ...contentOf(adapter, incoming, messagePayload), link: messagePayload.linkToMessage, ...request }
    : { kind: 'action', action: 'open', value: '', ...request };
  return answerInDialog(adapter, interaction);
}

/** The message comes as Graph has it, with the addresses of its pictures. */
function contentOf(
  { files: { hosts } }: Adapter,
  { activity }: IncomingActivity,
  { body, attachments: attached = [] }: MessagePayload,
): { text: string; files?: SentFile[] } {
  const content = body?.content ?? '';
  const html = body?.contentType === 'html' ? [{ contentType: 'text/html', content }] : [];
  const place = { serviceUrl: activity.serviceUrl, graphUrl: hosts.graphUrl, channelId: '' };
  const read = readMessage({ text: content, attachments: [...html, ...attached] }, '', place);
  // an app's alert is often a card alone
  return { text: read.text || cardText(attached), ...(read.files.length > 0 ? { files: read.files } : {}) };
}

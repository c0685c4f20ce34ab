// Message events: what a person wrote, edited or deleted, and our own messages coming back, which prove that a delivery arrived. Messages
// of other bots and at the top level of channels are ignored. Follows docs.slack.dev/reference/events/message.
import { ignored } from '../../chat/ending.ts';
import type { Ignored, Interaction, Place } from '../../chat/interaction.ts';
import type { SentFile } from '../../ports.ts';
import { deliveryOf } from '../transport/delivery-mark.ts';
import { idempotencyKeyOf, speakerOf, type Adapter } from './adapter.ts';
import { toCommandText } from './command-text.ts';
import { filesIn, type Attachment } from './attached-text.ts';
import type { EventContext } from './event-context.ts';
import { readFiles, type SlackFile } from './sent-files.ts';
import { typedMarkdown } from './typed-markdown.ts';
import { mentionedUsers, toCommonMark, type TextMessage } from './message-markdown.ts';

/** The fields of a message that are read. */
interface Message {
  subtype?: string;
  user?: string;
  bot_id?: string;
  text?: string;
  blocks?: unknown;
  attachments?: Attachment[];
  ts: string;
  thread_ts?: string;
  files?: SlackFile[];
  metadata?: { event_type?: string; event_payload?: unknown };
  edited?: { ts?: string };
}

/** The fields of a message event that are read. */
export interface MessageEvent extends Message {
  channel: string;
  channel_type?: string;
  message?: Message;
  previous_message?: Message;
  deleted_ts?: string;
}

/** Subtypes of messages that people write. */
const writtenByPeople = new Set(['', 'file_share', 'thread_broadcast', 'me_message']);

/** Reads a message event. @returns why it is ignored where no person did anything that concerns the bot */
export async function onMessage(
  adapter: Adapter,
  event: MessageEvent,
  eventId: string,
  context: EventContext,
): Promise<Interaction | Ignored> {
  if (event.subtype === 'message_changed') return onChanged(adapter, event, eventId, context);
  if (event.subtype === 'message_deleted')
    return deletionOf(event, event.deleted_ts ?? event.previous_message?.ts, eventId, context);
  if (isFromBot(event, context)) {
    await confirmOwnMessage(adapter, event, context);
    return ignored(isOwn(event, context) ? 'own-message' : 'bot-message');
  }
  if (!event.user || !writtenByPeople.has(event.subtype ?? '')) return ignored('system-message');
  const place = placeOf(event, event);
  // the message's id, not the event's: one message can come in several events, and is posted once
  const idempotencyKey = idempotencyKeyOf(`message:${event.channel}:${event.ts}`);
  const actor = { speaker: speakerOf(context.teamId ?? '', event.user), idempotencyKey };
  if (place.threadRef) {
    const [text, files] = await Promise.all([textOf(adapter, event, context), filesOf(adapter, event, context)]);
    return { kind: 'message', text, ref: event.ts, place, files, ...actor };
  }
  // at the top level of a channel only mentions are for the bot, and Slack sends those as events of their own
  if (place.kind !== 'direct') return ignored('not-addressed');
  const text = commandWithShared(event, context.botUserId);
  const files = await filesOf(adapter, event, context);
  return { kind: 'command', canOpenForm: false, text, files, ref: event.ts, place, toMarkdown: typedMarkdown, ...actor };
}

/** A file that the bot shares comes back as a message of the bot's user, sometimes without its bot id. */
function isOwn({ user, bot_id: botId }: Message, context: EventContext): boolean {
  return botId === undefined ? user !== undefined && user === context.botUserId : botId === context.botId;
}

function isFromBot(message: Message, context: EventContext): boolean {
  return message.bot_id !== undefined || isOwn(message, context);
}

/** Reads the files of a message, and of what was forwarded with it. */
export function filesOf(
  adapter: Adapter,
  message: Pick<Message, 'files' | 'attachments'>,
  { teamId = '' }: EventContext,
): Promise<SentFile[]> {
  return readFiles(adapter, teamId, filesIn(message));
}

/** Reads a message as a command. What was forwarded with it follows, so that it is not lost. */
export function commandWithShared({ text, attachments }: Pick<TextMessage, 'text' | 'attachments'>, bot?: string): string {
  const shared = toCommonMark({ attachments: attachments?.filter(({ is_share: isShare }) => isShare) });
  return [toCommandText(text ?? '', bot), shared].filter((part) => part !== '').join('\n\n');
}

/** A message of ours that comes back as an event was delivered. */
async function confirmOwnMessage(adapter: Adapter, event: MessageEvent, { botId }: EventContext): Promise<void> {
  const delivery = deliveryOf(event);
  if (delivery !== null && (!botId || event.bot_id === botId)) await adapter.signals.echoed(delivery, event.ts);
}

async function onChanged(
  adapter: Adapter,
  event: MessageEvent,
  eventId: string,
  context: EventContext,
): Promise<Interaction | Ignored> {
  const { message, previous_message: before } = event;
  // a deleted message that has replies stays as a tombstone
  if (message?.subtype === 'tombstone') return deletionOf(event, message.ts, eventId, context);
  if (!message?.user || isFromBot(message, context))
    return ignored(message && isFromBot(message, context) ? 'bot-message' : 'system-message');
  // Slack reports unfurled links as changes, too; nobody edited anything then
  if (!message.edited || message.edited.ts === before?.edited?.ts) return ignored('not-an-edit');
  return {
    kind: 'edit',
    text: await textOf(adapter, message, context),
    commandText: toCommandText(message.text ?? '', context.botUserId),
    ref: message.ts,
    place: placeOf(event, message),
    speaker: speakerOf(context.teamId ?? '', message.user),
    idempotencyKey: idempotencyKeyOf(eventId),
  };
}

function deletionOf(event: MessageEvent, ref: string | undefined, eventId: string, context: EventContext): Interaction | Ignored {
  if (!ref) return ignored('system-message');
  if (event.previous_message && isFromBot(event.previous_message, context)) return ignored('bot-message');
  const speaker = speakerOf(context.teamId ?? '', event.previous_message?.user ?? '');
  return { kind: 'deletion', ref, place: placeOf(event, {}), speaker, idempotencyKey: idempotencyKeyOf(eventId) };
}

/** Without the bot's mention at the beginning, which only addresses the bot. */
async function textOf(adapter: Adapter, message: Message, { teamId, botUserId }: EventContext): Promise<string> {
  const names = await adapter.names.of(teamId ?? '', mentionedUsers(message));
  return toCommonMark(message, { names, bot: botUserId });
}

function placeOf({ channel: channelId, channel_type: type }: MessageEvent, { thread_ts: threadRef }: Partial<Message>): Place {
  const kind = type === 'im' || channelId.startsWith('D') ? 'direct' : type === 'mpim' ? 'group' : 'channel';
  return { channelId, kind, ...(threadRef ? { threadRef } : {}) };
}

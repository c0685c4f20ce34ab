// Message events as what a person did: wrote, edited, deleted.
import type { Interaction, Place } from '../../chat/interaction.ts';
import { mentionedUsers, toCommonMark } from './message-markdown.ts';
import { deliveryOf } from '../transport/delivery-mark.ts';
import type { EventContext } from './events.ts';
import { idempotencyKeyOf, speakerOf, type Adapter } from './adapter.ts';
import { toCommandText } from './command-text.ts';

/** The fields that are read (docs.slack.dev/reference/events/message). */
export interface Message {
  subtype?: string;
  user?: string;
  bot_id?: string;
  text?: string;
  blocks?: unknown;
  ts: string;
  thread_ts?: string;
  files?: { name?: string | null; title?: string | null }[];
  metadata?: { event_type?: string; event_payload?: unknown };
  edited?: { ts?: string };
}

export interface MessageEvent extends Message {
  channel: string;
  channel_type?: string;
  message?: Message;
  previous_message?: Message;
  deleted_ts?: string;
}

/** Subtypes that are words of a person (docs.slack.dev/reference/events/message, subtypes). */
const spoken = new Set(['', 'file_share', 'thread_broadcast', 'me_message']);

/** @returns what a person did; null where nobody did anything for us */
export async function onMessage(
  adapter: Adapter,
  event: MessageEvent,
  eventId: string,
  context: EventContext,
): Promise<Interaction | null> {
  if (event.subtype === 'message_changed') return onChanged(adapter, event, eventId, context);
  if (event.subtype === 'message_deleted')
    return deleted(event, event.deleted_ts ?? event.previous_message?.ts, eventId, context);
  if (event.bot_id) {
    await onOwn(adapter, event, context);
    return null;
  }
  if (!event.user || !spoken.has(event.subtype ?? '')) return null;
  const where = placeOf(event, event);
  const actor = { speaker: speakerOf(context.teamId ?? '', event.user), idempotencyKey: idempotencyKeyOf(eventId) };
  if (where.threadRef) {
    const files = (event.files ?? []).map((file) => file.name ?? file.title ?? 'a file');
    return { kind: 'message', text: await textOf(adapter, event, context), ref: event.ts, place: where, files, ...actor };
  }
  // at the top level of a channel only a mention is for the bot, and that is an event of its own
  if (where.kind !== 'direct') return null;
  return {
    kind: 'command',
    canOpenForm: false,
    text: toCommandText(event.text ?? '', context.botUserId),
    place: where,
    ...actor,
  };
}

/** A message of ours came back: the proof that it stands there. What other bots write concerns nobody. */
async function onOwn(adapter: Adapter, event: MessageEvent, { botId }: EventContext): Promise<void> {
  const delivery = deliveryOf(event);
  if (delivery !== null && (!botId || event.bot_id === botId)) await adapter.signals.echoed(delivery, event.ts);
}

async function onChanged(
  adapter: Adapter,
  event: MessageEvent,
  eventId: string,
  context: EventContext,
): Promise<Interaction | null> {
  const { message, previous_message: before } = event;
  // a deleted message that has replies stays as a tombstone
  if (message?.subtype === 'tombstone') return deleted(event, message.ts, eventId, context);
  if (!message?.user || message.bot_id) return null;
  // Slack also tells of links it unfurled: that is nobody's edit
  if (!message.edited || message.edited.ts === before?.edited?.ts) return null;
  return {
    kind: 'edit',
    text: await textOf(adapter, message, context),
    ref: message.ts,
    place: placeOf(event, message),
    speaker: speakerOf(context.teamId ?? '', message.user),
    idempotencyKey: idempotencyKeyOf(eventId),
  };
}

function deleted(event: MessageEvent, ref: string | undefined, eventId: string, context: EventContext): Interaction | null {
  if (!ref || event.previous_message?.bot_id) return null;
  const speaker = speakerOf(context.teamId ?? '', event.previous_message?.user ?? '');
  return { kind: 'deletion', ref, place: placeOf(event, {}), speaker, idempotencyKey: idempotencyKeyOf(eventId) };
}

/** A mention of the bot at the beginning calls it; it is not said to anybody. */
async function textOf(adapter: Adapter, message: Message, { teamId, botUserId }: EventContext): Promise<string> {
  const names = await adapter.names.of(teamId ?? '', mentionedUsers(message));
  return toCommonMark(message, { names, bot: botUserId });
}

function placeOf({ channel: channelId, channel_type: type }: MessageEvent, { thread_ts: threadRef }: Partial<Message>): Place {
  const kind = type === 'im' || channelId.startsWith('D') ? 'direct' : type === 'mpim' ? 'group' : 'channel';
  return { channelId, kind, ...(threadRef ? { threadRef } : {}) };
}

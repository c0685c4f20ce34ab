// What happens in conversations the bot is in.
import type { App } from '@slack/bolt';
import type { Interaction, Place } from '../chat/interaction.ts';
import { logFailure } from './boundary.ts';
import { mentionedUsers, toCommonMark } from './commonmark.ts';
import { deliveryOf } from './courier.ts';
import { namesOf } from './names.ts';
import { showInConversation } from './show.ts';
import { receiptOf, speakerOf, type Surface } from './surface.ts';
import { toWords } from './words.ts';

/** The fields of message events that are read (docs.slack.dev/reference/events/message). */
interface Message {
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

interface MessageEvent extends Message {
  channel: string;
  channel_type?: string;
  message?: Message;
  previous_message?: Message;
  deleted_ts?: string;
}

interface Envelope {
  team_id: string;
  event_id: string;
  authorizations?: { team_id: string | null }[];
}

export function listenToEvents(app: App, surface: Surface): void {
  app.event('message', async ({ event, body, context }) => {
    await inBoundary(surface, 'message', () => onMessage(surface, event, body, context.botUserId));
  });
  app.event('app_mention', async ({ event, body, context }) => {
    await inBoundary(surface, 'app_mention', async () => {
      if (!event.user) return;
      const place: Place = {
        channelId: event.channel,
        kind: 'channel',
        ...(event.thread_ts ? { threadRef: event.thread_ts } : {}),
      };
      await answer(surface, {
        kind: 'words',
        formable: false,
        text: toWords(event.text, context.botUserId),
        place,
        ...heard(body, event.user),
      });
    });
  });
  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab !== 'home') return;
    await inBoundary(surface, 'app_home_opened', () => answer(surface, { kind: 'opened-home', ...heard(body, event.user) }));
  });
  app.event('user_change', async ({ event }) => {
    await inBoundary(surface, 'user_change', () => surface.signals.userChanged('slack', event.user.id));
  });
}

function heard(body: Envelope, userId: string) {
  return { speaker: speakerOf(body.authorizations?.[0]?.team_id ?? body.team_id, userId), receipt: receiptOf(body.event_id) };
}

async function onMessage(surface: Surface, event: MessageEvent, body: Envelope, bot?: string): Promise<void> {
  if (event.subtype === 'message_changed') return onChanged(surface, event, body);
  if (event.subtype === 'message_deleted') return onDeleted(surface, event, body, event.deleted_ts ?? event.previous_message?.ts);
  // our own message comes back: the proof that it stands there
  const delivery = deliveryOf(event);
  if (delivery !== null && event.bot_id) return surface.signals.echoed(delivery, event.ts);
  if (event.bot_id || !event.user || !spoken.has(event.subtype ?? '')) return;
  const place: Place = {
    channelId: event.channel,
    kind: kindOf(event),
    ...(event.thread_ts ? { threadRef: event.thread_ts } : {}),
  };
  const { speaker, receipt } = heard(body, event.user);
  if (!place.threadRef) {
    // at the top level of a channel only a mention is for the bot, and that is an event of its own
    if (place.kind !== 'direct') return;
    return answer(surface, { kind: 'words', formable: false, text: toWords(event.text ?? '', bot), place, speaker, receipt });
  }
  const names = await namesOf(surface, speaker.workspaceId, mentionedUsers(event));
  const files = (event.files ?? []).map((file) => file.name ?? file.title ?? 'a file');
  await answer(surface, { kind: 'message', text: toCommonMark(event, names), ref: event.ts, place, files, speaker, receipt });
}

/** Subtypes that are words of a person (docs.slack.dev/reference/events/message, subtypes). */
const spoken = new Set(['', 'file_share', 'thread_broadcast', 'me_message']);

async function onChanged(surface: Surface, event: MessageEvent, body: Envelope): Promise<void> {
  const { message, previous_message: before } = event;
  if (!message || message.bot_id || !message.user) {
    // a deleted message with replies becomes a tombstone
    if (message?.subtype === 'tombstone') await onDeleted(surface, event, body, message.ts);
    return;
  }
  // Slack also tells of links it unfurled: that is nobody's edit
  if (!message.edited || message.edited.ts === before?.edited?.ts) return;
  const { speaker, receipt } = heard(body, message.user);
  const names = await namesOf(surface, speaker.workspaceId, mentionedUsers(message));
  const place: Place = {
    channelId: event.channel,
    kind: kindOf(event),
    ...(message.thread_ts ? { threadRef: message.thread_ts } : {}),
  };
  await answer(surface, { kind: 'edited', text: toCommonMark(message, names), ref: message.ts, place, speaker, receipt });
}

async function onDeleted(surface: Surface, event: MessageEvent, body: Envelope, ref: string | undefined): Promise<void> {
  if (!ref || event.previous_message?.bot_id) return;
  const author = event.previous_message?.user ?? '';
  await answer(surface, {
    kind: 'deleted',
    ref,
    place: { channelId: event.channel, kind: kindOf(event) },
    ...heard(body, author),
  });
}

function kindOf(event: MessageEvent): Place['kind'] {
  if (event.channel_type === 'im' || event.channel.startsWith('D')) return 'direct';
  return event.channel_type === 'mpim' ? 'group' : 'channel';
}

async function answer(surface: Surface, interaction: Interaction): Promise<void> {
  await showInConversation(surface, interaction, await surface.router.answer(interaction));
}

/** An event that failed is not acknowledged: Slack sends it again, up to three times. */
async function inBoundary(surface: Surface, what: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    logFailure(surface.log, error, what);
    throw error;
  }
}

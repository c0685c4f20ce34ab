// The Web API methods the bot uses, with Slack's own errors (docs.slack.dev/reference/methods).
import { limits } from './limits.ts';
import { ApiError } from './api-error.ts';
import { checkBlocks, checkView } from './block-kit.ts';
import { checkImages, fileMethods } from './files.ts';
import type { FakeSlack } from './fake-slack.ts';
import type { Block, Channel, Message, View, Workspace } from './state.ts';

export type Args = Record<string, string | undefined>;
export type Method = (fake: FakeSlack, workspace: Workspace, args: Args) => Record<string, unknown>;

export const methods: Record<string, Method> = {
  ...fileMethods,
  'auth.test': (_, w) => ({ user_id: w.botUserId, bot_id: w.botId, team_id: w.id, team: `Workspace ${w.id}` }),
  'chat.postMessage': (fake, w, args) => {
    const channel = postable(w, args);
    const message = fake.addMessage(w, channel, {
      ...content(w, args, limits.messageText),
      ...authorIn(w, args),
      bot_id: w.botId,
      app_id: fake.appId,
      user: w.botUserId,
      ...(args.thread_ts ? { thread_ts: threadOf(channel, args.thread_ts) } : {}),
      ...(args.metadata ? { metadata: JSON.parse(args.metadata) as Message['metadata'] } : {}),
    });
    return { ts: message.ts, channel: channel.id };
  },
  'chat.update': (fake, w, args) => {
    const message = ownMessage(w, args);
    Object.assign(message, content(w, args, limits.updateText));
    // seen in production: github.com/openclaw/openclaw/issues/58737
    delete message.username;
    delete message.icon_url;
    message.edited = { user: w.botUserId, ts: fake.nextTs() };
    return { ts: message.ts };
  },
  'chat.delete': (_, w, args) => {
    const channel = channelOf(w, args.channel);
    const message = ownMessage(w, args);
    channel.messages.splice(channel.messages.indexOf(message), 1);
    channel.pins = channel.pins.filter((ts) => ts !== message.ts);
    return {};
  },
  'chat.postEphemeral': (_, w, args) => {
    const channel = postable(w, args);
    if (!args.user || !channel.members.has(args.user)) throw new ApiError('user_not_in_channel');
    w.ephemerals.push({
      user: args.user,
      channel: channel.id,
      thread_ts: args.thread_ts,
      ...content(w, args, limits.messageText),
    });
    return {};
  },
  'chat.getPermalink': (_, w, args) => ({
    permalink: `https://${w.id}.slack.test/${channelOf(w, args.channel).id}/p${args.message_ts}`,
  }),
  'conversations.open': (_, w, args) => {
    if (!w.users.has(args.users ?? '')) throw new ApiError('user_not_found');
    return { channel: { id: w.direct(args.users ?? '').id } };
  },
  'conversations.info': (_, w, args) => {
    w.needs('channels:read');
    const { id, name, archived, members } = channelOf(w, args.channel);
    return { channel: { id, name, is_archived: archived, is_member: members.has(w.botUserId) } };
  },
  'conversations.history': (_, w, args) =>
    history(
      memberOf(w, args.channel).messages.filter(({ thread_ts, ts }) => !thread_ts || thread_ts === ts),
      args,
    ),
  'conversations.replies': (_, w, args) => {
    const { messages } = memberOf(w, args.channel);
    if (!messages.some(({ ts }) => ts === args.ts)) throw new ApiError('thread_not_found');
    return history(
      messages.filter(({ ts, thread_ts }) => ts === args.ts || thread_ts === args.ts),
      args,
    );
  },
  'users.info': (_, w, args) => {
    const user = w.users.get(args.user ?? '');
    if (!user) throw new ApiError('user_not_found');
    const { id, name, email, home, confirmed = true, deleted = false } = user;
    return {
      user: {
        id,
        team_id: home ?? w.id,
        name,
        real_name: name,
        deleted,
        is_bot: false,
        is_email_confirmed: confirmed,
        tz: 'America/Chicago',
        profile: { display_name: name, email, image_72: `https://avatars.slack-edge.test/${id}_72.png` },
      },
    };
  },
  'views.open': (fake, w, args) => {
    const user = fake.useTrigger(w, args.trigger_id);
    const view = fake.newView(readView(w, args));
    w.open.set(user, view);
    return { view };
  },
  'views.update': (fake, w, args) => {
    const found = [...w.open.entries()].find(([, view]) => view.id === args.view_id);
    if (!found) throw new ApiError('not_found');
    const [user, before] = found;
    if (args.hash && args.hash !== before.hash) throw new ApiError('hash_conflict');
    const view = { ...fake.newView(readView(w, args)), id: before.id };
    w.open.set(user, view);
    return { view };
  },
  'views.publish': (fake, w, args) => {
    const view = fake.newView(readView(w, args));
    w.homes.set(args.user_id ?? '', view);
    return { view };
  },
  'users.lookupByEmail': (fake, w, args) => {
    const user = [...w.users.values()].find(({ email }) => email === args.email);
    if (!user) throw new ApiError('users_not_found');
    return methods['users.info']?.(fake, w, { user: user.id }) ?? {};
  },
  'pins.add': (_, w, args) => {
    const { channel, ts } = pinnable(w, args);
    if (channel.pins.includes(ts)) throw new ApiError('already_pinned');
    if (channel.pins.length >= mostPins) throw new ApiError('too_many_pins');
    channel.pins.push(ts);
    return {};
  },
  'pins.remove': (_, w, args) => {
    const { channel, ts } = pinnable(w, args);
    if (!channel.pins.includes(ts)) throw new ApiError('no_pin');
    channel.pins = channel.pins.filter((pinned) => pinned !== ts);
    return {};
  },
  'pins.list': (_, w, args) => {
    const channel = memberOf(w, args.channel);
    return { items: channel.pins.map((ts) => ({ type: 'message', channel: channel.id, message: { ts } })) };
  },
};

/** Slack ignores a name and a picture without the scope for them. */
export function authorIn(w: Workspace, { username, icon_url }: Args): Pick<Message, 'username' | 'icon_url'> {
  if (!w.scopes.includes('chat:write.customize')) return {};
  return { ...(username ? { username } : {}), ...(icon_url ? { icon_url } : {}) };
}

function content(w: Workspace, args: Args, mostText: number): { text: string; blocks?: Block[] } {
  const text = args.text ?? '';
  if (text === '') throw new ApiError('no_text', 'every message needs its fallback text');
  if (text.length > mostText) throw new ApiError('msg_too_long');
  const blocks = args.blocks ? (JSON.parse(args.blocks) as Block[]) : undefined;
  checkBlocks(blocks, 'message');
  checkImages(w, blocks ?? []);
  return { text, blocks };
}

function readView(w: Workspace, args: Args): Omit<View, 'id' | 'hash'> {
  const view = JSON.parse(args.view ?? '{}') as Omit<View, 'id' | 'hash'>;
  checkView(view);
  if (args.view?.includes('"file_input"') && !w.scopes.includes('files:read'))
    throw new ApiError('invalid_arguments', 'file_input needs the scope files:read');
  return view;
}

/** in one channel */
const mostPins = 100;

function pinnable(w: Workspace, args: Args): { channel: Channel; ts: string } {
  w.needs('pins:write');
  const channel = memberOf(w, args.channel);
  const { timestamp: ts } = args;
  if (ts === undefined) throw new ApiError('no_item_specified');
  if (!channel.messages.some((message) => message.ts === ts)) throw new ApiError('message_not_found');
  return { channel, ts };
}

function channelOf(w: Workspace, id: string | undefined): Channel {
  const channel = w.channels.get(id ?? '');
  if (!channel) throw new ApiError('channel_not_found');
  return channel;
}

function memberOf(w: Workspace, id: string | undefined): Channel {
  const channel = channelOf(w, id);
  if (!channel.members.has(w.botUserId)) throw new ApiError('not_in_channel');
  return channel;
}

export function postable(w: Workspace, args: Args): Channel {
  const channel = memberOf(w, args.channel);
  if (channel.archived) throw new ApiError('is_archived');
  return channel;
}

export function threadOf(channel: Channel, ts: string): string {
  if (!channel.messages.some((message) => message.ts === ts)) throw new ApiError('thread_not_found');
  return ts;
}

function ownMessage(w: Workspace, args: Args): Message {
  const message = memberOf(w, args.channel).messages.find(({ ts }) => ts === args.ts);
  if (!message) throw new ApiError('message_not_found');
  if (message.bot_id !== w.botId && message.user !== w.botUserId) throw new ApiError('cant_update_message');
  return message;
}

/** Newest first, pages of at most fifteen, metadata only when asked for. */
function history(messages: Message[], args: Args): Record<string, unknown> {
  const newest = messages
    .filter(({ ts }) => Number(ts) >= Number(args.oldest ?? 0))
    .sort((one, other) => Number(other.ts) - Number(one.ts));
  const start = Number(args.cursor ?? 0);
  const size = Math.min(Number(args.limit ?? 100), limits.historyPage);
  const page = newest.slice(start, start + size);
  const more = start + size < newest.length;
  const shown = page.map(({ metadata, ...message }) =>
    args.include_all_metadata === 'true' ? { ...message, metadata } : message,
  );
  return { messages: shown, has_more: more, response_metadata: { next_cursor: more ? String(start + size) : '' } };
}

// Turns notices on and off for a channel with the `channels` command said in it; said in a direct message, it lists the subscribed channels.
// It does not post notices itself (usecases/notices). Directory files subscribe channels, too: `channels` with `for: notices`.
import { CaseError } from '../../domain/case-error.ts';
import { can } from '../../domain/permission.ts';
import { plural } from '../../domain/text/numbers.ts';
import {
  chooseBroadcasts,
  listSubscribedChannels,
  subscribeChannel,
  unsubscribeChannel,
  viewSubscribedChannel,
  type SubscribedChannel,
} from '../../usecases/notices/subscribe-channel.ts';
import { speakerOf, type Capability, type Context } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import type { Button, Card, Element } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';
import type { ChannelRef } from '../../ports.ts';
import { reply } from '../replies.ts';
import { channelName } from './channel-name.ts';

/** The `channels` command and the buttons of its cards. */
export const channels: Capability = {
  commands: [
    {
      name: 'channels',
      usage: '[stop | changes | all]',
      description: 'get incident and maintenance notices in this channel; in a direct message: list the channels that get them',
      availableTo: (person) => can(person, 'subscribe-channel'),
      maxWords: 4,
      run: (context, rest) => {
        const channel = channelOf(context);
        return channel ? runInChannel(context, channel, rest) : list(context, Number(/^[1-9]\d{0,5}$/.exec(rest)?.[0] ?? 1));
      },
    },
  ],
  actions: {
    /** value: a page */
    channels: { run: (context, value) => list(context, carriedNumber(value)) },
    'channels-page': { run: async (context, value) => ({ ...(await list(context, carriedNumber(value))), replace: true }) },
    /** value: the channel's id in the directory */
    'channel-view': {
      run: async (context, value) => ({
        kind: 'card',
        card: channelCard(await viewSubscribedChannel(context.services, context.person, carriedNumber(value))),
      }),
    },
    'channel-changes': { run: (context, value) => choose(context, value, true) },
    'channel-all': { run: (context, value) => choose(context, value, false) },
    'channel-stop': {
      run: async (context, value) => {
        await unsubscribeChannel(context.services, context.person, { id: carriedNumber(value) }, context.request);
        return { ...stoppedReply(), replace: true };
      },
    },
  },
};

/** Finds the channel the command was said in. @returns null for a direct conversation and for the Home tab */
function channelOf(context: Context): ChannelRef | null {
  const { place } = context;
  if (!place || place.kind === 'direct') return null;
  const { platform, workspaceId } = speakerOf(context);
  return { platform, workspaceId, channelId: place.channelId };
}

async function runInChannel(context: Context, channel: ChannelRef, rest: string): Promise<Reply> {
  const { services, person, request } = context;
  if (/^stop$/i.test(rest)) {
    await unsubscribeChannel(services, person, channel, request);
    return stoppedReply();
  }
  const changesOnly = new Map([
    ['changes', true],
    ['all', false],
  ]).get(rest.toLowerCase());
  if (rest !== '' && changesOnly === undefined && person.kind === 'contact')
    throw new CaseError(
      'unknown-option',
      `“${rest.slice(0, 40)}” isn't an option.`,
      'Try “channels”, “channels stop”, “channels changes” or “channels all”.',
    );
  const account = rest === '' || changesOnly !== undefined ? undefined : rest;
  return {
    kind: 'card',
    card: channelCard(await subscribeChannel(services, person, channel, { account, changesOnly }, request)),
  };
}

async function choose(context: Context, value: string, changesOnly: boolean): Promise<Reply> {
  const channel = await chooseBroadcasts(context.services, context.person, carriedNumber(value), changesOnly);
  return { kind: 'card', card: channelCard(channel), replace: true };
}

function stoppedReply(): Reply & { kind: 'card' } {
  return reply('Notices are off for this channel.', ['Type “channels” in the channel to turn them back on.']);
}

function channelCard(channel: SubscribedChannel): Card {
  const { accountName, changesOnly, failed } = channel;
  return {
    summary: 'Notices are on for this channel',
    elements: [
      { kind: 'heading', text: 'Notices are on for this channel' },
      { kind: 'context', text: [channelName(channel)] },
      {
        kind: 'text',
        text: [
          `You'll get one live banner per incident or maintenance affecting ${accountName ?? 'all accounts'}, with replies below it, and release notes.`,
        ],
      },
      { kind: 'text', text: [{ bold: broadcastsText(channel) }] },
      ...(failed === null
        ? [{ kind: 'context' as const, text: [membershipHint] }]
        : [
            {
              kind: 'callout' as const,
              tone: 'warning' as const,
              text: [{ bold: `Not delivered (${failed}).` }, ` ${membershipHint}`],
            },
          ]),
      {
        kind: 'actions',
        actions: [
          changesOnly
            ? channelButton('Post regular updates', 'channel-all', channel)
            : channelButton('Post changes only', 'channel-changes', channel),
          channelButton('Stop notices', 'channel-stop', channel),
        ],
      },
    ],
  };
}

const membershipHint = 'The bot can post here only as a member of the channel: invite it, or add the app.';

type Row = Omit<SubscribedChannel, 'failed'>;

function broadcastsText({ changesOnly }: Row): string {
  return changesOnly ? 'Posts only when something changes.' : 'Posts regular status updates while an incident is open.';
}

function channelButton(label: string, action: string, { id }: Row): Button {
  return { kind: 'button', label, action, value: String(id) };
}

async function list(context: Context, page: number): Promise<Reply & { kind: 'card' }> {
  const listed = await listSubscribedChannels(context.services, context.person, page);
  return { kind: 'card', card: listCard(listed, context.services.settings.brand) };
}

function listCard(listed: Awaited<ReturnType<typeof listSubscribedChannels>>, brand: string): Card {
  const { total, page, pages, rows } = listed;
  const counted = total === 0 ? 'No channel gets notices yet' : plural(total, 'channel gets notices', 'channels get notices');
  const pageButton = (label: string, to: number): Button => ({
    kind: 'button',
    label,
    action: 'channels-page',
    value: String(to),
  });
  const pageButtons = [
    ...(page > 1 ? [pageButton('Previous page', page - 1)] : []),
    ...(page < pages ? [pageButton('Next page', page + 1)] : []),
  ];
  return {
    summary: counted,
    elements: [
      { kind: 'heading', text: 'Channels for notices' },
      { kind: 'text', text: [pages > 1 ? `${counted} · page ${page} of ${pages}` : `${counted}.`] },
      ...rows.map((channel) => listItem(channel, brand)),
      { kind: 'context', text: ['To add a channel, invite the bot to it and type “channels” there.'] },
      ...(pageButtons.length > 0 ? [{ kind: 'actions' as const, actions: pageButtons }] : []),
    ],
  };
}

function listItem(channel: Row, brand: string): Element {
  return {
    kind: 'listItem',
    text: [{ bold: channel.accountName ?? brand }, ` ${channelName(channel)}`],
    detail: [broadcastsText(channel)],
    button: channelButton('View', 'channel-view', channel),
  };
}

// Turns notices on and off for a channel with the `channels` command in it. In a direct message, the command lists the subscribed channels.
// It does not post notices itself (usecases/notices). Directory files can subscribe channels as well: `channels` with `for: notices`.
import { truncate } from '../../cards/visible-text.ts';
import { CaseError } from '../../domain/case-error.ts';
import { can } from '../../domain/permission.ts';
import { plural } from '../../domain/text/numbers.ts';
import {
  checkSubscription,
  chooseBroadcasts,
  subscribeChannel,
  unsubscribeChannel,
} from '../../usecases/notices/subscribe-channel.ts';
import {
  listSubscribedChannels,
  subscribedChannel,
  viewSubscribedChannel,
  type SubscribedChannel,
} from '../../usecases/notices/subscribed-channels.ts';
import { actions, type ChannelToStart } from '../actions.ts';
import { speakerOf, type Capability, type Context } from '../capability.ts';
import { argumentsOf, defineCommand } from '../define-command.ts';
import { pageButtons } from '../page-buttons.ts';
import type { Card, Element } from '../../cards/elements.ts';
import { channelOf, type Reply } from '../interaction.ts';
import type { ChannelRef } from '../../ports.ts';
import { offer, reply } from '../replies.ts';
import { channelName } from './channel-name.ts';

interface ChannelsArguments {
  /** Turns notices off, or chooses which are posted. */
  option: 'stop' | 'changes' | 'all' | undefined;
  /** The account that the notices are about, by key or name. */
  account: string | undefined;
  /** In a direct message, the page of the list. */
  page: number;
}

const channelsArguments = argumentsOf<ChannelsArguments>((rest) => {
  const option = (['stop', 'changes', 'all'] as const).find((one) => one === rest.toLowerCase());
  const page = Number(/^[1-9]\d{0,5}$/.exec(rest)?.[0] ?? 1);
  return { args: { option, account: option || rest === '' ? undefined : rest, page } };
});

/** The `channels` command and the buttons of its cards. */
export const channels: Capability = {
  commands: [
    defineCommand({
      name: 'channels',
      usage: '[stop | changes | all]',
      description: 'get incident and maintenance notices in this channel; in a direct message: list the channels that get them',
      topic: 'incidents',
      example: 'channels changes',
      availableTo: (person) => can(person, 'subscribe-channel'),
      maxWords: 4,
      args: channelsArguments,
      run: (context, args) => {
        const channel = currentChannel(context);
        return channel ? runInChannel(context, channel, args) : list(context, args.page);
      },
    }),
  ],
  actions: [
    actions.channels.handle({ run: list }),
    actions.channelsPage.handle({ run: async (context, page) => ({ ...(await list(context, page)), replace: true }) }),
    actions.channelView.handle({
      run: async (context, id) => inPlace(await viewSubscribedChannel(context.services, context.person, id)),
    }),
    actions.channelChanges.handle({ run: (context, id) => choose(context, id, true) }),
    actions.channelAll.handle({ run: (context, id) => choose(context, id, false) }),
    actions.channelStop.handle({
      run: async (context, id) => ({
        ...stopReply(await viewSubscribedChannel(context.services, context.person, id)),
        replace: true,
      }),
    }),
    actions.channelStopNow.handle({
      run: async (context, id) => {
        await unsubscribeChannel(context.services, context.person, { id }, context.request);
        return { ...stoppedReply(), replace: true };
      },
    }),
    actions.channelStart.handle({ run: start }),
  ],
};

/** Finds the channel the command was sent in. @returns null for a direct conversation and for the Home tab */
function currentChannel(context: Context): ChannelRef | null {
  const { place } = context;
  if (!place || place.kind === 'direct') return null;
  return channelOf(speakerOf(context), place);
}

async function runInChannel(context: Context, channel: ChannelRef, args: ChannelsArguments): Promise<Reply> {
  const { services, person } = context;
  const { option, account } = args;
  if (account !== undefined && person.kind === 'contact')
    throw new CaseError(
      'unknown-option',
      `“${truncate(account, 40)}” isn't an option.`,
      'Try “channels”, “channels stop”, “channels changes” or “channels all”.',
    );
  const known = await subscribedChannel(services, person, channel);
  if (!known && option === 'stop') return stoppedReply();
  if (!known || account !== undefined) {
    const about = await checkSubscription(services, person, channel, account);
    return {
      kind: 'card',
      card: offCard(
        about,
        {
          channelId: channel.channelId,
          name: context.place?.name ?? '',
          changesOnly: option === 'changes',
          account: account ?? '',
        },
        known !== null,
      ),
    };
  }
  if (option === 'stop') return stopReply(known);
  const changesOnly = option === undefined ? known.changesOnly : option === 'changes';
  const shown = changesOnly === known.changesOnly ? known : await chooseBroadcasts(services, person, known.id, changesOnly);
  return { kind: 'card', card: channelCard(shown) };
}

/** Turns notices on for a channel. Its card may have been shown in the person's direct conversation. */
async function start(context: Context, { channelId, name, changesOnly, account }: ChannelToStart): Promise<Reply> {
  const { services, person, request } = context;
  const { platform, workspaceId } = speakerOf(context);
  const options = {
    ...(changesOnly ? { changesOnly } : {}),
    ...(account === '' ? {} : { account }),
    ...(name === '' ? {} : { name }),
  };
  const channel = await subscribeChannel(services, person, { platform, workspaceId, channelId }, options, request);
  return inPlace(channel);
}

/** Shows that a channel gets no notices, and asks whether it should. @param about the account, null for all */
function offCard(about: string | null, channel: ChannelToStart, isOn: boolean): Card {
  const title = isOn ? 'Notices are on for this channel' : 'Notices are off for this channel';
  const text = `Turn them on to get one live banner per incident or maintenance affecting ${about ?? 'all accounts'}, with replies below it, and release notes. We'll announce it in the channel.`;
  return {
    summary: title,
    elements: [
      { kind: 'heading', text: title },
      { kind: 'text', text: [text] },
      { kind: 'context', text: [membershipHint] },
      { kind: 'actions', actions: [actions.channelStart.button(channel, 'Turn on notices', 'primary')] },
    ],
  };
}

/** Asks before a whole channel loses its notices. */
function stopReply(channel: SubscribedChannel): Reply & { kind: 'card' } {
  return offer(
    [
      { bold: `Stop notices for ${channelName(channel)}?` },
      ' Nobody in the channel will get incident and maintenance notices anymore. We will announce it there.',
    ],
    [actions.channelStopNow.button(channel.id, 'Stop notices', 'danger'), actions.channelView.button(channel.id, 'Keep notices')],
    'Stop notices for this channel?',
  );
}

async function choose(context: Context, id: number, changesOnly: boolean): Promise<Reply> {
  return inPlace(await chooseBroadcasts(context.services, context.person, id, changesOnly));
}

function inPlace(channel: SubscribedChannel): Reply {
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
            ? actions.channelAll.button(channel.id, 'Post regular updates')
            : actions.channelChanges.button(channel.id, 'Post changes only'),
          actions.channelStop.button(channel.id, 'Stop notices'),
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

async function list(context: Context, page: number): Promise<Reply & { kind: 'card' }> {
  const listed = await listSubscribedChannels(context.services, context.person, page);
  return { kind: 'card', card: listCard(listed, context.services.settings.brand) };
}

function listCard(listed: Awaited<ReturnType<typeof listSubscribedChannels>>, brand: string): Card {
  const { total, page, pages, rows } = listed;
  const counted = total === 0 ? 'No channel gets notices yet' : plural(total, 'channel gets notices', 'channels get notices');
  const turns = pageButtons(page, pages, (to, label) => actions.channelsPage.button(to, label));
  return {
    summary: counted,
    elements: [
      { kind: 'heading', text: 'Channels for notices' },
      { kind: 'text', text: [pages > 1 ? `${counted} · page ${page} of ${pages}` : `${counted}.`] },
      ...rows.map((channel) => listItem(channel, brand)),
      { kind: 'context', text: ['To add a channel, invite the bot to it and type “channels” there.'] },
      ...(turns.length > 0 ? [{ kind: 'actions' as const, actions: turns }] : []),
    ],
  };
}

function listItem(channel: Row, brand: string): Element {
  return {
    kind: 'listItem',
    text: [{ bold: channel.accountName ?? brand }, ` ${channelName(channel)}`],
    detail: [broadcastsText(channel)],
    button: actions.channelView.button(channel.id, 'View'),
  };
}

// Turns notices on and off for a channel with the `channels` command in it. In a direct message, the command lists the subscribed channels.
// It does not post notices itself (usecases/notices). Directory files can subscribe channels as well: `channels` with `for: notices`.
import { truncate } from '../../cards/visible-text.ts';
import { CaseError } from '../../domain/case-error.ts';
import { can } from '../../domain/permission.ts';
import {
  checkSubscription,
  chooseBroadcasts,
  subscribeChannel,
  unsubscribeChannel,
} from '../../usecases/notices/subscribe-channel.ts';
import {
  listSubscribedChannels,
  rememberChannelName,
  subscribedChannel,
  viewSubscribedChannel,
  type SubscribedChannel,
} from '../../usecases/notices/subscribed-channels.ts';
import { actions, type ChannelToStart } from '../actions.ts';
import { speakerOf, type Capability, type Context } from '../capability.ts';
import { argumentsOf, defineCommand } from '../define-command.ts';
import { channelOf, type Reply } from '../interaction.ts';
import type { ChannelRef } from '../../ports.ts';
import { channelCard, listCard, offCard, stoppedReply, stopReply } from './channel-cards.ts';

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
  const { name } = context.place ?? {};
  if (name) await rememberChannelName(services, channel, name);
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
async function start(context: Context, { channelId, changesOnly, account, ...known }: ChannelToStart): Promise<Reply> {
  const { services, person, request, place } = context;
  const { platform, workspaceId } = speakerOf(context);
  // a mention does not tell the name, and a button in the channel does
  const name = (place?.channelId === channelId && place.name) || known.name;
  const options = {
    ...(changesOnly ? { changesOnly } : {}),
    ...(account === '' ? {} : { account }),
    ...(name === '' ? {} : { name }),
  };
  const channel = await subscribeChannel(services, person, { platform, workspaceId, channelId }, options, request);
  return inPlace(channel);
}

async function choose(context: Context, id: number, changesOnly: boolean): Promise<Reply> {
  return inPlace(await chooseBroadcasts(context.services, context.person, id, changesOnly));
}

function inPlace(channel: SubscribedChannel): Reply {
  return { kind: 'card', card: channelCard(channel), replace: true };
}

async function list(context: Context, page: number): Promise<Reply & { kind: 'card' }> {
  const listed = await listSubscribedChannels(context.services, context.person, page);
  return { kind: 'card', card: listCard(listed, context.services.settings.brand) };
}

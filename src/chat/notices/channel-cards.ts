// The cards of a channel's notices, and the list of channels that get them. What they do is in channels.ts.
import type { Card, Element } from '../../cards/elements.ts';
import { plural } from '../../domain/text/numbers.ts';
import type { listSubscribedChannels, SubscribedChannel } from '../../usecases/notices/subscribed-channels.ts';
import { actions, type ChannelToStart } from '../actions.ts';
import type { Reply } from '../interaction.ts';
import { pageButtons } from '../page-buttons.ts';
import { offer, reply } from '../replies.ts';
import { channelName } from './channel-name.ts';

/** Shows that a channel gets no notices, and asks whether it should. @param about the account, null for all */
export function offCard(about: string | null, channel: ChannelToStart, isOn: boolean): Card {
  const title = isOn ? 'Notices are on for this channel' : 'Notices are off for this channel';
  const text = `Turn them on to get one live banner per incident or maintenance affecting ${about ?? 'any account'}, with replies below it, and release notes. We'll announce it in the channel.`;
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
export function stopReply(channel: SubscribedChannel): Reply & { kind: 'card' } {
  return offer(
    [
      { bold: `Stop notices for ${channelName(channel)}?` },
      ' Nobody in the channel will get incident and maintenance notices anymore. We will announce it there.',
    ],
    [actions.channelStopNow.button(channel.id, 'Stop notices', 'danger'), actions.channelView.button(channel.id, 'Keep notices')],
    'Stop notices for this channel?',
  );
}

/** Says that a channel gets no notices anymore. */
export function stoppedReply(): Reply & { kind: 'card' } {
  return reply('Notices are off for this channel.', ['To turn them back on, mention me with “channels” in the channel.']);
}

/** Shows a channel that gets notices, with what can be changed. */
export function channelCard(channel: SubscribedChannel): Card {
  const { accountName, changesOnly, failed } = channel;
  return {
    summary: 'Notices are on for this channel',
    elements: [
      { kind: 'heading', text: 'Notices are on for this channel' },
      { kind: 'context', text: [channelName(channel)] },
      {
        kind: 'text',
        text: [
          `You'll get one live banner per incident or maintenance affecting ${accountName ?? 'any account'}, with replies below it, and release notes.`,
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

const membershipHint = "I can post here only as a member of the channel, so add me if I'm not one yet.";

type Row = Omit<SubscribedChannel, 'failed'>;

function broadcastsText({ changesOnly }: Row): string {
  return changesOnly ? 'Posts only when something changes.' : 'Posts regular status updates while an incident is open.';
}

/** Lists the channels that get notices. */
export function listCard(listed: Awaited<ReturnType<typeof listSubscribedChannels>>, brand: string): Card {
  const { total, page, pages, rows } = listed;
  const counted = total === 0 ? 'No channel gets notices yet' : plural(total, 'channel gets notices', 'channels get notices');
  const turns = pageButtons(page, pages, (to, label) => actions.channelsPage.button(to, label));
  return {
    summary: counted,
    elements: [
      { kind: 'heading', text: 'Channels for notices' },
      { kind: 'text', text: [pages > 1 ? `${counted} · page ${page} of ${pages}` : `${counted}.`] },
      ...rows.map((channel) => listItem(channel, brand)),
      { kind: 'context', text: ['To add a channel, add me to it and mention me there with “channels”.'] },
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

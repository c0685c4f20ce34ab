// The cards of what channels are used for: the list, and one channel.
import type { Card, Element } from '../../cards/elements.ts';
import { formatCount, formatList, plural } from '../../domain/text/numbers.ts';
import type { DirectoryChangeFacts } from '../../usecases/people/directory-history.ts';
import type { ChannelPurpose, ChannelsPage, UsedChannel } from '../../usecases/people/manage-channels.ts';
import type { QueueOverlap } from '../../usecases/people/queue-overlaps.ts';
import { actions } from '../actions.ts';
import { pageButtons } from '../page-buttons.ts';
import { platformNames } from '../platform-names.ts';
import { historyLines } from './history-lines.ts';

/** What each purpose is called. */
export const purposeLabels: Readonly<Record<ChannelPurpose, string>> = {
  queue: 'Queue of cases',
  escalation: 'Escalations to a team',
  cases: "An account's cases",
  notices: 'Incident and maintenance notices',
};

/** Renders a page of channels. @param text what was searched for, or '' */
export function channelsCard({ channels, total, page, pages }: ChannelsPage, text: string): Card {
  const count = plural(total, 'channel');
  const position = pages > 1 ? ` · page ${formatCount(page)} of ${formatCount(pages)}` : '';
  const title = text === '' ? 'Channels and queues' : `Channels: ${text}`;
  const controls = [
    ...pageButtons(page, pages, (target, label) => actions.channelUsesPage.button({ page: target, text }, label)),
    ...(text === '' ? [] : [actions.channelUses.button({ page: 1, text: '' }, 'All channels')]),
  ];
  return {
    summary: `${title}: ${count}`,
    title: 'Channels',
    elements: [
      { kind: 'heading', text: title },
      ...(total === 0
        ? [{ kind: 'text' as const, text: [text === '' ? 'No channel is used yet.' : `No channel matches “${text}”.`] }]
        : [{ kind: 'context' as const, text: [{ bold: count }, position] }, ...channels.map(listItem)]),
      { kind: 'context', text: ['To use another channel, add me to it and mention me there with “channel”.'] },
      ...(controls.length > 0 ? [{ kind: 'actions' as const, actions: controls }] : []),
    ],
  };
}

function listItem(channel: UsedChannel): Element {
  return {
    kind: 'listItem',
    text: [{ bold: nameOf(channel) }, ` · ${usesOf(channel).join(' · ')}`],
    detail: [channel.accountName ?? 'All accounts'],
    button: actions.channelUse.button(channel.id, 'View'),
    menu: 'View a channel',
  };
}

/** Names a channel for people, who do not know its id. */
export function nameOf({ platform, name }: Pick<UsedChannel, 'platform' | 'name'>): string {
  return name === null ? `${platformNames[platform]} channel, name unknown` : `#${name} (${platformNames[platform]})`;
}

function usesOf({ purposes, modules, team }: UsedChannel): string[] {
  return purposes.map((purpose) => {
    if (purpose === 'queue') return modules.length === 0 ? 'Default queue' : `Queue for ${formatList(modules)}`;
    return purpose === 'escalation' && team !== null ? `Escalations to ${team}` : purposeLabels[purpose];
  });
}

/** Renders one channel. @param overlaps queues that compete for the same cases */
export function channelUseCard(
  channel: UsedChannel & { history: DirectoryChangeFacts[] },
  overlaps: readonly QueueOverlap[],
): Card {
  const { id, purposes, accountName, history } = channel;
  const uses = usesOf(channel);
  const isUsed = purposes.length > 0;
  const key = `${channel.platform} ${channel.workspaceId} ${channel.channelId}`;
  return {
    summary: `${nameOf(channel)}: ${isUsed ? formatList(uses) : 'not used'}`,
    title: 'Channel',
    elements: [
      { kind: 'heading', text: nameOf(channel) },
      {
        kind: 'fields',
        fields: [
          { label: 'Used for', value: [isUsed ? uses.join(' · ') : 'Nothing'] },
          { label: 'Account', value: [accountName ?? 'All accounts'] },
        ],
      },
      ...overlaps.filter(({ channels }) => channels.includes(key)).map((overlap) => overlapWarning(overlap, key)),
      { kind: 'context', text: ['I can post here only as a member of the channel. To stop using it, choose no purpose.'] },
      ...historyLines(history),
      {
        kind: 'actions',
        actions: [
          actions.changeChannel.button(id, isUsed ? 'Change use' : 'Use this channel', 'primary'),
          actions.channelUses.button({ page: 1, text: '' }, 'All channels'),
        ],
      },
    ],
  };
}

function overlapWarning({ module, channels }: QueueOverlap, key: string): Element {
  const queue = module === null ? 'default queues' : `queues for ${module}`;
  const gets = channels[0] === key ? 'This one gets every case.' : 'Another one gets every case, this one gets none.';
  return { kind: 'callout', tone: 'warning', text: [`There are ${channels.length} ${queue}. ${gets} Keep one.`] };
}

/** Renders a channel that is not used for anything yet. @param name '' where the platform does not tell it */
export function unusedChannelCard(channel: { channelId: string; name: string }): Card {
  const title = channel.name === '' ? 'This channel' : `#${channel.name}`;
  return {
    summary: `${title} is not used yet`,
    title: 'Channel',
    elements: [
      { kind: 'heading', text: title },
      {
        kind: 'text',
        text: ['Not used yet. It can be a queue of cases, show escalations, or get cases or notices of an account.'],
      },
      {
        kind: 'actions',
        actions: [
          actions.useChannel.button(channel, 'Use this channel', 'primary'),
          actions.channelUses.button({ page: 1, text: '' }, 'All channels'),
        ],
      },
    ],
  };
}

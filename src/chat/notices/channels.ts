// Which channels are told of incidents and maintenance: said in a channel it subscribes that one, elsewhere it lists them.
import { CaseError } from '../../domain/case-error.ts';
import { can } from '../../domain/permission.ts';
import {
  chooseBroadcasts,
  listSubscribed,
  subscribeChannel,
  unsubscribeChannel,
  viewSubscribed,
  type At,
  type Subscribed,
} from '../../usecases/notices/subscribe-channel.ts';
import { speakerOf, type Capability, type Turn } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import type { Button, Card, Element } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';
import { tell } from '../replies.ts';

export const channels: Capability = {
  words: [
    {
      word: 'channels',
      usage: '[stop | changes | all]',
      does: 'tell this channel of incidents and maintenance; in a direct message: which channels are told',
      for: (person) => can(person, 'subscribe-channel'),
      mostWords: 4,
      say: (turn, rest) => {
        const at = channelOf(turn);
        return at ? inChannel(turn, at, rest) : list(turn, Number(/^[1-9]\d{0,5}$/.exec(rest)?.[0] ?? 1));
      },
    },
  ],
  presses: {
    /** value: a page */
    channels: { press: (turn, value) => list(turn, carriedNumber(value)) },
    'channels-page': { press: async (turn, value) => ({ ...(await list(turn, carriedNumber(value))), replace: true }) },
    /** value: the channel's id in the directory */
    'channel-view': {
      press: async (turn, value) => ({
        kind: 'card',
        card: channelCard(await viewSubscribed(turn.work, turn.person, carriedNumber(value))),
      }),
    },
    'channel-changes': { press: (turn, value) => choose(turn, value, true) },
    'channel-all': { press: (turn, value) => choose(turn, value, false) },
    'channel-stop': {
      press: async (turn, value) => {
        await unsubscribeChannel(turn.work, turn.person, { id: carriedNumber(value) }, turn.said);
        return { ...stopped(), replace: true };
      },
    },
  },
};

/** @returns null in a direct conversation, or on the Home tab */
function channelOf(turn: Turn): At | null {
  const { place } = turn;
  if (!place || place.kind === 'direct') return null;
  const { platform, workspaceId } = speakerOf(turn);
  return { platform, workspaceId, channelId: place.channelId };
}

async function inChannel(turn: Turn, at: At, rest: string): Promise<Reply> {
  const { work, person, said } = turn;
  if (/^stop$/i.test(rest)) {
    await unsubscribeChannel(work, person, at, said);
    return stopped();
  }
  const chosen = new Map([
    ['changes', true],
    ['all', false],
  ]).get(rest.toLowerCase());
  if (rest !== '' && chosen === undefined && person.kind === 'contact')
    throw new CaseError(
      'bad-words',
      `“${rest.slice(0, 40)}” is nothing to do with a channel.`,
      'Say “channels”, “channels stop”, “channels changes” or “channels all”.',
    );
  const account = rest === '' || chosen !== undefined ? undefined : rest;
  return { kind: 'card', card: channelCard(await subscribeChannel(work, person, at, { account, changesOnly: chosen }, said)) };
}

async function choose(turn: Turn, value: string, changesOnly: boolean): Promise<Reply> {
  const channel = await chooseBroadcasts(turn.work, turn.person, carriedNumber(value), changesOnly);
  return { kind: 'card', card: channelCard(channel), replace: true };
}

function stopped(): Reply & { kind: 'card' } {
  return tell('This channel is told of no incidents and maintenance any more.', ['Say “channels” in it to subscribe it again.']);
}

function channelCard(channel: Subscribed): Card {
  const { accountName, changesOnly, failed } = channel;
  const whose = accountName === null ? 'everything that affects all accounts' : `what affects ${accountName}`;
  return {
    summary: 'This channel is subscribed to notices',
    elements: [
      { kind: 'heading', text: 'This channel is subscribed to notices' },
      { kind: 'quiet', words: [placeWords(channel)] },
      {
        kind: 'text',
        words: [
          `It is told of ${whose}: one banner for each incident or maintenance, kept up to date, with short replies below it; and of releases.`,
        ],
      },
      { kind: 'text', words: [{ bold: broadcastsWords(channel) }] },
      ...(failed === null
        ? [{ kind: 'quiet' as const, words: [memberWords] }]
        : [
            {
              kind: 'callout' as const,
              tone: 'warning' as const,
              words: [{ bold: `Not delivered (${failed}).` }, ` ${memberWords}`],
            },
          ]),
      {
        kind: 'controls',
        controls: [
          changesOnly
            ? button('All status broadcasts', 'channel-all', channel)
            : button('Changes only', 'channel-changes', channel),
          button('Stop notices', 'channel-stop', channel),
        ],
      },
    ],
  };
}

const memberWords = 'The bot must be a member of the channel to write into it: invite it, or add the app.';

type Row = Omit<Subscribed, 'failed'>;

/** As the platform names it: bots are not told its name everywhere. */
function placeWords({ platform, workspaceId, channelId }: Row): string {
  return `${platform} ${workspaceId} ${channelId}`;
}

function broadcastsWords({ changesOnly }: Row): string {
  return changesOnly
    ? 'It is told what changes, and not that nothing has.'
    : 'While an incident is open, it is told regularly how things stand.';
}

function button(label: string, action: string, { id }: Row): Button {
  return { kind: 'button', label, action, value: String(id) };
}

async function list(turn: Turn, page: number): Promise<Reply & { kind: 'card' }> {
  const listed = await listSubscribed(turn.work, turn.person, page);
  return { kind: 'card', card: listCard(listed) };
}

function listCard({ total, page, pages, rows }: Awaited<ReturnType<typeof listSubscribed>>): Card {
  const count = total === 1 ? '1 channel is' : `${total.toLocaleString('en-US')} channels are`;
  const turnTo = (label: string, to: number): Button => ({ kind: 'button', label, action: 'channels-page', value: String(to) });
  const turns = [
    ...(page > 1 ? [turnTo('Previous page', page - 1)] : []),
    ...(page < pages ? [turnTo('Next page', page + 1)] : []),
  ];
  return {
    summary: `${count} told of incidents and maintenance`,
    elements: [
      { kind: 'heading', text: 'Channels for notices' },
      {
        kind: 'text',
        words: [
          total === 0
            ? 'No channel is told of incidents and maintenance yet.'
            : `${count} told${pages > 1 ? ` · page ${page} of ${pages}` : ''}.`,
        ],
      },
      ...rows.map(row),
      { kind: 'quiet', words: ['To add one, invite the bot to a channel and say “channels” in it.'] },
      ...(turns.length > 0 ? [{ kind: 'controls' as const, controls: turns }] : []),
    ],
  };
}

function row(channel: Row): Element {
  return {
    kind: 'row',
    words: [{ bold: channel.accountName ?? 'The support organisation' }, ` ${placeWords(channel)}`],
    detail: [broadcastsWords(channel)],
    button: button('View', 'channel-view', channel),
  };
}

// What a channel is used for, `channel`, for leads: in a channel the command shows it, elsewhere it lists the channels. Contacts turn notices
// on and off with `channels` (chat/notices/channels.ts). Neither platform lets the bot list channels it is not in, so a channel is named by the
// name under which it is known, or by typing the command in it.
import { can } from '../../domain/permission.ts';
import { truncate } from '../../cards/visible-text.ts';
import { CaseError } from '../../domain/case-error.ts';
import { rememberChannelName } from '../../usecases/notices/subscribed-channels.ts';
import { listChannels, unknownChannel, viewChannel } from '../../usecases/people/manage-channels.ts';
import { actions } from '../actions.ts';
import { asAdvisor, speakerOf, type Capability, type Context } from '../capability.ts';
import { anyText, defineCommand } from '../define-command.ts';
import { maxDirectorySearch } from '../directory-actions.ts';
import { channelOf } from '../interaction.ts';
import type { CardReply } from '../replies.ts';
import { channelsCard, unusedChannelCard } from './channel-cards.ts';
import { channelForm, handleChannel, openChannel, openNewChannel, showChannel } from './channel-form.ts';

/** Shows and changes what channels are used for. */
export const channelUse: Capability = {
  commands: [
    defineCommand({
      name: 'channel',
      usage: '[here | name]',
      description: 'use this channel as a queue, for escalations, or for an account; in a direct message: list the channels',
      topic: 'directory',
      example: 'channel here',
      details: () =>
        '- `channel`: in a channel, what it is used for\n- `channel grade-book`: the channels with this name, team or account',
      availableTo: (person) => can(person, 'directory'),
      maxWords: 3,
      args: anyText,
      run: runCommand,
    }),
  ],
  actions: [
    actions.channelUses.handle({ run: list }),
    actions.channelUsesPage.handle({ run: async (context, shown) => ({ ...(await list(context, shown)), replace: true }) }),
    actions.channelUse.handle({ opensForm: true, run: showChannel }),
    actions.changeChannel.handle({ opensForm: true, run: openChannel }),
    actions.useChannel.handle({ opensForm: true, run: openNewChannel }),
  ],
  forms: [channelForm.handle(handleChannel)],
};

async function runCommand(context: Context, text: string): Promise<CardReply> {
  const name = text.replace(/^#/, '').trim();
  const isHere = name === '' || /^(here|this)$/i.test(name);
  if (!isHere) return find(context, name);
  const { place } = context;
  if (place && place.kind !== 'direct') return showHere(context);
  if (name !== '')
    throw new CaseError('not-a-channel', 'This is not a channel.', 'Add me to the channel and mention me there with “channel”.');
  return list(context, { page: 1, text: '' });
}

async function showHere(context: Context): Promise<CardReply> {
  const lead = asAdvisor(context);
  const { services, place } = context;
  if (!place) throw unknownChannel();
  const channel = channelOf(speakerOf(context), place);
  const known = await viewChannel(services, lead, channel);
  if (!known) return { kind: 'card', card: unusedChannelCard({ channelId: channel.channelId, name: place.name ?? '' }) };
  if (place.name) await rememberChannelName(services, channel, place.name);
  return showChannel(context, known.id);
}

async function find(context: Context, name: string): Promise<CardReply> {
  const lead = asAdvisor(context);
  const wanted = name.slice(0, maxDirectorySearch);
  const { channels, total } = await listChannels(context.services, lead, wanted, 1);
  const [only] = channels;
  if (only && total === 1) return showChannel(context, only.id);
  if (total > 0) return list(context, { page: 1, text: wanted });
  throw new CaseError(
    'unknown-channel',
    `We don't know a channel named “${truncate(name, 40)}”.`,
    'Add me to it and mention me there with “channel”.',
  );
}

async function list(context: Context, { page, text }: { page: number; text: string }): Promise<CardReply> {
  return { kind: 'card', card: channelsCard(await listChannels(context.services, asAdvisor(context), text, page), text) };
}

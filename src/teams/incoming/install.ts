// The bot was added somewhere, or somebody left a team. Removing the bot needs no handling: deliveries to it fail and say so.
// Follows learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events.
import { ignored } from '../../chat/ending.ts';
import type { Registration } from '../transport/registrations.ts';
import { readActivity, type Adapter } from './adapter.ts';
import type { TeamsActivity } from './payload.ts';
import { sendCard, showReply } from './reply.ts';

/** How commands are typed in Teams, which has no slash commands. */
export const usage = {
  hint: 'Message me directly, or mention me in a channel. The buttons do the same.',
  command: (text: string, isDirect: boolean, brand: string): string => (isDirect ? text : `@${brand} ${text}`),
};

/** Sends a welcome, once: to the person who added the bot for themselves, or in the channel or chat it was added to. */
export async function onInstall(adapter: Adapter, registration: Registration, activity: TeamsActivity): Promise<void> {
  // other actions are upgrades and removals
  if (activity.action !== 'add') return adapter.router.ended('teams', 'platform-event', ignored('unused-event'));
  const incoming = readActivity(activity, registration);
  if (incoming.place.kind !== 'direct') {
    const first = await adapter.router.first(`welcome:${incoming.idempotencyKey}`);
    adapter.router.ended('teams', 'platform-event', { kind: first ? 'effect' : 'repeat' });
    if (!first) return;
    adapter.later('a welcome', () => sendCard(adapter, incoming, incoming.place.channelId, adapter.router.welcome()));
    return;
  }
  const { place, speaker } = incoming;
  const idempotencyKey = `welcome:${incoming.idempotencyKey}`;
  const interaction = { kind: 'command' as const, text: 'hello', canOpenForm: false, place, speaker, idempotencyKey };
  const reply = await adapter.router.answer(interaction);
  adapter.later('a welcome', () => showReply(adapter, incoming, interaction, reply));
}

/** Makes the bot look up everybody who left a conversation again, before it trusts what it knows about them. */
export async function onMembersRemoved(adapter: Adapter, registration: Registration, activity: TeamsActivity): Promise<void> {
  const { workspaceId } = readActivity(activity, registration);
  const { membersRemoved = [] } = activity;
  for (const { id, aadObjectId } of membersRemoved) {
    if (id !== activity.recipient.id && workspaceId !== '') await adapter.signals.userChanged('teams', aadObjectId ?? id);
  }
  const ending = membersRemoved.length > 0 ? { kind: 'effect' as const } : ignored('unused-event');
  adapter.router.ended('teams', 'platform-event', ending);
}

// The bot was added somewhere, or somebody left.
import type { TeamsActivity } from './payload.ts';
import { sendCard, showAnswer } from './reply.ts';
import type { Registration } from '../transport/registrations.ts';
import { readActivity, type Adapter } from './adapter.ts';

/** Says what can be done, once: to the one who added it, or in the channel or chat it was added to. Nobody else is written to. */
export async function onInstall(adapter: Adapter, registration: Registration, activity: TeamsActivity): Promise<void> {
  // an upgrade is no arrival
  if (activity.action !== 'add') return;
  const incoming = readActivity(activity, registration);
  if (incoming.place.kind !== 'direct') {
    if (!(await adapter.router.first(`welcome:${incoming.idempotencyKey}`))) return;
    adapter.later('a welcome', () => sendCard(adapter, incoming, incoming.place.channelId, adapter.router.welcome()));
    return;
  }
  const { place, speaker } = incoming;
  const idempotencyKey = `welcome:${incoming.idempotencyKey}`;
  const interaction = { kind: 'command' as const, text: 'help', canOpenForm: false, place, speaker, idempotencyKey };
  const reply = await adapter.router.answer(interaction);
  adapter.later('a welcome', () => showAnswer(adapter, incoming, interaction, reply));
}

/** What is known of somebody who left is no longer believed. */
export async function onMembersRemoved(adapter: Adapter, registration: Registration, activity: TeamsActivity): Promise<void> {
  const { workspaceId } = readActivity(activity, registration);
  for (const { id, aadObjectId } of activity.membersRemoved ?? []) {
    if (id !== activity.recipient.id && workspaceId !== '') await adapter.signals.userChanged('teams', aadObjectId ?? id);
  }
}

// Answers to events. An event's HTTP response carries no answer, so the answer is a message in the conversation or an update of the Home tab.
// Follows docs.slack.dev/reference/methods/chat.postEphemeral and …/views.publish.
import type { Card } from '../../cards/elements.ts';
import type { Interaction, Place, Reply, Speaker } from '../../chat/interaction.ts';
import { logFailure } from '../../chat/failure.ts';
import { renderMessage } from '../render/card.ts';
import { renderHome } from '../render/view.ts';
import type { Adapter } from './adapter.ts';

/** Shows a reply. Its effect is already committed, so a reply that cannot be shown is logged instead of failing the event. */
export async function showInConversation(adapter: Adapter, interaction: Interaction, reply: Reply): Promise<void> {
  if (reply.kind !== 'card' && reply.kind !== 'home') return;
  try {
    await show(adapter, interaction, reply);
  } catch (error) {
    logFailure(adapter.log, error, 'showing an answer');
  }
}

/** Shows a failure where its interaction would have been answered. */
export async function showFailure(adapter: Adapter, interaction: Interaction, card: Card): Promise<void> {
  await showInConversation(adapter, interaction, { kind: interaction.kind === 'home' ? 'home' : 'card', card });
}

/** Shows a card in a person's direct conversation, where nothing else can show it. A card that cannot be shown is logged. */
export async function showDirectly(adapter: Adapter, { workspaceId, userId }: Speaker, card: Card): Promise<void> {
  try {
    const client = await adapter.clients.of(workspaceId);
    const { channel } = await client.conversations.open({ users: userId });
    await client.chat.postMessage({ channel: channel?.id ?? '', ...renderMessage(card), unfurl_links: false });
  } catch (error) {
    logFailure(adapter.log, error, 'showing an answer');
  }
}

async function show(adapter: Adapter, interaction: Interaction, reply: Reply & { kind: 'card' | 'home' }): Promise<void> {
  const { workspaceId, userId } = interaction.speaker;
  const client = await adapter.clients.of(workspaceId);
  if (reply.kind === 'home') {
    await client.views.publish({ user_id: userId, view: renderHome(reply.card) });
    return;
  }
  const place = 'place' in interaction ? interaction.place : undefined;
  if (!place || userId === '') return;
  const where = { channel: place.channelId, ...(place.threadRef ? { thread_ts: place.threadRef } : {}) };
  if (isKept(interaction, place)) await client.chat.postMessage({ ...where, ...renderMessage(reply.card), unfurl_links: false });
  else await client.chat.postEphemeral({ ...where, ...renderMessage(reply.card), user: userId });
}

/** Answers to commands in the direct conversation stay there. All other answers are visible to this person alone, and vanish. */
function isKept(interaction: Interaction, place: Place): boolean {
  return place.kind === 'direct' && interaction.kind === 'command';
}

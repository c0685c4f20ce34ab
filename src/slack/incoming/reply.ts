// The answer to an event: there is no request to answer it in, so it is a message of its own.
import type { Card } from '../../cards/elements.ts';
import type { Interaction, Place, Reply } from '../../chat/interaction.ts';
import { logFailure } from './boundary.ts';
import { renderMessage } from '../render/card.ts';
import { renderHome } from '../render/view.ts';
import type { Adapter } from './adapter.ts';

/** The effect is committed already: an answer that cannot be shown is logged, not tried again with the whole event. */
export async function showInConversation(adapter: Adapter, interaction: Interaction, reply: Reply): Promise<void> {
  if (reply.kind !== 'card' && reply.kind !== 'home') return;
  try {
    await show(adapter, interaction, reply);
  } catch (error) {
    logFailure(adapter.log, error, 'showing an answer');
  }
}

/** Tells the person that nothing came of it. */
export async function showFailure(adapter: Adapter, interaction: Interaction, card: Card): Promise<void> {
  await showInConversation(adapter, interaction, { kind: interaction.kind === 'home' ? 'home' : 'card', card });
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
  if (staysForLater(interaction, place))
    await client.chat.postMessage({ ...where, ...renderMessage(reply.card), unfurl_links: false });
  else await client.chat.postEphemeral({ ...where, ...renderMessage(reply.card), user: userId });
}

/** Words in the direct conversation are answered there, for later; everything else only the speaker sees. */
function staysForLater(interaction: Interaction, place: Place): boolean {
  return place.kind === 'direct' && interaction.kind === 'command';
}

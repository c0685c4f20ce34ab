// The answer to an event: there is no request to answer it in, so it is a message of its own.
import type { Interaction, Reply } from '../chat/interaction.ts';
import { logFailure } from './boundary.ts';
import { renderMessage } from './render-card.ts';
import { renderHome } from './render-form.ts';
import type { Surface } from './surface.ts';

/**
 * Words in the direct conversation are answered there, for later; everything else only the speaker sees. The effect is committed
 * already, so an answer that cannot be shown is logged, not tried again with the whole event.
 */
export async function showInConversation(surface: Surface, interaction: Interaction, reply: Reply): Promise<void> {
  if (reply.kind !== 'card' && reply.kind !== 'home') return;
  const { workspaceId, userId } = interaction.speaker;
  try {
    const client = await surface.clients.of(workspaceId);
    if (reply.kind === 'home') return void (await client.views.publish({ user_id: userId, view: renderHome(reply.card) }));
    if (!('place' in interaction) || !interaction.place) return;
    const { channelId, threadRef, kind } = interaction.place;
    const where = { channel: channelId, ...(threadRef ? { thread_ts: threadRef } : {}), ...renderMessage(reply.card) };
    if (kind === 'direct' && interaction.kind === 'words') await client.chat.postMessage({ ...where, unfurl_links: false });
    else await client.chat.postEphemeral({ ...where, user: userId });
  } catch (error) {
    logFailure(surface.log, error, 'showing an answer');
  }
}

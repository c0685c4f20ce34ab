import { logFailure } from "./boundary.js";
import { renderMessage } from "../render/card.js";
import { renderHome } from "../render/view.js";
/** The effect is committed already: an answer that cannot be shown is logged, not tried again with the whole event. */
export async function showInConversation(surface, interaction, reply) {
    if (reply.kind !== 'card' && reply.kind !== 'home')
        return;
    try {
        await show(surface, interaction, reply);
    }
    catch (error) {
        logFailure(surface.log, error, 'showing an answer');
    }
}
/** Tells the person that nothing came of it. */
export async function showFailure(surface, interaction, card) {
    await showInConversation(surface, interaction, { kind: interaction.kind === 'home' ? 'home' : 'card', card });
}
async function show(surface, interaction, reply) {
    const { workspaceId, userId } = interaction.speaker;
    const client = await surface.clients.of(workspaceId);
    if (reply.kind === 'home') {
        await client.views.publish({ user_id: userId, view: renderHome(reply.card) });
        return;
    }
    const place = 'place' in interaction ? interaction.place : undefined;
    if (!place || userId === '')
        return;
    const where = { channel: place.channelId, ...(place.threadRef ? { thread_ts: place.threadRef } : {}) };
    if (staysForLater(interaction, place))
        await client.chat.postMessage({ ...where, ...renderMessage(reply.card), unfurl_links: false });
    else
        await client.chat.postEphemeral({ ...where, ...renderMessage(reply.card), user: userId });
}
/** Words in the direct conversation are answered there, for later; everything else only the speaker sees. */
function staysForLater(interaction, place) {
    return place.kind === 'direct' && interaction.kind === 'command';
}
//# sourceMappingURL=reply.js.map
import { cardActivity } from "../render/card.js";
import { requestOptions } from "../transport/authenticator.js";
import { retry } from "../transport/retry.js";
export async function showAnswer(surface, heard, interaction, reply) {
    if (reply.kind !== 'card' && reply.kind !== 'home')
        return;
    const harmless = reply.kind === 'card' && reply.harmless === true;
    if (heard.place.kind === 'direct' || harmless)
        return sendCard(surface, heard, conversationFor(heard), reply.card);
    const direct = await directConversation(surface, heard);
    if (direct === '')
        return sendCard(surface, heard, conversationFor(heard), unreachable);
    await sendCard(surface, heard, direct, reply.card);
    if (interaction.kind === 'command')
        await sendCard(surface, heard, conversationFor(heard), answeredThere);
}
const answeredThere = {
    summary: 'Answered in our chat',
    elements: [{ kind: 'context', text: ['I have answered you in our direct chat: what a case says is not for everybody here.'] }],
};
const unreachable = {
    summary: 'Open a chat with me',
    elements: [{ kind: 'text', text: ['I cannot write to you directly yet. Open a chat with me, and say it there.'] }],
};
/** In a channel the answer stands in the thread of what was said. */
export function conversationFor({ place, activity }) {
    if (place.kind !== 'channel')
        return place.channelId;
    return `${place.channelId};messageid=${place.threadRef ?? activity.replyToId ?? activity.id ?? ''}`;
}
export async function sendCard(surface, { workspaceId }, conversation, card) {
    const { connector } = await surface.connections.reach(workspaceId, conversation.split(';')[0] ?? '');
    const activity = cardActivity(card, { dialogs: surface.dialogs, opensForm: opensForm(surface), surface: 'message' });
    await retry(surface.stopping, () => connector.conversations.sendToConversation(conversation, activity, requestOptions));
}
/** Whether a button's answer is a form, as the router says of the same press in a conversation. */
export function opensForm({ router }) {
    const nobody = { platform: 'teams', workspaceId: '', userId: '' };
    const place = { channelId: '', kind: 'direct' };
    return (action, value) => router.opensForm({ kind: 'action', action, value, place, speaker: nobody, idempotencyKey: '' });
}
async function directConversation(surface, heard) {
    const { workspaceId, speaker } = heard;
    return retry(surface.stopping, () => surface.directChannel(workspaceId, speaker.userId, heard.place.channelId));
}
//# sourceMappingURL=reply.js.map
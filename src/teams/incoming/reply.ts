// Shows replies to messages: in the conversation, or in the direct conversation where others must not read them, because bots in Teams have
// no messages for one person. Replies to buttons and dialogs are the responses to their requests (actions.ts, forms.ts).
import type { Card } from '../../cards/elements.ts';
import type { Interaction, Reply } from '../../chat/interaction.ts';
import { cardActivity } from '../render/card.ts';
import { requestOptions } from '../transport/authenticator.ts';
import type { IncomingActivity, Adapter } from './adapter.ts';
import { retry } from '../transport/retry.ts';

/** Shows a reply. Others in the conversation see at most a pointer to the direct conversation. */
export async function showReply(
  adapter: Adapter,
  incoming: IncomingActivity,
  interaction: Interaction,
  reply: Reply,
): Promise<void> {
  if (reply.kind !== 'card' && reply.kind !== 'home') return;
  const harmless = reply.kind === 'card' && reply.harmless === true;
  if (incoming.place.kind === 'direct' || harmless) return sendCard(adapter, incoming, conversationFor(incoming), reply.card);
  const direct = await directConversation(adapter, incoming);
  // nobody asked the bot anything, so others need not see that it cannot answer
  if (direct === '' && interaction.kind === 'reaction') return;
  if (direct === '') return sendCard(adapter, incoming, conversationFor(incoming), unreachable);
  await sendCard(adapter, incoming, direct, reply.card);
  if (interaction.kind === 'command') await sendCard(adapter, incoming, conversationFor(incoming), answeredDirectly);
}

const answeredDirectly: Card = {
  summary: 'I answered in our chat',
  elements: [{ kind: 'context', text: ['I answered in our chat, because case details are not for everyone here.'] }],
};

const unreachable: Card = {
  summary: 'Open a chat with me',
  elements: [{ kind: 'text', text: ["I can't message you directly yet. Open a chat with me and ask there."] }],
};

/** In a channel, the answer goes into the thread of the message. */
function conversationFor({ place, activity }: IncomingActivity): string {
  if (place.kind !== 'channel') return place.channelId;
  return `${place.channelId};messageid=${place.threadRef ?? activity.replyToId ?? activity.id ?? ''}`;
}

/** Sends a card. @param conversation a conversation's id, with the thread's id in a channel */
export async function sendCard(
  adapter: Adapter,
  { workspaceId }: IncomingActivity,
  conversation: string,
  card: Card,
): Promise<void> {
  const { connector } = await adapter.clients.reach({ workspaceId, channelId: conversation.split(';')[0] ?? '' });
  const activity = cardActivity(card, { dialogs: adapter.dialogs, opensForm: opensForm(adapter), shownIn: 'message' });
  await retry(adapter.stopping, () => connector.conversations.sendToConversation(conversation, activity, requestOptions));
}

/** Returns a function that tells whether an action is answered with a form. */
export function opensForm({ router }: Pick<Adapter, 'router'>) {
  const nobody = { platform: 'teams' as const, workspaceId: '', userId: '' };
  const place = { channelId: '', kind: 'direct' as const };
  return (action: string, value: string): boolean =>
    router.opensForm({ kind: 'action', action, value, place, speaker: nobody, idempotencyKey: '' });
}

async function directConversation(adapter: Adapter, incoming: IncomingActivity): Promise<string> {
  const { workspaceId, speaker } = incoming;
  return retry(adapter.stopping, () => adapter.directChannel(workspaceId, speaker.userId, incoming.place.channelId));
}

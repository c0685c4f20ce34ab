// The answer to words: a message in the conversation, or, where the others must not read it, in the direct one. Teams' bots cannot whisper.
import type { Card } from '../../cards/elements.ts';
import type { Interaction, Reply } from '../../chat/interaction.ts';
import { cardActivity } from '../render/card.ts';
import { requestOptions } from '../transport/authenticator.ts';
import type { IncomingActivity, Adapter } from './adapter.ts';
import { retry } from '../transport/retry.ts';

export async function showAnswer(
  adapter: Adapter,
  incoming: IncomingActivity,
  interaction: Interaction,
  reply: Reply,
): Promise<void> {
  if (reply.kind !== 'card' && reply.kind !== 'home') return;
  const harmless = reply.kind === 'card' && reply.harmless === true;
  if (incoming.place.kind === 'direct' || harmless) return sendCard(adapter, incoming, conversationFor(incoming), reply.card);
  const direct = await directConversation(adapter, incoming);
  if (direct === '') return sendCard(adapter, incoming, conversationFor(incoming), unreachable);
  await sendCard(adapter, incoming, direct, reply.card);
  if (interaction.kind === 'command') await sendCard(adapter, incoming, conversationFor(incoming), answeredThere);
}

const answeredThere: Card = {
  summary: 'Answered in our chat',
  elements: [{ kind: 'context', text: ['I have answered you in our direct chat: what a case says is not for everybody here.'] }],
};

const unreachable: Card = {
  summary: 'Open a chat with me',
  elements: [{ kind: 'text', text: ['I cannot write to you directly yet. Open a chat with me, and say it there.'] }],
};

/** In a channel the answer stands in the thread of what was said. */
export function conversationFor({ place, activity }: IncomingActivity): string {
  if (place.kind !== 'channel') return place.channelId;
  return `${place.channelId};messageid=${place.threadRef ?? activity.replyToId ?? activity.id ?? ''}`;
}

export async function sendCard(
  adapter: Adapter,
  { workspaceId }: IncomingActivity,
  conversation: string,
  card: Card,
): Promise<void> {
  const { connector } = await adapter.clients.reach(workspaceId, conversation.split(';')[0] ?? '');
  const activity = cardActivity(card, { dialogs: adapter.dialogs, opensForm: opensForm(adapter), surface: 'message' });
  await retry(adapter.stopping, () => connector.conversations.sendToConversation(conversation, activity, requestOptions));
}

/** Whether a button's answer is a form, as the router says of the same press in a conversation. */
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

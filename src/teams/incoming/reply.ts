// The answer to words: a message in the conversation, or, where the others must not read it, in the direct one. Teams' bots cannot whisper.
import type { Card } from '../../cards/elements.ts';
import type { Interaction, Reply } from '../../chat/interaction.ts';
import { cardActivity } from '../render/card.ts';
import { requestOptions } from '../transport/authenticator.ts';
import type { HeardActivity, Adapter } from './adapter.ts';
import { retry } from '../transport/retry.ts';

export async function showAnswer(surface: Adapter, heard: HeardActivity, interaction: Interaction, reply: Reply): Promise<void> {
  if (reply.kind !== 'card' && reply.kind !== 'home') return;
  const harmless = reply.kind === 'card' && reply.harmless === true;
  if (heard.place.kind === 'direct' || harmless) return sendCard(surface, heard, conversationFor(heard), reply.card);
  const direct = await directConversation(surface, heard);
  if (direct === '') return sendCard(surface, heard, conversationFor(heard), unreachable);
  await sendCard(surface, heard, direct, reply.card);
  if (interaction.kind === 'command') await sendCard(surface, heard, conversationFor(heard), answeredThere);
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
export function conversationFor({ place, activity }: HeardActivity): string {
  if (place.kind !== 'channel') return place.channelId;
  return `${place.channelId};messageid=${place.threadRef ?? activity.replyToId ?? activity.id ?? ''}`;
}

export async function sendCard(
  surface: Adapter,
  { workspaceId }: HeardActivity,
  conversation: string,
  card: Card,
): Promise<void> {
  const { connector } = await surface.connections.reach(workspaceId, conversation.split(';')[0] ?? '');
  const activity = cardActivity(card, { dialogs: surface.dialogs, opensForm: opensForm(surface), surface: 'message' });
  await retry(surface.stopping, () => connector.conversations.sendToConversation(conversation, activity, requestOptions));
}

/** Whether a button's answer is a form, as the router says of the same press in a conversation. */
export function opensForm({ router }: Pick<Adapter, 'router'>) {
  const nobody = { platform: 'teams' as const, workspaceId: '', userId: '' };
  const place = { channelId: '', kind: 'direct' as const };
  return (action: string, value: string): boolean =>
    router.opensForm({ kind: 'action', action, value, place, speaker: nobody, idempotencyKey: '' });
}

async function directConversation(surface: Adapter, heard: HeardActivity): Promise<string> {
  const { workspaceId, speaker } = heard;
  return retry(surface.stopping, () => surface.directChannel(workspaceId, speaker.userId, heard.place.channelId));
}

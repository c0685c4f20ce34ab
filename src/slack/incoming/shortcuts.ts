// The shortcut "Open a case", called from anywhere or on a message. Its callback ids must match manifests/slack.json.
// Follows docs.slack.dev/interactivity/implementing-shortcuts.
import type { MessageShortcut } from '@slack/bolt';
import type { Card } from '../../cards/elements.ts';
import type { Interaction } from '../../chat/interaction.ts';
import { filesIn, type Attachment } from './attached-text.ts';
import { mentionedUsers, toCommonMark } from './message-markdown.ts';
import { kindOfChannel, idempotencyKeyOf, speakerOf, type Adapter } from './adapter.ts';
import { inTime, late } from './in-time.ts';
import type { Listeners } from './listeners.ts';
import { answerInModal } from './modal.ts';
import { showDirectly } from './reply.ts';
import { readFiles, toSentFiles } from './sent-files.ts';

/** Callback id of the global shortcut. */
export const globalShortcut = 'open_case';
/** Callback id of the message shortcut. */
export const messageShortcut = 'open_case_from_message';

/** Answers both shortcuts with the form of a new case. */
export function listenToShortcuts(listeners: Listeners, adapter: Adapter): void {
  listeners.interaction('shortcut', async ({ shortcut, context, ack }) => {
    const workspaceId = context.teamId ?? '';
    const interaction: Interaction = {
      kind: 'action',
      action: 'open',
      value: '',
      speaker: speakerOf(workspaceId, shortcut.user.id),
      idempotencyKey: idempotencyKeyOf(shortcut.trigger_id),
    };
    await openInTime(adapter, interaction, () => answerInModal(adapter, interaction, shortcut.trigger_id));
    await ack();
  });
  listeners.interaction('message_action', async ({ shortcut, context, ack }) => {
    const workspaceId = context.teamId ?? '';
    const { channel, message, user, trigger_id: triggerId } = shortcut;
    const interaction: Interaction & { kind: 'from-message' } = {
      kind: 'from-message',
      text: toCommonMark(message),
      files: toSentFiles(filesIn(message as Attachment)),
      place: { channelId: channel.id, kind: kindOfChannel(channel.id, channel.name) },
      speaker: speakerOf(workspaceId, user.id),
      idempotencyKey: idempotencyKeyOf(triggerId),
    };
    const complete = () => completed(adapter, interaction, shortcut);
    await openInTime(adapter, interaction, () => answerInModal(adapter, interaction, triggerId, complete));
    await ack();
  });
}

/** Opens a modal before the acknowledgment is due. What is said instead goes to the direct conversation: a shortcut has no other place. */
async function openInTime(adapter: Adapter, { speaker }: Interaction, open: () => Promise<Card | null>): Promise<void> {
  const show = async (card: Card | null): Promise<void> => void (card && (await showDirectly(adapter, speaker, card)));
  const card = await inTime(adapter, open, show);
  if (card !== late) await show(card);
}

/** Asks Slack for the names in the message, its files and a link to it. Without an answer, the message is taken without them. */
async function completed(
  adapter: Adapter,
  interaction: Interaction & { kind: 'from-message' },
  { channel, message, message_ts: ts }: MessageShortcut,
): Promise<Interaction> {
  const { workspaceId } = interaction.speaker;
  const [names, link, files] = await Promise.all([
    adapter.names.of(workspaceId, mentionedUsers(message)).catch(() => undefined),
    permalink(adapter, workspaceId, channel.id, ts),
    readFiles(adapter, workspaceId, filesIn(message as Attachment)),
  ]);
  return { ...interaction, text: toCommonMark(message, { names }), link, files };
}

/** A link back to the message; undefined where the bot may not see the channel. */
async function permalink(adapter: Adapter, workspaceId: string, channel: string, messageTs: string): Promise<string | undefined> {
  try {
    const client = await adapter.clients.of(workspaceId);
    return (await client.chat.getPermalink({ channel, message_ts: messageTs })).permalink;
  } catch {
    return undefined;
  }
}

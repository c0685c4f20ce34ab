// The global shortcut "Open a case", and the same on a message.
import type { App, GlobalShortcut, MessageShortcut } from '@slack/bolt';
import type { Interaction } from '../chat/interaction.ts';
import { toCommonMark } from './commonmark.ts';
import { failureCard, logFailure } from './boundary.ts';
import { kindOfChannel, receiptOf, speakerOf, type Surface } from './surface.ts';
import { fillWindow, openWindow } from './window.ts';

export function listenToShortcuts(app: App, surface: Surface): void {
  app.shortcut<GlobalShortcut>({ callback_id: 'open_case', type: 'shortcut' }, async ({ shortcut, ack }) => {
    const workspaceId = shortcut.team?.id ?? '';
    await inWindow(surface, workspaceId, shortcut.trigger_id, async () => ({
      kind: 'pressed',
      action: 'open',
      value: '',
      speaker: speakerOf(workspaceId, shortcut.user.id),
      receipt: receiptOf(shortcut.trigger_id),
    }));
    await ack();
  });
  app.shortcut<MessageShortcut>({ callback_id: 'open_case_from_message', type: 'message_action' }, async ({ shortcut, ack }) => {
    const workspaceId = shortcut.team?.id ?? '';
    await inWindow(surface, workspaceId, shortcut.trigger_id, async () => ({
      kind: 'from-message',
      text: toCommonMark(shortcut.message, () => undefined),
      link: await permalink(surface, workspaceId, shortcut.channel.id, shortcut.message_ts),
      place: { channelId: shortcut.channel.id, kind: kindOfChannel(shortcut.channel.id, shortcut.channel.name) },
      speaker: speakerOf(workspaceId, shortcut.user.id),
      receipt: receiptOf(shortcut.trigger_id),
    }));
    await ack();
  });
}

async function inWindow(
  surface: Surface,
  workspaceId: string,
  triggerId: string,
  interaction: () => Promise<Interaction>,
): Promise<void> {
  const window = await openWindow(surface, workspaceId, triggerId);
  try {
    await fillWindow(surface, window, await surface.router.answer(await interaction()));
  } catch (error) {
    await fillWindow(surface, window, { kind: 'card', card: failureCard(logFailure(surface.log, error, 'shortcut')) });
  }
}

/** A link back to the message; none where the bot may not see the channel. */
async function permalink(surface: Surface, workspaceId: string, channel: string, messageTs: string): Promise<string | undefined> {
  try {
    const client = await surface.clients.of(workspaceId);
    return (await client.chat.getPermalink({ channel, message_ts: messageTs })).permalink;
  } catch {
    return undefined;
  }
}

// The slash command /case.
import type { App } from '@slack/bolt';
import type { Card } from '../../cards/elements.ts';
import type { Interaction } from '../../chat/interaction.ts';
import { failed } from './boundary.ts';
import { renderMessage, type Rendered } from '../render/card.ts';
import { viewOf } from '../render/view.ts';
import { kindOfChannel, idempotencyKeyOf, speakerOf, type Adapter } from './adapter.ts';
import { answerInModal, openModal } from './modal.ts';
import { toCommandText } from './command-text.ts';

export const commandName = '/case';

export function listenToCommands(app: App, adapter: Adapter): void {
  app.command(commandName, async ({ command, ack }) => {
    const { team_id: workspaceId, trigger_id: triggerId } = command;
    const interaction: Interaction = {
      kind: 'command',
      text: toCommandText(command.text ?? ''),
      place: { channelId: command.channel_id, kind: kindOfChannel(command.channel_id, command.channel_name) },
      canOpenForm: true,
      speaker: speakerOf(workspaceId, command.user_id),
      idempotencyKey: idempotencyKeyOf(triggerId),
    };
    const told = adapter.router.opensForm(interaction)
      ? await answerInModal(adapter, workspaceId, triggerId, async () => interaction)
      : await answer(adapter, interaction, triggerId);
    await ack(told ? inResponse(told) : undefined);
  });
}

async function answer(adapter: Adapter, interaction: Interaction, triggerId: string): Promise<Card | null> {
  try {
    const reply = await adapter.router.answer(interaction);
    if (reply.kind === 'form') await openModal(adapter, interaction.speaker.workspaceId, triggerId, viewOf(reply));
    return reply.kind === 'card' ? reply.card : null;
  } catch (error) {
    return failed(adapter.log, error, commandName);
  }
}

/** The answer to a command is the body of its HTTP response: it reaches the person in channels the bot is not in, too. */
function inResponse(card: Card): Rendered & { response_type: 'ephemeral' } {
  return { response_type: 'ephemeral', ...renderMessage(card) };
}

// The slash command. Commands that follow a mention or come as a direct message are handled in events.ts; what each command does is decided
// in src/chat. The command's name must match manifests/slack.json.
// Follows docs.slack.dev/interactivity/implementing-slash-commands.
import type { Card } from '../../cards/elements.ts';
import type { Interaction } from '../../chat/interaction.ts';
import { renderMessage, type RenderedMessage } from '../render/card.ts';
import { viewOf } from '../render/view.ts';
import { idempotencyKeyOf, kindOfChannel, namedPlace, speakerOf, type Adapter } from './adapter.ts';
import { reportUnopened } from './boundary.ts';
import { toCommandText } from './command-text.ts';
import type { Listeners } from './listeners.ts';
import { typedMarkdown } from './typed-markdown.ts';
import { inTime, late, slowCard } from './in-time.ts';
import { answerInModal, openModal } from './modal.ts';

/** The slash command's name. */
export const commandName = '/case';

/** How commands are typed in Slack. */
export const usage = {
  hint: `Type a command after ${commandName}, in a DM, or when you mention me.`,
  command: (text: string): string => `${commandName} ${text}`,
};

/** Answers the slash command. */
export function listenToCommands(listeners: Listeners, adapter: Adapter): void {
  listeners.command(async ({ command, ack, respond }) => {
    const { team_id: workspaceId, trigger_id: triggerId } = command;
    const interaction: Interaction = {
      kind: 'command',
      text: toCommandText(command.text ?? ''),
      place: {
        channelId: command.channel_id,
        kind: kindOfChannel(command.channel_id, command.channel_name),
        ...namedPlace(command.channel_name),
      },
      canOpenForm: true,
      speaker: speakerOf(workspaceId, command.user_id),
      idempotencyKey: idempotencyKeyOf(triggerId),
      toMarkdown: typedMarkdown,
    };
    const opensForm = adapter.router.opensForm(interaction);
    const outcome = await inTime(
      adapter,
      () => (opensForm ? answerInModal(adapter, interaction, triggerId) : answer(adapter, interaction, triggerId)),
      async (card) => void (card && (await respond(privateResponse(card)))),
    );
    // a modal that is open says itself that it is loading
    const card = outcome === late ? (opensForm ? null : slowCard) : outcome;
    await ack(card ? privateResponse(card) : undefined);
  });
}

async function answer(adapter: Adapter, interaction: Interaction, triggerId: string): Promise<Card | null> {
  try {
    const reply = await adapter.router.answer(interaction);
    if (reply.kind === 'form')
      await openModal(adapter, interaction.speaker.workspaceId, triggerId, viewOf(reply, adapter.router.brand));
    return reply.kind === 'card' ? reply.card : null;
  } catch (error) {
    return reportUnopened(adapter, error, commandName, interaction);
  }
}

/** The HTTP response carries the answer, because it reaches people in channels that the bot is not a member of. */
function privateResponse(card: Card): RenderedMessage & { response_type: 'ephemeral' } {
  return { response_type: 'ephemeral', ...renderMessage(card) };
}

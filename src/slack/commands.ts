// The slash command /case.
import type { App } from '@slack/bolt';
import type { Interaction, Reply } from '../chat/interaction.ts';
import { failureCard, logFailure } from './boundary.ts';
import { renderMessage } from './render-card.ts';
import { kindOfChannel, receiptOf, speakerOf, type Surface } from './surface.ts';
import { openWindow, fillWindow } from './window.ts';
import { toWords } from './words.ts';

export function listenToCommands(app: App, surface: Surface): void {
  app.command('/case', async ({ command, ack }) => {
    const interaction: Interaction = {
      kind: 'words',
      text: toWords(command.text ?? ''),
      place: { channelId: command.channel_id, kind: kindOfChannel(command.channel_id, command.channel_name) },
      formable: true,
      speaker: speakerOf(command.team_id, command.user_id),
      receipt: receiptOf(command.trigger_id),
    };
    try {
      // a trigger lives three seconds: the window is opened before anything else is done
      const window = surface.router.opensForm(interaction)
        ? await openWindow(surface, command.team_id, command.trigger_id)
        : null;
      const reply = await surface.router.answer(interaction);
      if (window) {
        await fillWindow(surface, window, reply);
        await ack();
      } else await ack(inResponse(reply));
    } catch (error) {
      await ack(inResponse({ kind: 'card', card: failureCard(logFailure(surface.log, error, '/case')) }));
    }
  });
}

/** The answer to a command is the body of its HTTP response: it reaches the person in channels the bot is not in, too. */
function inResponse(reply: Reply) {
  return reply.kind === 'card' ? { response_type: 'ephemeral' as const, ...renderMessage(reply.card) } : undefined;
}

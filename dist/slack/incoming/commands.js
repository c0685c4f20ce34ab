import { failed } from "./boundary.js";
import { renderMessage } from "../render/card.js";
import { viewOf } from "../render/view.js";
import { kindOfChannel, receiptOf, speakerOf } from "./adapter.js";
import { answerInModal, openModal } from "./modal.js";
import { toWords } from "./command-text.js";
export const commandName = '/case';
export function listenToCommands(app, surface) {
    app.command(commandName, async ({ command, ack }) => {
        const { team_id: workspaceId, trigger_id: triggerId } = command;
        const interaction = {
            kind: 'command',
            text: toWords(command.text ?? ''),
            place: { channelId: command.channel_id, kind: kindOfChannel(command.channel_id, command.channel_name) },
            canOpenForm: true,
            speaker: speakerOf(workspaceId, command.user_id),
            idempotencyKey: receiptOf(triggerId),
        };
        const told = surface.router.opensForm(interaction)
            ? await answerInModal(surface, workspaceId, triggerId, async () => interaction)
            : await answer(surface, interaction, triggerId);
        await ack(told ? inResponse(told) : undefined);
    });
}
async function answer(surface, interaction, triggerId) {
    try {
        const reply = await surface.router.answer(interaction);
        if (reply.kind === 'form')
            await openModal(surface, interaction.speaker.workspaceId, triggerId, viewOf(reply));
        return reply.kind === 'card' ? reply.card : null;
    }
    catch (error) {
        return failed(surface.log, error, commandName);
    }
}
/** The answer to a command is the body of its HTTP response: it reaches the person in channels the bot is not in, too. */
function inResponse(card) {
    return { response_type: 'ephemeral', ...renderMessage(card) };
}
//# sourceMappingURL=commands.js.map
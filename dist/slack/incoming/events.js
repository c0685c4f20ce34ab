import { failed, LoggedFailure } from "./boundary.js";
import { onMessage } from "./messages.js";
import { showFailure, showInConversation } from "./reply.js";
import { receiptOf, speakerOf } from "./adapter.js";
import { toWords } from "./command-text.js";
export function listenToEvents(app, surface) {
    app.event('message', async ({ event, body, context }) => {
        const interaction = await inBoundary(surface, 'message', () => onMessage(surface, event, body.event_id, context));
        if (interaction)
            await answer(surface, interaction, context);
    });
    app.event('app_mention', async ({ event, context }) => {
        if (!event.user)
            return;
        const { channel: channelId, thread_ts: threadRef } = event;
        await answer(surface, {
            kind: 'command',
            canOpenForm: false,
            text: toWords(event.text, context.botUserId),
            place: { channelId, kind: 'channel', ...(threadRef ? { threadRef } : {}) },
            speaker: speakerOf(context.teamId ?? '', event.user),
            // the message, not the event: editing a message that mentions the bot mentions it again
            idempotencyKey: receiptOf(`mention:${channelId}:${event.ts}`),
        }, context);
    });
    app.event('app_home_opened', async ({ event, body, context }) => {
        if (event.tab !== 'home')
            return;
        const speaker = speakerOf(context.teamId ?? '', event.user);
        await answer(surface, { kind: 'home', speaker, idempotencyKey: receiptOf(body.event_id) }, context);
    });
    app.event('user_change', async ({ event }) => {
        surface.names.forget(event.user.id);
        await inBoundary(surface, 'user_change', () => surface.signals.userChanged('slack', event.user.id));
    });
}
async function answer(surface, interaction, heard) {
    const reply = await inBoundary(surface, interaction.kind, () => surface.router.answer(interaction), { interaction, heard });
    await showInConversation(surface, interaction, reply);
}
/** Slack sends an event that was not taken three times more (docs.slack.dev/apis/events-api, Retries). */
const lastRetry = 3;
/** @throws LoggedFailure: the event is not acknowledged, so that Slack sends it again; when it does no more, the person is told */
async function inBoundary(surface, what, run, told) {
    try {
        return await run();
    }
    catch (error) {
        const card = failed(surface.log, error, what);
        if (told && (told.heard.retryNum ?? 0) >= lastRetry)
            await showFailure(surface, told.interaction, card);
        throw new LoggedFailure(what, { cause: error });
    }
}
//# sourceMappingURL=events.js.map
import { sendCard, showAnswer } from "./reply.js";
import { hear } from "./adapter.js";
/** Says what can be done, once: to the one who added it, or in the channel or chat it was added to. Nobody else is written to. */
export async function onInstall(surface, registration, activity) {
    // an upgrade is no arrival
    if (activity.action !== 'add')
        return;
    const heard = hear(activity, registration);
    if (heard.place.kind !== 'direct') {
        if (!(await surface.router.first(`welcome:${heard.idempotencyKey}`)))
            return;
        surface.later('a welcome', () => sendCard(surface, heard, heard.place.channelId, surface.router.welcome()));
        return;
    }
    const { place, speaker } = heard;
    const idempotencyKey = `welcome:${heard.idempotencyKey}`;
    const interaction = { kind: 'command', text: 'help', canOpenForm: false, place, speaker, idempotencyKey };
    const reply = await surface.router.answer(interaction);
    surface.later('a welcome', () => showAnswer(surface, heard, interaction, reply));
}
/** What is known of somebody who left is no longer believed. */
export async function onLeft(surface, registration, activity) {
    const { workspaceId } = hear(activity, registration);
    for (const { id, aadObjectId } of (activity.membersRemoved ?? [])) {
        if (id !== activity.recipient.id && workspaceId !== '')
            await surface.signals.userChanged('teams', aadObjectId ?? id);
    }
}
//# sourceMappingURL=install.js.map
// What people write, edit and delete where the bot can read it.
import { createHash } from 'node:crypto';
import { failed } from "./boundary.js";
import { readForm } from "./read-form.js";
import { readMessage } from "./read-html.js";
import { limits } from "../transport/limits.js";
import { showAnswer } from "./reply.js";
import { hear } from "./adapter.js";
/** Answers a message once it has had its effect; what the person is shown comes after the request was answered. */
export async function onMessage(surface, registration, activity) {
    const began = performance.now();
    const read = readMessage(activity, activity.recipient.id);
    const heard = hear(activity, registration, read.quoted);
    const interaction = request(surface, heard, read);
    if (!interaction)
        return;
    await answer(surface, heard, interaction);
    const { fingerprint } = interaction;
    if (fingerprint && performance.now() - began < answeredInTimeMs)
        surface.later('a receipt', () => surface.signals.answeredInTime(fingerprint));
}
/** Well before Teams gives up waiting (limits.answerMs) and sends it again. */
const answeredInTimeMs = limits.answerMs / 2;
export async function onEdit(surface, registration, activity) {
    const { text, quoted } = readMessage(activity, activity.recipient.id);
    const heard = hear(activity, registration, quoted);
    const { place, speaker } = heard;
    // the same message is edited more than once: its text tells the edits apart
    const idempotencyKey = `${heard.idempotencyKey}:${digest([text])}`;
    await answer(surface, heard, { kind: 'edit', text, ref: activity.id ?? '', place, speaker, idempotencyKey });
}
export async function onDelete(surface, registration, activity) {
    const heard = hear(activity, registration);
    const { place, speaker, idempotencyKey } = heard;
    await answer(surface, heard, {
        kind: 'deletion',
        ref: activity.id ?? '',
        place,
        speaker,
        idempotencyKey: `${idempotencyKey}:deleted`,
    });
}
function request(surface, heard, read) {
    const { activity, place, speaker, idempotencyKey } = heard;
    const fingerprint = {
        key: `teams:${digest([activity.conversation.id, speaker.userId, place.threadRef ?? '', activity.text ?? '', valueOf(activity)])}`,
        at: surface.clock.now(),
    };
    const actor = { speaker, idempotencyKey, fingerprint };
    const sent = readForm(activity.value);
    // a client that knows no Action.Execute sends its fallback as a message
    if (sent)
        return { ...sent, ...(sent.kind === 'action' ? { place } : {}), ...actor };
    const called = place.kind === 'direct' || mentionsBot(activity);
    if (place.threadRef === undefined) {
        return called ? { kind: 'command', canOpenForm: false, text: read.words, place, ...actor } : null;
    }
    const words = called && place.kind !== 'direct' ? { words: read.words } : {};
    return { kind: 'message', text: read.text, ref: activity.id ?? '', place, files: read.files, ...words, ...actor };
}
/** Teams does not send again what failed: a moment later most of what can fail does not any more. */
const attempts = 3;
const between = 400;
async function answer(surface, heard, interaction) {
    for (let attempt = 1;; attempt += 1) {
        try {
            const reply = await surface.router.answer(interaction);
            surface.later('showing an answer', () => showAnswer(surface, heard, interaction, reply));
            return;
        }
        catch (error) {
            if (attempt < attempts) {
                await new Promise((resolve) => setTimeout(resolve, between));
                continue;
            }
            const card = failed(surface.log, error, interaction.kind);
            surface.later('telling of a failure', () => showAnswer(surface, heard, interaction, { kind: 'card', card, harmless: true }));
            return;
        }
    }
}
export function mentionsBot(activity) {
    return (activity.entities ?? []).some((entity) => entity.type === 'mention' && entity.mentioned?.id === activity.recipient.id);
}
function valueOf(activity) {
    return activity.value === undefined ? '' : JSON.stringify(activity.value);
}
function digest(parts) {
    return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
//# sourceMappingURL=messages.js.map
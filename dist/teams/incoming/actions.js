import { failed } from "./boundary.js";
import { oldButton, readForm } from "./read-form.js";
import { renderCard } from "../render/card.js";
import { renderForm } from "../render/form.js";
import { opensForm, sendCard, showAnswer } from "./reply.js";
const backTo = { label: 'Back', action: 'back', value: '' };
/** @param data of the action, with what was typed beside it */
export async function onCardAction(surface, heard, data) {
    const sent = readForm(data);
    if (!sent)
        return message(oldButton);
    try {
        const standing = await cardThere(surface, heard);
        if (sent.kind === 'action' && sent.action === backTo.action)
            return standing ? drawn(surface, standing, false) : message('Nothing stands here any more.');
        const { speaker, place, idempotencyKey } = heard;
        const interaction = { ...sent, ...(sent.kind === 'action' ? { place } : {}), speaker, idempotencyKey };
        const reply = await surface.router.answer(interaction);
        return await inPlace(surface, heard, standing, sent, reply);
    }
    catch (error) {
        return drawn(surface, failed(surface.log, error, 'a button'), true);
    }
}
async function cardThere({ router }, { workspaceId, place, activity }) {
    const ref = activity.replyToId ?? '';
    return router.standing({ platform: 'teams', workspaceId, channelId: place.channelId, messageId: ref });
}
async function inPlace(surface, heard, standing, sent, reply) {
    switch (reply.kind) {
        case 'nothing':
            return standing ? drawn(surface, standing, false) : message('Done.');
        case 'done':
            if (reply.card)
                return drawn(surface, reply.card, standing !== null);
            return standing ? drawn(surface, standing, false) : message('Done.');
        case 'form':
            return form(renderForm(reply.form, { surface: 'message', back: standing ? backTo : undefined }));
        case 'field-errors':
            return mistakes(standing, sent, reply);
        case 'card':
            return card(surface, heard, standing, reply);
        case 'home':
            return drawn(surface, reply.card, standing !== null);
        case 'results':
        case 'options':
            return message('Done.');
    }
}
async function mistakes(standing, sent, reply) {
    const fingerprint = await reply.redraw?.();
    const words = Object.values(reply.fields).join(' ');
    if (!fingerprint || sent.kind === 'action')
        return message(words);
    const back = standing ? backTo : undefined;
    return form(renderForm(fingerprint, { surface: 'message', values: sent.values, mistakes: reply.fields, back }));
}
/** Over a case's card the answer is shown with a way back. Elsewhere it comes as a message of its own: nothing would lead back to what it covers. */
async function card(surface, heard, standing, reply) {
    if (standing)
        return drawn(surface, reply.card, true);
    if (reply.replace)
        return drawn(surface, reply.card, false);
    if (heard.place.kind === 'direct')
        surface.later('an answer', () => sendCard(surface, heard, heard.place.channelId, reply.card));
    else
        surface.later('an answer', () => showAnswer(surface, heard, { kind: 'home', ...heard }, reply));
    return message(reply.card.summary);
}
function drawn(surface, shown, withBack) {
    const options = { dialogs: surface.dialogs, opensForm: opensForm(surface), back: withBack ? backTo : undefined };
    return form(renderCard(shown, options));
}
function form(value) {
    return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value };
}
function message(value) {
    return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value };
}
//# sourceMappingURL=actions.js.map
import { failed } from "./boundary.js";
import { oldButton, readForm } from "./read-form.js";
import { renderCard } from "../render/card.js";
import { renderForm } from "../render/form.js";
import { opensForm } from "./reply.js";
/** Opens a dialog, or answers what was sent from one. @param data what the button carries, with what was typed beside it */
export async function onDialog(surface, heard, data) {
    const sent = readForm(data);
    if (!sent)
        return read(surface, { summary: oldButton, elements: [{ kind: 'text', text: [oldButton] }] });
    const { speaker, place, idempotencyKey } = heard;
    const interaction = { ...sent, ...(sent.kind === 'action' ? { place } : {}), speaker, idempotencyKey };
    return answerInDialog(surface, interaction, sent.kind === 'action' ? {} : sent.values);
}
/** @param values what was typed so far */
export async function answerInDialog(surface, interaction, values = {}) {
    try {
        return await shown(surface, await surface.router.answer(interaction), values);
    }
    catch (error) {
        return read(surface, failed(surface.log, error, 'a dialog'));
    }
}
async function shown(surface, reply, values) {
    switch (reply.kind) {
        case 'form':
            return ask(reply.form, { values });
        case 'field-errors': {
            const fingerprint = await reply.redraw?.();
            return fingerprint ? ask(fingerprint, { values, mistakes: reply.fields }) : {};
        }
        case 'card':
        case 'home':
            return read(surface, reply.card);
        case 'done':
            return reply.card ? read(surface, reply.card) : {};
        case 'nothing':
        case 'results':
        case 'options':
            return {};
    }
}
function ask(form, typed) {
    const height = form.fields.length > 3 ? 'large' : 'medium';
    return dialog(form.title, height, renderForm(form, { ...typed, surface: 'dialog' }));
}
function read(surface, card) {
    const height = card.elements.length > 4 ? 'large' : 'small';
    return dialog(card.title ?? 'Casebridge', height, renderCard(card, { surface: 'dialog', dialogs: false, opensForm: opensForm(surface) }));
}
function dialog(title, height, content) {
    const card = { contentType: 'application/vnd.microsoft.card.adaptive', content };
    return { task: { type: 'continue', value: { title, height, width: 'medium', card } } };
}
//# sourceMappingURL=forms.js.map
import { truncate } from "../../cards/visible-text.js";
import { bytesOf, fitBody } from "./fit.js";
import { limits } from "../transport/limits.js";
import { mentionsOf } from "./mentions.js";
import { shown } from "./plain-text.js";
import { planControls } from "./plan-actions.js";
import { pressAction } from "./action.js";
export function renderCard(card, { back, ...options }) {
    const surface = { ...options, surface: options.surface ?? 'message' };
    const actions = back ? [pressAction(back, surface)] : [];
    return assemble(card.summary, card.elements, { surface, actions, claimed: actions.length });
}
export function cardActivity(card, options) {
    return {
        type: 'message',
        summary: summaryOf(card.summary),
        attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: renderCard(card, options) }],
    };
}
/** A card around elements that are made to fit. */
export function assemble(summary, elements, frame) {
    const { surface, actions, claimed, above = [], below = [] } = frame;
    const mentions = mentionsOf(elements);
    const card = envelope(summaryOf(summary), actions, mentions);
    const fixed = [...above, ...below];
    const room = limits.cardBytes - limits.cardMargin - bytesOf({ ...card, body: fixed });
    const spots = planControls(elements, limits.actions - claimed);
    const drawn = fitBody(elements, { ...surface, mentions, spots }, room);
    const body = [...above, ...drawn, ...below];
    return withMentioned({ ...card, body: body.length > 0 ? body : [emptyLine(card.fallbackText)] }, mentions);
}
function emptyLine(text) {
    return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] };
}
function envelope(summary, actions, mentions) {
    return {
        type: 'AdaptiveCard',
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        version: limits.cardVersion,
        msteams: { width: 'Full', ...(mentions.size > 0 ? { entities: [...mentions.values()] } : {}) },
        fallbackText: summary,
        // read as markup (SSML) by some
        speak: summary.replace(/[<>&]/g, ' '),
        body: [],
        ...(actions.length > 0 ? { actions } : {}),
    };
}
/** An entity without its text, left out for want of room, would be refused. */
function withMentioned(card, mentions) {
    if (mentions.size === 0)
        return card;
    const body = JSON.stringify(card.body);
    const entities = [...mentions.values()].filter(({ text }) => body.includes(JSON.stringify(text).slice(1, -1)));
    return { ...card, msteams: { width: 'Full', ...(entities.length > 0 ? { entities } : {}) } };
}
function summaryOf(text) {
    return shown(truncate(text.replace(/\s+/g, ' ').trim(), limits.summary)).trim() || '–';
}
//# sourceMappingURL=card.js.map
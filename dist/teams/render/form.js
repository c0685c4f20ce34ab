import { bytesOf } from "./fit.js";
import { limits } from "../transport/limits.js";
import { title } from "./plain-text.js";
import { asLink, pressAction, sendAction } from "./action.js";
import { reservedNames } from "../incoming/read-form.js";
import { assemble } from "./card.js";
import { renderCallout } from "./element.js";
import { isUsable, renderField } from "./field.js";
import { runLines } from "./inline.js";
import { isSeveral } from "./multi-select.js";
export { readForm } from "../incoming/read-form.js";
/** @throws Error when the form carries more than comes back, or a field has a name that the answer needs, or too many options */
export function renderForm(form, { surface, values = {}, mistakes = {}, back }) {
    check(form);
    const where = { surface, dialogs: false, opensForm: () => false };
    const fields = form.fields.filter(isUsable);
    const changes = fields.filter(refreshes);
    const leave = back ? [{ ...pressAction(back, where), associatedInputs: 'none' }] : [];
    const actions = [...submitAction(form, fields, surface), ...leave];
    const buttons = new Set(changes.slice(0, limits.actions - actions.length));
    const draw = (detail) => [
        ...(fields.some((field) => isShortened(field, values[field.name], detail)) ? [tooLong] : []),
        ...fields.flatMap((field) => [
            ...renderField(field, {
                form: form.name,
                detail,
                value: values[field.name],
                mistake: mistakes[field.name],
                checked: changes.length === 0,
            }),
            ...(refreshes(field) ? [changeElement(form, field, surface, buttons.has(field))] : []),
        ]),
    ];
    const above = [...headOf(form, surface), ...strayMistakes(fields, mistakes)];
    const below = fitted(draw, limits.cardBytes - roomOfIntro - bytesOf(above) - bytesOf(actions));
    const card = assemble(form.title, form.intro, {
        surface: where,
        actions,
        claimed: actions.length + buttons.size,
        above,
        below,
    });
    if (bytesOf(card) > limits.cardBytes)
        throw new Error(`form ${form.name} takes ${bytesOf(card)} bytes`);
    return card;
}
/** Bytes that stay for the intro and the card around it. */
const roomOfIntro = limits.cardMargin + 3_000;
/** A form that does not fit says less, and last of all forgets what was typed: it is never refused for its length. */
const details = [
    { value: Infinity, label: limits.label, hint: limits.hint, choices: limits.choices, choiceText: limits.choiceText },
    ...[2500, 1500, 800, 400].map((value) => ({ value, label: 150, hint: 150, choices: 50, choiceText: 75 })),
    { value: 100, label: 60, hint: 0, choices: 20, choiceText: 40 },
    { value: 0, label: 40, hint: 0, choices: 3, choiceText: 20 },
];
function fitted(draw, room) {
    let drawn = [];
    for (const detail of details) {
        drawn = draw(detail);
        if (bytesOf(drawn) <= room)
            break;
    }
    return drawn;
}
const tooLong = callout('This form is too long to be shown whole: some of what was typed, or some choices, are cut off here.');
function isShortened(field, typed, { value, choices }) {
    if ('options' in field)
        return field.options.length > choices;
    return 'max' in field && Math.min((typed ?? field.initial ?? '').length, field.max) > value;
}
function check(form) {
    const carried = JSON.stringify(form.state).length;
    if (carried > limits.state)
        throw new Error(`form ${form.name} carries ${carried} characters`);
    const reserved = form.fields.find(({ name }) => reservedNames.has(name));
    if (reserved)
        throw new Error(`form ${form.name} has a field named ${reserved.name}`);
    const long = form.fields.find((field) => field.kind === 'choices' && field.options.length > limits.choices);
    if (long)
        throw new Error(`field ${long.name} has more than ${limits.choices} options`);
}
function refreshes(field) {
    return field.kind === 'choice' && field.refreshes === true;
}
/** A dialog has its title in its frame. */
function headOf({ title: text }, surface) {
    return surface === 'dialog' ? [] : runLines([{ text: title(text, limits.heading) }], { size: 'Large', weight: 'Bolder' });
}
/** A mistake in what is not shown must be seen all the same. */
function strayMistakes(fields, mistakes) {
    const shown = new Set(fields.map(({ name }) => name));
    return Object.entries(mistakes).flatMap(([name, mistake]) => (shown.has(name) ? [] : [callout(mistake)]));
}
function callout(words) {
    return renderCallout('warning', [words.slice(0, limits.hint)], { detail: { text: limits.hint }, mentions: new Map() });
}
function submitAction({ name, submit, ...form }, fields, surface) {
    if (!submit && fields.length === 0)
        return [];
    const press = { title: title(submit ?? 'Send', limits.title), style: 'positive' };
    return [sendAction({ ...press, data: { submit: name, ...comesBack(form) } }, 'submit', surface)];
}
/** With what was typed: what the form carries, and which of its fields hold several values. */
function comesBack({ state, fields }) {
    const several = fields.filter(isSeveral).map(({ name }) => name);
    return { carries: state, ...(several.length > 0 ? { several } : {}) };
}
/** Teams sends nothing when something is chosen: a button below the field does, and the form is drawn anew. */
function changeElement(form, field, surface, isButton) {
    const words = `Update for this ${field.label.toLowerCase()}`;
    const action = sendAction({ title: title(words, limits.title), data: { change: form.name, ...comesBack(form) } }, 'change', surface);
    return isButton ? { type: 'ActionSet', actions: [action] } : asLink(action);
}
//# sourceMappingURL=form.js.map
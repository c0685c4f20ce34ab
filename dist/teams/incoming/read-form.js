// What comes back from a card: the data of a pressed action, together with the fields that were filled in.
import { readSeveral } from "../render/multi-select.js";
/** What is said to whoever presses what is none of our cards (any more). */
export const oldButton = 'This button is from an older version and does nothing any more. Say help to go on.';
/** Names in the data that are ours, so that no field may have them. */
export const reservedNames = new Set([
    'submit',
    'change',
    'carries',
    'several',
    'press',
    'value',
    'from',
    'msteams',
]);
/**
 * @param data of an adaptiveCard/action, a task/fetch, a task/submit or a message's `value`
 * @returns values by field name, what was left empty is absent, or '' where none of several is chosen; null for what is none of our cards
 */
export function readForm(data) {
    if (!isRecord(data))
        return null;
    const { press, value, from } = data;
    if (isName(press))
        return { kind: 'action', action: press, value: text(typeof from === 'string' ? own(data, from) : value) };
    const form = isName(data.submit) ? data.submit : data.change;
    if (!isName(form))
        return null;
    const state = isRecord(data.carries) ? strings(data.carries) : {};
    const values = strings(data, (name, typed) => !reservedNames.has(name) && typed !== '');
    // that none of several is chosen is said: what is proposed would come back otherwise
    for (const name of namesIn(data.several))
        values[name] = readSeveral(text(own(values, name)));
    return { kind: isName(data.submit) ? 'form-submitted' : 'form-changed', form, state, values };
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function isName(value) {
    return typeof value === 'string' && value !== '';
}
function namesIn(several) {
    return Array.isArray(several) ? several.filter(isName) : [];
}
function own(data, name) {
    return Object.hasOwn(data, name) ? data[name] : undefined;
}
function text(value) {
    return typeof value === 'string' ? value : '';
}
function strings(data, keep = () => true) {
    return Object.fromEntries(Object.entries(data).filter((entry) => typeof entry[1] === 'string' && keep(entry[0], entry[1])));
}
//# sourceMappingURL=read-form.js.map
import { limits } from "../transport/limits.js";
import { addressOf, title } from "./plain-text.js";
export function pressAction({ label, action, value: whole, style }, surface) {
    const value = whole?.slice(0, limits.value);
    const data = { press: action, ...(value ? { value } : {}) };
    const press = {
        title: title(label, limits.title),
        ...(style ? { style: style === 'primary' ? 'positive' : 'destructive' } : {}),
    };
    if (surface.surface === 'message' && surface.dialogs && surface.opensForm(action, value ?? ''))
        return { type: 'Action.Submit', ...press, data: { msteams: { type: 'task/fetch' }, ...data } };
    return sendAction({ ...press, data }, action, surface.surface);
}
/** @param verb says in the service's logs what was pressed */
export function sendAction(press, verb, surface) {
    if (surface === 'dialog')
        return { type: 'Action.Submit', ...press };
    const { style: _, ...plain } = press;
    return { type: 'Action.Execute', ...press, verb, fallback: { type: 'Action.Submit', ...plain } };
}
/** @returns null where the address is none that may be opened */
export function openAction({ label, url }) {
    const address = addressOf(url, limits.url);
    return address === null ? null : { type: 'Action.OpenUrl', title: title(label, limits.title), url: address };
}
/** A press as words in a line, where a card has no room for one more button. */
export function asLink(action) {
    const { style: _, ...selectAction } = action;
    return {
        type: 'RichTextBlock',
        inlines: [{ type: 'TextRun', text: action.title, color: 'Accent', underline: true, selectAction: selectAction }],
    };
}
//# sourceMappingURL=action.js.map
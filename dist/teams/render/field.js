import { truncate, visibleText } from "../../cards/visible-text.js";
import { limits } from "../transport/limits.js";
import { title } from "./plain-text.js";
import { choiceSet } from "./actions.js";
import { quietLine } from "./element.js";
import { runLines } from "./inline.js";
import { renderChoices, renderSearch } from "./multi-select.js";
/** Nothing can be chosen from nothing. */
export function isUsable(field) {
    return !('options' in field) || field.options.length > 0;
}
/** The input with its label, a mistake right below it, and its hint. */
export function renderField(field, shown) {
    const mistake = runLines(shown.mistake ? [{ text: `⚠️ ${shown.mistake.slice(0, limits.hint)}` }] : [], { color: 'Attention' });
    const hint = field.hint && shown.detail.hint > 0 ? quietLine(truncate(field.hint, shown.detail.hint)) : [];
    return [renderInput(field, shown), ...[...mistake, ...hint].map((line) => ({ ...line, spacing: 'None' }))];
}
function renderInput(field, shown) {
    const { detail, value: typed } = shown;
    // of what was searched for, the client says that it is missing when it is chosen (MicrosoftDocs/msteams-docs#10533)
    const checked = shown.checked && field.kind !== 'search';
    const name = title(field.label, detail.label);
    const asked = {
        id: field.name,
        // the client marks what it checks itself
        label: field.required && !checked ? `${name} (required)` : name,
        ...(field.required && checked ? { isRequired: true, errorMessage: `${name} is required.` } : {}),
    };
    switch (field.kind) {
        case 'line':
        case 'paragraph': {
            const initial = truncate(visibleText(typed ?? field.initial ?? ''), Math.min(field.max, detail.value));
            return {
                type: 'Input.Text',
                ...asked,
                maxLength: field.max,
                ...(field.kind === 'paragraph' ? { isMultiline: true } : {}),
                ...(field.placeholder && detail.hint > 0 ? { placeholder: title(field.placeholder, limits.placeholder) } : {}),
                ...(initial ? { value: initial } : {}),
            };
        }
        case 'choice': {
            const { options, initial, placeholder = 'Choose' } = field;
            const known = options.some((option) => option.value === typed);
            const [most, longest] = [detail.choices, detail.choiceText];
            return {
                ...choiceSet({ id: field.name, label: '', options, value: known ? typed : initial, placeholder, most, longest }),
                ...asked,
            };
        }
        case 'choices':
            return { ...renderChoices(field, shown), ...asked };
        case 'search':
            return { ...renderSearch(field, shown), ...asked };
        case 'date': {
            const value = typed ?? field.initial;
            return { type: 'Input.Date', ...asked, ...(value !== undefined && isDate(value) ? { value } : {}) };
        }
    }
}
function isDate(text) {
    return /^\d{4}-\d{2}-\d{2}$/.test(text);
}
//# sourceMappingURL=field.js.map
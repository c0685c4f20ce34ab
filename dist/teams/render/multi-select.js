// Fields of which several may be chosen. Teams joins the chosen values by commas, so that none may hold one.
import { chosenValues, joinChosenValues } from "../../cards/chosen-values.js";
import { limits } from "../transport/limits.js";
import { title } from "./plain-text.js";
export function isSeveral(field) {
    return field.kind === 'choices' || field.kind === 'search';
}
/** All in sight as long as they are few. Where there is no room for all, what is chosen stays: it would be lost otherwise. */
export function renderChoices({ options, initial = [] }, { detail, value: typed }) {
    const marked = typed === undefined ? initial : chosenValues(typed);
    const first = [...options].sort((a, b) => Number(marked.includes(b.value)) - Number(marked.includes(a.value)));
    const kept = new Set(first.slice(0, Math.max(detail.choices, marked.length)));
    const shown = options.filter((option) => kept.has(option));
    return {
        ...choiceSet(shown, detail.choiceText),
        style: options.length <= limits.expandedChoices ? 'expanded' : 'compact',
        placeholder: 'Choose',
        ...valueOf(shown.filter(({ value }) => marked.includes(value))),
    };
}
/** As Teams' page of the people picker has it: with another style, iOS does not show what is chosen (MicrosoftDocs/msteams-docs#10472). */
export function renderSearch({ name, initial = [], placeholder }, { detail, form }) {
    return {
        ...choiceSet(initial, detail.choiceText),
        style: 'compact',
        'choices.data': { type: 'Data.Query', dataset: `${form}/${name}` },
        placeholder: title(placeholder ?? 'Type to search', limits.placeholder),
        ...valueOf(initial),
    };
}
function choiceSet(options, longest) {
    return { type: 'Input.ChoiceSet', isMultiSelect: true, choices: options.map((option) => renderChoice(option, longest)) };
}
export function renderChoice({ label, value }, longest = limits.choiceText) {
    return { title: title(label, longest), value: guarded(value) || ' ' };
}
function valueOf(marked) {
    return marked.length > 0 ? { value: marked.map(({ value }) => guarded(value)).join(',') } : {};
}
function guarded(value) {
    return value.replace(/[%,]/g, (sign) => (sign === ',' ? '%2C' : '%25'));
}
/** @returns the values as `chosen` reads them */
export function readSeveral(sent) {
    return joinChosenValues(sent.split(',').map((value) => value.replace(/%(2C|25)/g, (_, code) => (code === '2C' ? ',' : '%'))));
}
//# sourceMappingURL=multi-select.js.map
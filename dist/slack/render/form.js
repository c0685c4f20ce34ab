import { joinChosenValues } from "../../cards/chosen-values.js";
import { truncate, visibleText } from "../../cards/visible-text.js";
import { viewBlocks } from "./fit.js";
import { limits } from "../transport/limits.js";
import { plainText, renderOptions } from "./element.js";
import { renderChoices, renderSearch } from "./multi-select.js";
export const formCallback = 'form';
/** The action of a select whose choice draws the form anew. */
export const refreshAction = 'refresh';
const valueAction = 'value';
/** @throws Error when the form carries more than a view can, or a field has more options than Slack takes */
export function renderForm(form) {
    const carried = { form: form.name, state: form.state };
    const metadata = JSON.stringify(carried);
    if (metadata.length > limits.viewMetadata)
        throw new Error(`form ${form.name} carries ${metadata.length} characters`);
    const fields = form.fields
        .filter(isUsable)
        .slice(0, limits.viewBlocks - 1)
        .map(renderField);
    return {
        type: 'modal',
        callback_id: formCallback,
        title: plainText(form.title, limits.viewTitle),
        // Slack refuses fields without a button
        ...(form.submit || fields.length > 0 ? { submit: plainText(form.submit ?? 'Send', limits.viewSubmit) } : {}),
        close: plainText('Cancel', limits.viewSubmit),
        private_metadata: metadata,
        blocks: [...viewBlocks(form.intro, fields), ...fields],
    };
}
/** Slack refuses a select with nothing to choose. */
function isUsable(field) {
    return !('options' in field) || field.options.length > 0;
}
function renderField(field) {
    const refreshes = field.kind === 'choice' && field.refreshes === true;
    return {
        type: 'input',
        block_id: field.name,
        label: plainText(field.label, limits.inputLabel),
        optional: !field.required,
        dispatch_action: refreshes,
        ...(field.hint ? { hint: plainText(field.hint, limits.inputHint) } : {}),
        element: renderInput(field, refreshes ? refreshAction : valueAction),
    };
}
function renderInput(field, action_id) {
    switch (field.kind) {
        case 'line':
        case 'paragraph':
            return textInput(field, action_id);
        case 'choice':
            return { type: 'static_select', action_id, ...renderOptions(field.options, field.initial, field.placeholder ?? 'Choose') };
        case 'choices':
            return renderChoices(field, action_id);
        case 'search':
            return renderSearch(field);
        case 'date':
            return { type: 'datepicker', action_id, ...(isDate(field.initial) ? { initial_date: field.initial } : {}) };
    }
}
function textInput(field, action_id) {
    const max_length = Math.min(field.max, limits.inputLength);
    const initial = truncate(visibleText(field.initial ?? ''), max_length);
    return {
        type: 'plain_text_input',
        action_id,
        multiline: field.kind === 'paragraph',
        max_length,
        ...(initial ? { initial_value: initial } : {}),
        ...(field.placeholder ? { placeholder: plainText(field.placeholder, limits.placeholder) } : {}),
    };
}
function isDate(text) {
    return /^\d{4}-\d{2}-\d{2}$/.test(text ?? '');
}
export function carriedBy(metadata) {
    return metadata === '' ? { form: '', state: {} } : JSON.parse(metadata);
}
/**
 * The values of a view's fields by name; what was left empty is absent, or '' where none of several is chosen.
 * @param shown the view's blocks: a client that leaves out fields nobody touched, or sends a required one empty (Slack does neither), means
 * what they showed
 */
export function readValues(values, shown = []) {
    const read = {};
    for (const { block_id: name = '', element, optional } of shown) {
        const [typed] = Object.values(values[name] ?? {});
        const initial = element?.initial_option?.value ??
            element?.initial_value ??
            element?.initial_date ??
            (element?.initial_options && together(element.initial_options));
        const untouched = typed === undefined ||
            (element?.initial_option !== undefined && typed.selected_option === undefined) ||
            (element?.initial_options !== undefined && !typed.selected_options) ||
            (optional === false && valueOf(typed) === undefined);
        if (initial !== undefined && untouched)
            read[name] = initial;
    }
    for (const [name, block] of Object.entries(values)) {
        const [typed] = Object.values(block);
        const value = typed && valueOf(typed);
        if (value)
            read[name] = value;
        // that none of several is chosen is said: what is proposed would come back otherwise
        else if (typed?.selected_options)
            read[name] ??= '';
    }
    return read;
}
function valueOf(typed) {
    const several = typed.selected_options && together(typed.selected_options);
    return typed.value ?? typed.selected_option?.value ?? typed.selected_date ?? (several || undefined);
}
function together(options) {
    return joinChosenValues(options.map(({ value }) => value));
}
//# sourceMappingURL=form.js.map
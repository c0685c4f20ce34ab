import { limits } from "../transport/limits.js";
import { plainText, renderOption } from "./element.js";
/** The action of a field that searches: Slack asks with it what to offer. */
export const searchAction = 'search';
/** All in sight as long as they are few. @throws Error for more options than Slack takes */
export function renderChoices({ name, options, initial = [] }, action_id) {
    if (options.length > limits.selectOptions)
        throw new Error(`field ${name} has ${options.length} options`);
    const rendered = options.map(renderOption);
    const initial_options = rendered.filter((_, at) => initial.includes(options[at]?.value ?? ''));
    const several = { action_id, options: rendered, ...(initial_options.length > 0 ? { initial_options } : {}) };
    if (options.length <= limits.checkboxes)
        return { type: 'checkboxes', ...several };
    return { type: 'multi_static_select', ...several, placeholder: plainText('Choose', limits.placeholder) };
}
export function renderSearch({ max: most, initial = [], placeholder }) {
    const initial_options = initial.slice(0, most).map(renderOption);
    return {
        type: 'multi_external_select',
        action_id: searchAction,
        min_query_length: 1,
        max_selected_items: most,
        placeholder: plainText(placeholder ?? 'Type to search', limits.placeholder),
        ...(initial_options.length > 0 ? { initial_options } : {}),
    };
}
//# sourceMappingURL=multi-select.js.map
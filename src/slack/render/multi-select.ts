// Fields with several choices. Follows docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element.
import type { types } from '@slack/bolt';
import type { Field } from '../../cards/elements.ts';
import { limits } from './limits.ts';
import { plainText, renderOption } from './element.ts';

/** The action of search fields, which incoming/suggestions.ts answers. */
export const searchAction = 'search';

/** Renders a choice of several options: as checkboxes while they are few. @throws Error for more options than Slack accepts */
export function renderChoices(
  { name, options, initial = [] }: Field & { kind: 'choices' },
  action_id: string,
): types.Checkboxes | types.MultiStaticSelect {
  if (options.length > limits.selectOptions) throw new Error(`field ${name} has ${options.length} options`);
  const rendered = options.map(renderOption);
  const initial_options = rendered.filter((_, at) => initial.includes(options[at]?.value ?? ''));
  const common = { action_id, options: rendered, ...(initial_options.length > 0 ? { initial_options } : {}) };
  if (options.length <= limits.checkboxes) return { type: 'checkboxes', ...common };
  return { type: 'multi_static_select', ...common, placeholder: plainText('Choose', limits.placeholder) };
}

/** Renders a field that searches while somebody types. */
export function renderSearch({ max, initial = [], placeholder }: Field & { kind: 'search' }): types.MultiExternalSelect {
  const initial_options = initial.slice(0, max).map(renderOption);
  return {
    type: 'multi_external_select',
    action_id: searchAction,
    min_query_length: 1,
    max_selected_items: max,
    placeholder: plainText(placeholder ?? 'Type to search', limits.placeholder),
    ...(initial_options.length > 0 ? { initial_options } : {}),
  };
}

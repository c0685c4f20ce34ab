// What a client sends of a form's fields (docs.slack.dev/reference/views/view-interactions-payloads, view.state.values).
import { composed } from './composer.ts';
import type { Json } from './text-object.ts';

export interface Choice {
  text: { text: string };
  value: string;
}

interface Input {
  type: string;
  action_id: string;
  options?: Choice[];
  initial_options?: Choice[];
  max_selected_items?: number;
}

const several = ['checkboxes', 'multi_static_select', 'multi_external_select'];

/**
 * @param value of several chosen ones: one a line; of files: their JSON
 * @param found what a field that searches offered
 * @throws Error for what nobody could choose there
 */
export function typedInto(element: unknown, value: string, found: readonly Choice[]): Json {
  const input = element as Input;
  const { type, action_id } = input;
  if (several.includes(type)) return { [action_id]: { type, selected_options: choose(input, value, found) } };
  if (type === 'file_input') return { [action_id]: { type, files: JSON.parse(value) as unknown } };
  if (type === 'rich_text_input') return { [action_id]: { type, rich_text_value: composed(value) } };
  if (type === 'static_select') return { [action_id]: { type, selected_option: value === '' ? null : { value } } };
  return { [action_id]: type === 'datepicker' ? { type, selected_date: value || null } : { type, value } };
}

function choose(
  { type, options = [], initial_options = [], max_selected_items: most }: Input,
  value: string,
  found: readonly Choice[],
) {
  const offered = [...options, ...initial_options, ...found];
  const chosen = value === '' ? [] : value.split('\n').map((one) => offered.find((option) => option.value === one) ?? one);
  const odd = chosen.find((one) => typeof one === 'string');
  if (odd !== undefined) throw new Error(`the ${type} offers no “${odd}”, only ${offered.map((one) => one.value).join(', ')}`);
  if (chosen.length > (most ?? Infinity)) throw new Error(`the ${type} lets nobody choose more than ${most}`);
  return chosen;
}

/** What a field is sent as that nobody touched. */
export function untouched(element: Json): Json {
  const { type, action_id, initial_value, initial_option, initial_options, initial_date } = element;
  if (type === 'file_input') return { [String(action_id)]: { type, files: [] } };
  if (type === 'rich_text_input') return { [String(action_id)]: { type, rich_text_value: initial_value ?? composed('') } };
  const state = several.includes(String(type))
    ? { selected_options: initial_options ?? [] }
    : { value: initial_value ?? null, selected_option: initial_option ?? null, selected_date: initial_date ?? null };
  return { [String(action_id)]: { type, ...state } };
}

// Interactive elements (docs.slack.dev/reference/block-kit/block-elements). One the bot does not use is unknown here.
import { limits } from './limits.ts';
import { Misshapen, refuse } from './api-error.ts';
import { checkRichTextBlock } from './rich-text.ts';
import { checkList, checkShape, checkString, checkText, type Json } from './text-object.ts';

type Home = 'section' | 'actions' | 'input';

/** Where each element may stand. */
const homes: Record<string, Home[]> = {
  button: ['section', 'actions'],
  static_select: ['section', 'actions', 'input'],
  datepicker: ['section', 'actions', 'input'],
  plain_text_input: ['input'],
  rich_text_input: ['input'],
  checkboxes: ['section', 'actions', 'input'],
  multi_static_select: ['section', 'input'],
  multi_external_select: ['section', 'input'],
  file_input: ['input'],
};

export function checkElement(value: unknown, home: Home, at: string): Json {
  const element = value as Json;
  refuse(typeof value !== 'object' || value === null, 'must be an object', at);
  const type = String(element.type);
  refuse(!homes[type]?.includes(home), `unsupported type: ${type}`, `${at}/type`);
  checks[type]?.(element, at);
  checkString(element.action_id, limits.actionId, `${at}/action_id`);
  if (element.placeholder !== undefined) checkText(element.placeholder, ['plain_text'], limits.placeholder, `${at}/placeholder`);
  return element;
}

const checks: Record<string, (element: Json, at: string) => void> = {
  button: (element, at) => {
    checkShape(element, ['type', 'text', 'action_id'], ['url', 'value', 'style', 'confirm', 'accessibility_label'], at);
    checkText(element.text, ['plain_text'], limits.buttonText, `${at}/text`);
    if (element.value !== undefined) checkString(element.value, limits.buttonValue, `${at}/value`);
    if (element.url !== undefined) checkString(element.url, limits.buttonUrl, `${at}/url`);
    refuse(element.url !== undefined && !URL.canParse(element.url as string), 'must be a valid URL', `${at}/url`);
    refuse(![undefined, 'primary', 'danger'].includes(element.style as undefined), 'must be a valid enum value', `${at}/style`);
  },
  static_select: (element, at) => {
    const listed = element.option_groups === undefined ? 'options' : 'option_groups';
    checkShape(element, ['type', 'action_id', listed], ['initial_option', 'placeholder', 'confirm', 'focus_on_load'], at);
    const options =
      listed === 'options' ? checkOptions(element.options, limits.selectOptions, `${at}/options`) : checkGroups(element, at);
    if (element.initial_option !== undefined) checkAmong(options, element.initial_option, `${at}/initial_option`);
  },
  checkboxes: (element, at) => {
    checkShape(element, ['type', 'action_id', 'options'], ['initial_options', 'confirm', 'focus_on_load'], at);
    checkInitial(element, checkOptions(element.options, limits.checkboxes, `${at}/options`), at);
  },
  multi_static_select: (element, at) => {
    checkShape(element, ['type', 'action_id', 'options'], ofMultiSelects, at);
    checkInitial(element, checkOptions(element.options, limits.selectOptions, `${at}/options`), at);
  },
  multi_external_select: (element, at) => {
    checkShape(element, ['type', 'action_id'], ['min_query_length', ...ofMultiSelects], at);
    checkInitial(element, null, at);
  },
  file_input: (element, at) => {
    checkShape(element, ['type', 'action_id'], ['filetypes', 'max_files'], at);
    const most = (element.max_files ?? limits.inputFiles) as number;
    refuse(!(most >= 1 && most <= limits.inputFiles), `must be from 1 to ${limits.inputFiles}`, `${at}/max_files`);
  },
  datepicker: (element, at) => {
    checkShape(element, ['type', 'action_id'], ['initial_date', 'placeholder', 'confirm', 'focus_on_load'], at);
    const { initial_date: date } = element;
    refuse(date !== undefined && !isDate(date), 'must be a valid date', `${at}/initial_date`);
  },
  rich_text_input: (element, at) => {
    checkShape(element, ['type', 'action_id'], ['initial_value', 'dispatch_action_config', 'focus_on_load', 'placeholder'], at);
    if (element.initial_value !== undefined) checkRichTextBlock(element.initial_value, `${at}/initial_value`);
  },
  plain_text_input: (element, at) => {
    checkShape(
      element,
      ['type', 'action_id'],
      ['initial_value', 'multiline', 'min_length', 'max_length', 'dispatch_action_config', 'focus_on_load', 'placeholder'],
      at,
    );
    const most = (element.max_length ?? limits.inputLength) as number;
    refuse(!(most >= 1 && most <= limits.inputLength), `must be from 1 to ${limits.inputLength}`, `${at}/max_length`);
    if (element.initial_value === undefined) return;
    if (typeof element.initial_value !== 'string') throw new Misshapen('must be a string', `${at}/initial_value`);
    refuse(element.initial_value.length > most, `must be less than ${most + 1} characters`, `${at}/initial_value`);
  },
};

const ofMultiSelects = ['initial_options', 'max_selected_items', 'placeholder', 'confirm', 'focus_on_load'];

/** @param options null: they are asked for, and not known here */
function checkInitial(
  { initial_options: initial, max_selected_items: most = Infinity }: Json,
  options: unknown[] | null,
  at: string,
): void {
  refuse(!((most as number) >= 1), 'must be more than 0', `${at}/max_selected_items`);
  if (initial === undefined) return;
  const chosen = checkOptions(initial, Math.min(most as number, limits.selectOptions), `${at}/initial_options`);
  if (options) chosen.forEach((one, index) => checkAmong(options, one, `${at}/initial_options/${index}`));
}

function checkAmong(options: unknown[], chosen: unknown, at: string): void {
  const same = options.some((option) => JSON.stringify(option) === JSON.stringify(chosen));
  refuse(!same, 'must exactly match one of the options', at);
}

function checkOptions(value: unknown, most: number, at: string): unknown[] {
  const options = checkList(value, most, at);
  options.forEach((option, index) => checkOption(option, `${at}/${index}`));
  return options;
}

/** @returns the options of all groups */
function checkGroups({ option_groups: value }: Json, at: string): unknown[] {
  return checkList(value, limits.selectOptions, `${at}/option_groups`).flatMap((one, index) => {
    const where = `${at}/option_groups/${index}`;
    const { label, options } = checkShape(one, ['label', 'options'], [], where);
    checkText(label, ['plain_text'], limits.optionText, `${where}/label`);
    return checkOptions(options, limits.selectOptions, `${where}/options`);
  });
}

/** The answer to a `block_suggestion`; nothing found is an empty list. @returns its options @throws Misshapen */
export function checkSuggestions(body: unknown): { text: { text: string }; value: string }[] {
  const { options } = checkShape(body, ['options'], [], '');
  if (Array.isArray(options) && options.length === 0) return [];
  return checkOptions(options, limits.selectOptions, '/options') as { text: { text: string }; value: string }[];
}

function checkOption(value: unknown, at: string): void {
  const option = checkShape(value, ['text', 'value'], ['description', 'url'], at);
  checkText(option.text, ['plain_text'], limits.optionText, `${at}/text`);
  checkString(option.value, limits.optionValue, `${at}/value`);
}

function isDate(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
}

// Interactive elements (docs.slack.dev/reference/block-kit/block-elements). One the bot does not use is unknown here.
import { limits } from '../../../src/slack/limits.ts';
import { Misshapen, refuse } from './api-error.ts';
import { checkList, checkShape, checkString, checkText, type Json } from './text-object.ts';

type Home = 'section' | 'actions' | 'input';

/** Where each element may stand. */
const homes: Record<string, Home[]> = {
  button: ['section', 'actions'],
  static_select: ['section', 'actions', 'input'],
  datepicker: ['section', 'actions', 'input'],
  plain_text_input: ['input'],
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
    checkShape(element, ['type', 'action_id', 'options'], ['initial_option', 'placeholder', 'confirm', 'focus_on_load'], at);
    const options = checkList(element.options, limits.selectOptions, `${at}/options`);
    options.forEach((option, index) => checkOption(option, `${at}/options/${index}`));
    if (element.initial_option === undefined) return;
    const same = options.some((option) => JSON.stringify(option) === JSON.stringify(element.initial_option));
    refuse(!same, 'must exactly match one of the options', `${at}/initial_option`);
  },
  datepicker: (element, at) => {
    checkShape(element, ['type', 'action_id'], ['initial_date', 'placeholder', 'confirm', 'focus_on_load'], at);
    const { initial_date: date } = element;
    refuse(date !== undefined && !isDate(date), 'must be a valid date', `${at}/initial_date`);
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

function checkOption(value: unknown, at: string): void {
  const option = checkShape(value, ['text', 'value'], ['description', 'url'], at);
  checkText(option.text, ['plain_text'], limits.optionText, `${at}/text`);
  checkString(option.value, limits.optionValue, `${at}/value`);
}

export function isDate(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
}

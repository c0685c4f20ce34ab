// Refuses what Slack refuses: every message and view is held against the limits table.
import { limits } from '../../../src/slack/limits.ts';
import { ApiError } from './api-error.ts';
import type { Block } from './state.ts';

type Json = Record<string, unknown>;

const blockTypes = new Set(['header', 'section', 'context', 'divider', 'actions', 'input', 'image']);

/** @throws ApiError invalid_blocks, naming the place */
export function checkBlocks(blocks: Block[] | undefined, surface: 'message' | 'view'): void {
  if (!blocks) return;
  const most = surface === 'message' ? limits.messageBlocks : limits.viewBlocks;
  refuse(blocks.length > most, `${blocks.length} blocks`);
  const ids = blocks.flatMap((block) => (block.block_id ? [block.block_id] : []));
  refuse(new Set(ids).size !== ids.length, 'a block_id twice');
  blocks.forEach((block, index) => checkBlock(block, surface, `blocks[${index}]`));
}

export function checkView(view: Json): void {
  refuse(view.type !== 'modal' && view.type !== 'home', 'view type');
  if (view.type === 'modal') checkText(view.title, 'plain_text', limits.viewTitle, 'title');
  const hasInput = (view.blocks as Block[]).some((block) => block.type === 'input');
  refuse(hasInput && view.type === 'modal' && !view.submit, 'an input without submit');
  if (view.submit) checkText(view.submit, 'plain_text', limits.viewSubmit, 'submit');
  if (view.close) checkText(view.close, 'plain_text', limits.viewSubmit, 'close');
  refuse(typeof view.private_metadata === 'string' && view.private_metadata.length > limits.viewMetadata, 'private_metadata');
  checkBlocks(view.blocks as Block[], 'view');
}

function checkBlock(block: Block, surface: string, at: string): void {
  refuse(!blockTypes.has(block.type), `${at}: unknown type ${block.type}`);
  switch (block.type) {
    case 'header':
      return checkText(block.text, 'plain_text', limits.headerText, at);
    case 'section':
      return checkSection(block, at);
    case 'context': {
      const elements = block.elements as Json[];
      refuse(elements.length === 0 || elements.length > limits.contextElements, `${at}: elements`);
      return elements.forEach((element) => checkText(element, 'mrkdwn', limits.sectionText, at));
    }
    case 'actions': {
      const elements = block.elements as Json[];
      refuse(elements.length === 0 || elements.length > limits.actionsElements, `${at}: elements`);
      const ids = elements.map((element) => element.action_id);
      refuse(new Set(ids).size !== ids.length, `${at}: an action_id twice`);
      return elements.forEach((element) => checkElement(element, at));
    }
    case 'input':
      refuse(surface !== 'view', `${at}: an input in a message`);
      checkText(block.label, 'plain_text', limits.inputLabel, `${at}.label`);
      if (block.hint) checkText(block.hint, 'plain_text', limits.inputHint, `${at}.hint`);
      return checkElement(block.element as Json, `${at}.element`);
  }
}

function checkSection(block: Block, at: string): void {
  refuse(!block.text && !block.fields, `${at}: neither text nor fields`);
  if (block.text) checkText(block.text, 'mrkdwn', limits.sectionText, at, true);
  const fields = (block.fields ?? []) as Json[];
  refuse(fields.length > limits.sectionFields, `${at}: fields`);
  for (const field of fields) checkText(field, 'mrkdwn', limits.fieldText, `${at}.fields`);
  if (block.accessory) checkElement(block.accessory as Json, `${at}.accessory`);
}

function checkElement(element: Json, at: string): void {
  refuse(typeof element.action_id !== 'string' || element.action_id.length > limits.actionId, `${at}: action_id`);
  switch (element.type) {
    case 'button':
      checkText(element.text, 'plain_text', limits.buttonText, at);
      refuse(typeof element.value === 'string' && element.value.length > limits.buttonValue, `${at}: value`);
      return refuse(element.style !== undefined && element.style !== 'primary' && element.style !== 'danger', `${at}: style`);
    case 'static_select':
      return checkOptions(element, at);
    case 'plain_text_input': {
      const most = element.max_length as number;
      refuse(most < 1 || most > limits.inputLength, `${at}: max_length`);
      return refuse(typeof element.initial_value === 'string' && element.initial_value.length > most, `${at}: initial_value`);
    }
    case 'datepicker':
      return refuse(
        element.initial_date !== undefined && !/^\d{4}-\d\d-\d\d$/.test(element.initial_date as string),
        `${at}: initial_date`,
      );
    default:
      refuse(true, `${at}: unknown element ${String(element.type)}`);
  }
}

function checkOptions(element: Json, at: string): void {
  const options = element.options as { text: Json; value: string }[];
  refuse(options.length === 0 || options.length > limits.selectOptions, `${at}: options`);
  for (const option of options) {
    checkText(option.text, 'plain_text', limits.optionText, `${at}.options`);
    refuse(option.value.length > limits.optionValue, `${at}.options: value`);
  }
  const initial = element.initial_option as { value: string } | undefined;
  refuse(initial !== undefined && !options.some(({ value }) => value === initial.value), `${at}: initial_option`);
}

function checkText(text: unknown, type: 'plain_text' | 'mrkdwn', most: number, at: string, either = false): void {
  const { type: given, text: words } = (text ?? {}) as { type?: string; text?: string };
  refuse(given !== type && !(either && given === 'plain_text'), `${at}: text type ${String(given)}`);
  refuse(typeof words !== 'string' || words.length === 0 || words.length > most, `${at}: text of ${words?.length ?? 0}`);
}

function refuse(condition: boolean, detail: string): void {
  if (condition) throw new ApiError('invalid_blocks', detail);
}

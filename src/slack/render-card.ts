// A Card as Block Kit. Pure and exhaustive; every limit is kept here, so that Slack never rejects what is shown.
import type { types } from '@slack/bolt';
import type { Button, Card, Control, Element, LinkButton, Select, Tone } from '../chat/elements.ts';
import { inlineMrkdwn } from './inline.ts';
import { cut, limits } from './limits.ts';
import { toMrkdwn } from './mrkdwn.ts';

type Block = types.KnownBlock;

/** A sign for each tone: colour alone says nothing to some. */
const signs: Record<Tone, string> = {
  neutral: ':information_source:',
  good: ':white_check_mark:',
  warning: ':warning:',
  danger: ':rotating_light:',
};

/** @returns what chat.postMessage and its like take: blocks, and the text for notifications and screen readers */
export function renderMessage(card: Card): { text: string; blocks: Block[] } {
  return { text: plainFallback(card.summary), blocks: renderBlocks(card.elements, limits.messageBlocks) };
}

/** @param most blocks the surface takes; what is beyond is cut, and said to be */
export function renderBlocks(elements: readonly Element[], most: number): Block[] {
  const blocks = elements.flatMap((element, index) => renderElement(element, index));
  if (blocks.length <= most) return blocks;
  return [
    ...blocks.slice(0, most - 1),
    context('There is more than fits here. Use `view` with the case number, or a narrower search.'),
  ];
}

function renderElement(element: Element, index: number): Block[] {
  switch (element.kind) {
    case 'heading':
      return [{ type: 'header', text: { type: 'plain_text', text: cut(element.text, limits.headerText), emoji: false } }];
    case 'text':
      return split(inlineMrkdwn(element.words)).map(section);
    case 'quiet':
      return [context(inlineMrkdwn(element.words))];
    case 'markdown':
      return split(toMrkdwn(element.text)).map(section);
    case 'fields':
      return chunks(element.fields, limits.sectionFields).map((fields) => ({
        type: 'section',
        fields: fields.map(({ label, value }) =>
          mrkdwn(cut(`*${inlineMrkdwn([label])}*\n${inlineMrkdwn(value) || '–'}`, limits.fieldText)),
        ),
      }));
    case 'row': {
      const text = mrkdwn(
        cut(
          [inlineMrkdwn(element.words), ...(element.detail ? [inlineMrkdwn(element.detail)] : [])].join('\n'),
          limits.sectionText,
        ),
      );
      return [{ type: 'section', text, ...(element.button ? { accessory: button(element.button, `${index}`) } : {}) }];
    }
    case 'callout':
      return split(`${signs[element.tone]} ${inlineMrkdwn(element.words)}`).map(section);
    case 'divider':
      return [{ type: 'divider' }];
    case 'controls':
      return chunks(element.controls, 5).map((controls) => ({
        type: 'actions',
        elements: controls.map((control, at) => renderControl(control, `${index}.${at}`)),
      }));
  }
}

function renderControl(control: Control, id: string): types.Button | types.StaticSelect {
  switch (control.kind) {
    case 'button':
      return button(control, id);
    case 'link':
      return linkButton(control, id);
    case 'select':
      return select(control, id);
  }
}

/** The action stands before the `#`; what follows only keeps the ids of one block apart. */
function actionId(action: string, id: string): string {
  return `${action}#${id}`;
}

function button(control: Button, id: string): types.Button {
  return {
    type: 'button',
    text: plain(control.label, limits.buttonText),
    action_id: actionId(control.action, id),
    value: cut(control.value || ' ', limits.buttonValue),
    ...(control.style ? { style: control.style } : {}),
  };
}

function linkButton(control: LinkButton, id: string): types.Button {
  return { type: 'button', text: plain(control.label, limits.buttonText), url: control.url, action_id: actionId('link', id) };
}

/** A value longer than an option may hold stands in the block's place instead: see `optionValue`. */
function select(control: Select, id: string): types.StaticSelect {
  const options = control.options.slice(0, limits.selectOptions).map(renderOption);
  const initial = options.find((option) => option.value === control.initial);
  return {
    type: 'static_select',
    action_id: actionId(control.action, id),
    placeholder: plain(control.label, limits.placeholder),
    options,
    ...(initial ? { initial_option: initial } : {}),
  };
}

export function renderOption(option: { label: string; value: string }): types.PlainTextOption {
  return { text: plain(option.label, limits.optionText), value: option.value.slice(0, limits.optionValue) };
}

export function plain(text: string, max: number): types.PlainTextElement {
  return { type: 'plain_text', text: cut(text || ' ', max), emoji: true };
}

function section(text: string): types.SectionBlock {
  return { type: 'section', text: mrkdwn(text || ' ') };
}

function context(text: string): types.ContextBlock {
  return { type: 'context', elements: [mrkdwn(cut(text || ' ', limits.sectionText))] };
}

/** verbatim: Slack makes no links and mentions of its own out of what people typed. */
function mrkdwn(text: string): types.MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

function plainFallback(text: string): string {
  return cut(text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'), limits.fallbackText);
}

/** Long text as several sections, cut where a line or a word ends. */
function split(text: string): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > limits.sectionText) {
    const window = rest.slice(0, limits.sectionText);
    const at = Math.max(window.lastIndexOf('\n'), window.lastIndexOf(' '));
    const end = at > limits.sectionText / 2 ? at : cut(rest, limits.sectionText).length - 1;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end).replace(/^\s/, '');
  }
  return [...parts, rest];
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));
}

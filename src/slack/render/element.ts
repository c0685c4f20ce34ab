// One element of a card as Block Kit blocks. Whether all of a card's blocks fit is decided in fit.ts.
// Follows docs.slack.dev/reference/block-kit.
import type { types } from '@slack/bolt';
import type { Button, CardFile, Control, Element, LinkButton, Option, Select } from '../../cards/elements.ts';
import { formatSize } from '../../cards/file-line.ts';
import { toneSigns } from '../../cards/tones.ts';
import { truncate, visibleText } from '../../cards/visible-text.ts';
import { inlineMrkdwn } from './inline.ts';
import { limits } from './limits.ts';
import { contextBlock, mrkdwn, sections } from './sections.ts';
import { cutMrkdwn } from './split.ts';
import { writtenBlocks, type WrittenDetail } from './written-text.ts';

type Block = types.KnownBlock;

/** How much of the text that people wrote is shown. */
export interface Detail extends WrittenDetail {
  /** characters of a field, and of a list item's title and detail */
  field: number;
  title: number;
  itemDetail: number;
}

/** Shows everything. */
export const fullDetail: Detail = { sections: Infinity, native: Infinity, field: 1600, title: 1400, itemDetail: 1400 };
/** Shows everything in less room: mrkdwn takes a third of what rich text blocks and tables do. */
export const leanDetail: Detail = { ...fullDetail, native: 0 };
/** Shows the beginning of every text, for a card that is too large otherwise. */
export const briefDetail: Detail = { sections: 1, native: 3000, field: 300, title: 80, itemDetail: 220 };

/** Renders an element. @param id makes the action ids of one message unique @param copies of its images, which Slack can show */
export function renderElement(element: Element, id: string, detail: Detail, copies = noCopies): Block[] {
  switch (element.kind) {
    case 'heading':
      return [{ type: 'header', text: plainText(element.text, limits.headerText) }];
    case 'text':
      return sections(inlineMrkdwn(element.text), detail.sections);
    case 'context':
      return [contextBlock(inlineMrkdwn(element.text))];
    case 'markdown':
      return writtenBlocks(element.text, detail);
    case 'fields':
      return chunks(element.fields, limits.sectionFields).map((fields) => ({
        type: 'section',
        fields: fields.map(({ label, value }) =>
          mrkdwn(`${inlineMrkdwn([{ bold: label }])}\n${cutMrkdwn(inlineMrkdwn(value), detail.field) || '–'}`, limits.fieldText),
        ),
      }));
    case 'listItem':
      return [renderListItem(element, id, detail)];
    case 'callout':
      return sections(`${toneSigns[element.tone]} ${inlineMrkdwn(element.text)}`, detail.sections);
    case 'divider':
      return [{ type: 'divider' }];
    case 'image':
      return [imageBlock(element.file, id, copies)];
    case 'chart':
      return [{ type: 'image', image_url: element.url, alt_text: plainText(element.text, limits.imageText).text }];
    case 'files':
      return element.files.map((file, at) => fileBlock(file, `${id}.${at}`));
    case 'actions':
      return chunks(element.actions.filter(isUsable), controlsPerRow).map((controls, line) => ({
        type: 'actions',
        elements: controls.map((control, at) => renderControl(control, `${id}.${line}.${at}`)),
      }));
  }
}

/** More than five wrap to a second line, which reads badly. */
const controlsPerRow = 5;

/** Slack refuses a select without options and a link without a valid address. */
function isUsable(control: Control): boolean {
  if (control.kind === 'link') return URL.canParse(control.url);
  return control.kind !== 'select' || control.options.length > 0;
}

/** Slack's ids of uploaded copies of images, by the ids of the files. */
export type Copies = ReadonlyMap<number, string>;
const noCopies: Copies = new Map();

/** A picture without a copy is a file like others. */
function imageBlock(file: CardFile, id: string, copies: Copies): Block {
  const copy = copies.get(file.id);
  if (copy === undefined) return fileBlock(file, id);
  const name = plainText(file.name, limits.imageText);
  return { type: 'image', slack_file: { id: copy }, alt_text: name.text, title: name };
}

/** A line with a button that downloads the file, where it has an address. */
function fileBlock({ name, size, url }: CardFile, id: string): Block {
  const download: LinkButton = { kind: 'link', label: 'Download', url: url ?? '' };
  return {
    type: 'section',
    text: mrkdwn(inlineMrkdwn([{ bold: name }, ` · ${formatSize(size)}`]), limits.sectionText),
    ...(isUsable(download)
      ? { accessory: { ...renderLink(download, id), accessibility_label: truncate(`Download ${name}`, limits.buttonText) } }
      : {}),
  };
}

function renderListItem(item: Element & { kind: 'listItem' }, id: string, detail: Detail): Block {
  const { text, detail: more, passage, button } = item;
  const lines = [
    cutMrkdwn(inlineMrkdwn(text), detail.title),
    ...(more && detail.itemDetail > 0 ? [cutMrkdwn(inlineMrkdwn(more), detail.itemDetail)] : []),
    ...(passage ? [inlineMrkdwn(passage)] : []),
  ];
  return {
    type: 'section',
    text: mrkdwn(lines.join('\n'), limits.sectionText),
    ...(button ? { accessory: renderButton(button, id) } : {}),
  };
}

function renderControl(control: Control, id: string): types.Button | types.StaticSelect {
  switch (control.kind) {
    case 'button':
      return renderButton(control, id);
    case 'link':
      return renderLink(control, id);
    case 'select':
      return renderSelect(control, id);
  }
}

/** The action of link buttons, which the client opens by itself. */
export const linkAction = 'link';

/** The action comes before the `#`; the rest only makes the ids of a block unique. */
function actionId(action: string, id: string): string {
  return `${action}#${id}`;
}

function renderButton(control: Button, id: string): types.Button {
  return {
    type: 'button',
    text: plainText(control.label, limits.buttonText),
    action_id: actionId(control.action, id),
    ...(control.value ? { value: control.value.slice(0, limits.buttonValue) } : {}),
    ...(control.style ? { style: control.style } : {}),
  };
}

function renderLink(control: LinkButton, id: string): types.Button {
  return {
    type: 'button',
    text: plainText(control.label, limits.buttonText),
    url: control.url.slice(0, limits.buttonUrl),
    action_id: actionId(linkAction, id),
  };
}

function renderSelect(control: Select, id: string): types.StaticSelect {
  return {
    type: 'static_select',
    action_id: actionId(control.action, id),
    ...grouped(control.options, renderOptions(control.options, control.initial, control.label)),
  };
}

/** Puts the options of a menu that has groups below their headings. */
function grouped<T extends ReturnType<typeof renderOptions>>(options: readonly Option[], rendered: T) {
  if (options[0]?.group === undefined) return rendered;
  const { options: all, ...rest } = rendered;
  const headings = [...new Set(options.slice(0, all.length).map(({ group = '' }) => group))];
  const option_groups = headings.map((heading) => ({
    label: plainText(heading, limits.optionText),
    options: all.filter((_, at) => options[at]?.group === heading),
  }));
  return { ...rest, option_groups };
}

/**
 * Renders the options of a select. The placeholder names the initial choice, because clients that ignore initial options show the
 * placeholder instead.
 */
export function renderOptions(options: readonly Option[], initial: string | undefined, placeholder: string) {
  const rendered = options.slice(0, limits.selectOptions).map(renderOption);
  const chosen = options.slice(0, limits.selectOptions).findIndex((option) => option.value === initial);
  return {
    options: rendered,
    placeholder: plainText(options[chosen]?.label ?? placeholder, limits.placeholder),
    ...(rendered[chosen] ? { initial_option: rendered[chosen] } : {}),
  };
}

/** Renders one option of a select, of checkboxes or of suggestions. */
export function renderOption(option: Option): types.PlainTextOption {
  return { text: plainText(option.label, limits.optionText), value: option.value.slice(0, limits.optionValue) || ' ' };
}

/** Makes a plain text object of at least one character, which Slack requires. @param max characters */
export function plainText(text: string, max: number): types.PlainTextElement {
  return { type: 'plain_text', text: truncate(visibleText(text).trim() || '–', max) };
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));
}

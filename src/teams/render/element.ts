// One element of a card as Adaptive Card elements. Whether all of a card's elements fit is decided in fit.ts.
import type { Element, Inline, PassagePart, Tone } from '../../cards/elements.ts';
import { formatDate } from '../../domain/text/times.ts';
import { cutInlines } from '../../cards/cut-inlines.ts';
import { toneSigns } from '../../cards/tones.ts';
import { truncate } from '../../cards/visible-text.ts';
import type { CardElement, Column, ColumnSet, Container, Line, TextStyle } from './adaptive-card.ts';
import { cutElements } from './cut-elements.ts';
import { markdownLine, type Piece } from './escape.ts';
import { limits } from './limits.ts';
import type { Mentions } from './mentions.ts';
import { title } from './plain-text.ts';
import type { Spots } from './plan-actions.ts';
import { buttonAction, type CardContext } from './action.ts';
import { renderControls } from './actions.ts';
import { runLines, inlineLines } from './inline.ts';
import { renderChart, renderFile, renderImage } from './file.ts';

/** How much of the text that people wrote is shown, in characters. */
export interface Detail {
  /** per text */
  text: number;
  /** of a field, and of a list item's title and detail */
  field: number;
  title: number;
  itemDetail: number;
}

/** What all elements of a card are rendered with. */
export interface RenderContext extends CardContext {
  detail: Detail;
  mentions: Mentions;
  spots: Spots;
  /** name of the card's author, if it has one */
  author?: string;
  /** renders CommonMark; each text is parsed once, however often it is rendered */
  markdown: (text: string) => CardElement[];
}

/** A background for each tone. The tone's sign comes along, because not everybody sees colors. */
const styles = {
  neutral: 'emphasis',
  good: 'good',
  warning: 'warning',
  danger: 'attention',
  incident: 'warning',
  maintenance: 'good',
  over: 'emphasis',
} as const;

const smallPrint: TextStyle = { size: 'Small', isSubtle: true };

/**
 * Renders an element.
 * @param at the element's index in the card
 * @returns nothing for a divider, which becomes a line above the next element
 */
export function renderElement(element: Element, at: number, context: RenderContext): CardElement[] {
  switch (element.kind) {
    case 'heading':
      return runLines([{ text: title(element.text, limits.heading) }], { size: 'Large', weight: 'Bolder' });
    case 'text':
      return shortened(inlineLines(element.text, {}, context.mentions), context);
    case 'context':
      return shortened(renderContext(element.text, context), context);
    case 'markdown':
      return shortened(context.markdown(element.text), context);
    case 'fields':
      return element.fields.map((field, index) => renderField(field, index, context));
    case 'listItem':
      return [renderListItem(element, context)];
    case 'callout':
      return [renderCallout(element.tone, element.text, context)];
    case 'divider':
      return [];
    case 'image':
      return renderImage(element.file);
    case 'chart':
      return renderChart(element);
    case 'files':
      return element.files.flatMap(renderFile);
    case 'actions':
      return renderControls(element.actions, at, context);
  }
}

/** The line that names the author shows the name in the size of the text: bots in Teams speak under their own name and picture. */
function renderContext(text: readonly Inline[], { author, mentions }: RenderContext): Line[] {
  const runs = text.map((part) =>
    typeof part === 'string' ? { text: part } : 'bold' in part ? { text: part.bold, bold: true } : null,
  );
  const names = author !== undefined && runs.some((run) => run?.bold && run.text === author);
  if (!names || runs.some((run) => run === null)) return inlineLines(text, smallPrint, mentions);
  const inlines = runs.flatMap((run) => runLines(run ? [run] : [], run?.bold ? {} : smallPrint).flatMap((line) => line.inlines));
  return [{ type: 'RichTextBlock', inlines }];
}

/** Renders a callout. */
export function renderCallout(
  tone: Tone,
  text: readonly Inline[],
  context: Shortening & Pick<RenderContext, 'mentions'>,
): Container {
  const items = inlineLines([`${toneSigns[tone]} `, ...text], {}, context.mentions);
  return { type: 'Container', style: styles[tone], bleed: false, items: shortened(items, context) };
}

/** Renders a small gray line. */
export function contextLine(text: string): Line[] {
  return inlineLines([text], smallPrint, new Map());
}

interface Shortening {
  detail: Pick<Detail, 'text'>;
}

function shortened(elements: readonly CardElement[], { detail }: Shortening): CardElement[] {
  const { kept, isCut } = cutElements(elements, detail.text);
  return isCut ? [...kept, ...contextLine('… This text is too long to show in full.')] : kept;
}

/** Label and value in one row. Rows of their own stay aligned when a value wraps, also on a phone. */
function renderField({ label, value }: { label: string; value: Inline[] }, index: number, context: RenderContext): ColumnSet {
  const { kept } = cutElements(inlineLines(value, {}, context.mentions), context.detail.field);
  const name = runLines([{ text: title(label, limits.label) }], { isSubtle: true });
  return {
    type: 'ColumnSet',
    ...(index > 0 ? { spacing: 'Small' as const } : {}),
    columns: [
      { type: 'Column', width: 1, items: name },
      { type: 'Column', width: 2, items: kept.length > 0 ? kept : runLines([{ text: '–' }], {}) },
    ],
  };
}

/** The whole item acts as its button; the button's label at the end shows that. */
function renderListItem(item: Element & { kind: 'listItem' }, context: RenderContext): ColumnSet {
  const { text, detail: more = [], passage, button } = item;
  const { detail, mentions } = context;
  const isDense = detail.itemDetail === 0;
  const head = isDense ? denseLine(text, context) : cutElements(inlineLines(text, {}, mentions), detail.title).kept;
  const below = isDense ? [] : inlineLines(cutInlines(more, detail.itemDetail), smallPrint, mentions);
  const lines = [...below, ...(passage ? [passageLine(passage)] : [])];
  const items = [...head, ...lines.map((line, index) => (index === 0 ? { ...line, spacing: 'None' as const } : line))];
  const column: Column = { type: 'Column', width: 'stretch', items: items.length > 0 ? items : runLines([{ text: '–' }], {}) };
  if (!button) return { type: 'ColumnSet', separator: true, columns: [column] };
  // a TextBlock: a RichTextBlock swallows the tap in some clients (github.com/microsoft/AdaptiveCards/issues/9344)
  const buttonColumn: Column = {
    type: 'Column',
    width: 'auto',
    ...(isDense ? {} : { verticalContentAlignment: 'Center' }),
    items: [{ type: 'TextBlock', text: markdownLine([{ text: `${title(button.label, 30)} ›` }]), wrap: true, color: 'Accent' }],
  };
  const label = `${button.label} ${plainText(text)}`;
  const named = { ...button, label: isDense ? truncate(label, denseLabel) : label };
  const { style: _, ...selectAction } = buttonAction(named, context);
  return { type: 'ColumnSet', separator: true, columns: [column, buttonColumn], selectAction };
}

/** Length of a button's label for screen readers in a long list: enough for a case number. */
const denseLabel = 20;

/** The title alone, in as little room as possible. */
function denseLine(text: readonly Inline[], { detail, mentions }: RenderContext): Line[] {
  const parts = cutInlines(text, detail.title);
  const isPlain = (part: Inline): part is PassagePart => typeof part === 'string' || 'bold' in part;
  return parts.every(isPlain)
    ? [{ type: 'TextBlock', text: markdownLine(parts.map(pieceOf)), wrap: true }]
    : inlineLines(parts, {}, mentions);
}

/** A TextBlock: the runs of a RichTextBlock would take three times the room. */
function passageLine(passage: readonly PassagePart[]): Line {
  return { type: 'TextBlock', text: markdownLine(passage.map(pieceOf)), wrap: true, ...smallPrint };
}

function pieceOf(part: PassagePart): Piece {
  return typeof part === 'string' ? { text: part } : { text: part.bold, bold: true };
}

/** For screen readers, which read the button without the item's text. */
function plainText(text: readonly Inline[]): string {
  return text
    .map((part) => {
      if (typeof part === 'string') return part;
      if ('bold' in part) return part.bold;
      if ('at' in part) return formatDate(part.at, 'UTC');
      return 'mention' in part ? part.name : part.text;
    })
    .join('');
}

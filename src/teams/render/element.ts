// One element of a card as Adaptive Card elements. Pure and exhaustive.
import type { Element, Inline, Tone } from '../../cards/elements.ts';
import { toneSigns } from '../../cards/tones.ts';
import type { CardElement, Column, ColumnSet, Container, Line, TextStyle } from './adaptive-card.ts';
import { cutElements } from './cut-elements.ts';
import { markdownLine } from './escape.ts';
import { limits } from './limits.ts';
import type { Mentions } from './mentions.ts';
import { title } from './plain-text.ts';
import type { Spots } from './plan-actions.ts';
import { pressAction, type Surface } from './action.ts';
import { renderControls } from './actions.ts';
import { runLines, wordLines } from './inline.ts';

/** How much is shown of what people wrote, in characters. */
export interface Detail {
  /** of one text */
  text: number;
  /** of a field, and of a line of a list: its title, and what stands below */
  field: number;
  title: number;
  below: number;
}

/** What a card's elements are drawn with. */
export interface Around extends Surface {
  detail: Detail;
  mentions: Mentions;
  spots: Spots;
  /** a text of CommonMark as elements: parsed once, however often it is drawn */
  markdown: (text: string) => CardElement[];
}

/** A sign for each tone, the same as in Slack: colour alone says nothing to some. */
const styles = {
  neutral: 'emphasis',
  good: 'good',
  warning: 'warning',
  danger: 'attention',
  incident: 'warning',
  maintenance: 'good',
  over: 'emphasis',
} as const;

const quiet: TextStyle = { size: 'Small', isSubtle: true };

/**
 * @param at the element's place in the card
 * @returns nothing for a divider: it is a line above the next element
 */
export function renderElement(element: Element, at: number, around: Around): CardElement[] {
  switch (element.kind) {
    case 'heading':
      return runLines([{ text: title(element.text, limits.heading) }], { size: 'Large', weight: 'Bolder' });
    case 'text':
      return shortened(wordLines(element.text, {}, around.mentions), around);
    case 'context':
      return shortened(wordLines(element.text, quiet, around.mentions), around);
    case 'markdown':
      return shortened(around.markdown(element.text), around);
    case 'fields':
      return element.fields.map((field, index) => renderField(field, index, around));
    case 'listItem':
      return [renderRow(element, around)];
    case 'callout':
      return [renderCallout(element.tone, element.text, around)];
    case 'divider':
      return [];
    case 'actions':
      return renderControls(element.actions, at, around);
  }
}

export function renderCallout(tone: Tone, words: readonly Inline[], around: Shortening & Pick<Around, 'mentions'>): Container {
  const items = wordLines([`${toneSigns[tone]} `, ...words], {}, around.mentions);
  return { type: 'Container', style: styles[tone], bleed: false, items: shortened(items, around) };
}

/** A small grey line. */
export function quietLine(text: string): Line[] {
  return wordLines([text], quiet, new Map());
}

interface Shortening {
  detail: Pick<Detail, 'text'>;
}

function shortened(elements: readonly CardElement[], { detail }: Shortening): CardElement[] {
  const { kept, isCut } = cutElements(elements, detail.text);
  return isCut ? [...kept, ...quietLine('… cut here: it is too long to be shown whole.')] : kept;
}

/** Label and value side by side, a row each: columns of one row stay level however a value wraps, on a phone, too. */
function renderField({ label, value }: { label: string; value: Inline[] }, index: number, around: Around): ColumnSet {
  const { kept } = cutElements(wordLines(value, {}, around.mentions), around.detail.field);
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

/** The whole line can be pressed; its button's words at the end say so. */
function renderRow({ text: words, detail: more = [], button }: Element & { kind: 'listItem' }, around: Around): ColumnSet {
  const { detail, mentions } = around;
  const head = cutElements(wordLines(words, {}, mentions), detail.title).kept;
  const below = cutElements(wordLines(more, quiet, mentions), detail.below).kept;
  const items = [...head, ...below.map((line, index) => (index === 0 ? { ...line, spacing: 'None' as const } : line))];
  const column: Column = { type: 'Column', width: 'stretch', items: items.length > 0 ? items : runLines([{ text: '–' }], {}) };
  if (!button) return { type: 'ColumnSet', separator: true, columns: [column] };
  // a TextBlock: a RichTextBlock swallows the press in some clients (github.com/microsoft/AdaptiveCards/issues/9344)
  const press: Column = {
    type: 'Column',
    width: 'auto',
    verticalContentAlignment: 'Center',
    items: [{ type: 'TextBlock', text: markdownLine([{ text: `${title(button.label, 30)} ›` }]), wrap: true, color: 'Accent' }],
  };
  const named = { ...button, label: `${button.label} ${plainWords(words)}` };
  const { style: _, ...selectAction } = pressAction(named, around);
  return { type: 'ColumnSet', separator: true, columns: [column, press], selectAction };
}

/** For screen readers, which read a press without its line. */
function plainWords(words: readonly Inline[]): string {
  return words
    .map((word) => {
      if (typeof word === 'string') return word;
      if ('bold' in word) return word.bold;
      if ('at' in word) return word.at.toISOString().slice(0, 10);
      return 'mention' in word ? word.name : word.text;
    })
    .join('');
}

// The HTML that Teams' editor sends when somebody copies what a card shows into a message.
import type { CardElement, RichTextBlock, Table, TextRun } from '../../src/teams/render/adaptive-card.ts';

interface Item {
  /** each paragraph's lines */
  paragraphs: string[][];
  lists: List[];
}

interface List {
  depth: number;
  start: number | null;
  items: Item[];
}

type Piece = { lines: string[] } | { html: string } | List;

/** Reads text as what it shows: lines with a bullet or a number are items, boxes are code or quotations. */
export function cardHtml(elements: readonly CardElement[]): string {
  const pieces: Piece[] = [];
  /** lists that the next item may continue, outermost first */
  let open: List[] = [];
  for (const element of elements) {
    if (element.type !== 'RichTextBlock') {
      open = [];
      pieces.push({ html: other(element) });
      continue;
    }
    const [sign, number, level] = signOf(element);
    const last = pieces.at(-1);
    if (sign !== '') {
      const item: Item = { paragraphs: [[htmlOf(element, sign.length)]], lists: [] };
      open = open.filter((list) => list.depth < level || (list.depth === level && continues(list, number)));
      const list = open.at(-1);
      if (list?.depth === level) list.items.push(item);
      else {
        const added: List = { depth: level, start: number, items: [item] };
        const host = list?.items.at(-1);
        if (host) host.lists.push(added);
        else pieces.push(added);
        open.push(added);
      }
    } else if (open.length > 0 && margin(element) > 0) {
      const paragraphs = open.find((list) => list.depth * 4 + 3 === margin(element))?.items.at(-1)?.paragraphs ?? [];
      if (element.spacing === 'None') paragraphs.at(-1)?.push(htmlOf(element, margin(element)));
      else paragraphs.push([htmlOf(element, margin(element))]);
    } else {
      open = [];
      if (element.spacing === 'None' && last && 'lines' in last) last.lines.push(htmlOf(element));
      else pieces.push({ lines: [htmlOf(element)] });
    }
  }
  return pieces.map(pieceHtml).join('');
}

function continues({ start, items }: List, number: number | null): boolean {
  return start === null ? number === null : number === start + items.length;
}

/** @returns the sign with its margin, the number, and how deep the list is */
function signOf({ inlines: [first] }: RichTextBlock): [string, number | null, number] {
  const found = /^(\u00A0*)(?:•|(\d+)\.) /.exec(first?.text ?? '');
  return [found?.[0] ?? '', found?.[2] === undefined ? null : Number(found[2]), (found?.[1]?.length ?? 0) / 4];
}

function margin({ inlines: [first] }: RichTextBlock): number {
  return /^\u00A0*/.exec(first?.text ?? '')?.[0].length ?? 0;
}

function pieceHtml(piece: Piece): string {
  if ('html' in piece) return piece.html;
  if ('lines' in piece) return `<p>${piece.lines.join('<br>')}</p>`;
  const items = piece.items.map(({ paragraphs, lists }) => {
    const text =
      paragraphs.length === 1
        ? (paragraphs[0] ?? []).join('<br>')
        : paragraphs.map((one) => `<p>${one.join('<br>')}</p>`).join('');
    return `<li>${text}${lists.map(pieceHtml).join('')}</li>`;
  });
  if (piece.start === null) return `<ul>${items.join('')}</ul>`;
  return `<ol${piece.start === 1 ? '' : ` start="${piece.start}"`}>${items.join('')}</ol>`;
}

function other(element: CardElement): string {
  if (element.type === 'Table') return tableHtml(element);
  if (element.type !== 'Container') throw new Error(`nobody copies a ${element.type}`);
  const lines = element.items.filter((item) => item.type === 'RichTextBlock');
  const isCode = lines.length === element.items.length && lines.every(({ inlines }) => inlines.every((run) => run.fontType));
  if (!isCode) return `<blockquote>${cardHtml(element.items)}</blockquote>`;
  return `<codeblock class=""><code>${lines.map((line) => escape(line.inlines.map(({ text }) => text).join(''))).join('<br>')}</code></codeblock>`;
}

function tableHtml({ rows, columns }: Table): string {
  const cell = (items: readonly CardElement[], at: number): string => {
    const content = items.map((item) => (item.type === 'RichTextBlock' ? htmlOf(item) : '')).join('<br>');
    const align = columns[at]?.horizontalCellContentAlignment;
    return `<td${align ? ` style="text-align: ${align.toLowerCase()}"` : ''}><p>${content || '&nbsp;'}</p></td>`;
  };
  const [head, ...body] = rows.map(({ cells }) => cells.map(({ items }) => items));
  const plain = (head ?? []).map((items) => items.map((item) => (item.type === 'RichTextBlock' ? withoutWeight(item) : item)));
  return `<table><tbody>${[plain, ...body].map((cells) => `<tr>${cells.map(cell).join('')}</tr>`).join('')}</tbody></table>`;
}

/** A head is bold by itself. */
function withoutWeight(line: RichTextBlock): RichTextBlock {
  return { ...line, inlines: line.inlines.map(({ weight: _, ...run }) => run) };
}

/** @param from characters that are not text: a margin, a bullet */
function htmlOf({ inlines }: RichTextBlock, from = 0): string {
  return inlines.map((run, at) => runHtml(at === 0 ? { ...run, text: run.text.slice(from) } : run)).join('');
}

function runHtml({ text, weight, italic, strikethrough, fontType, selectAction }: TextRun): string {
  if (text === '') return '';
  let html = escape(text);
  if (fontType) html = `<code>${html}</code>`;
  if (strikethrough) html = `<s>${html}</s>`;
  if (italic) html = `<em>${html}</em>`;
  if (weight) html = `<strong>${html}</strong>`;
  return selectAction?.type === 'Action.OpenUrl' ? `<a href="${escape(selectAction.url)}">${html}</a>` : html;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\u00A0', '&nbsp;')
    .replace(/ {2}/g, '&nbsp; ');
}

// Fits a card's body into the bytes it may have: complete where it fits, otherwise shortened. Nothing is ever refused for its length.
import type { Element } from '../../cards/elements.ts';
import type { Action, AdaptiveCard, CardElement } from './adaptive-card.ts';
import { bareList, fitPassages, isList, itemSizes, smallestItem } from '../../cards/fit-list.ts';
import { limits } from './limits.ts';
import { markdownElements } from './markdown.ts';
import { contextLine, renderElement, type RenderContext, type Detail } from './element.ts';

const full: Detail = { text: Infinity, field: 1600, title: 1400, itemDetail: 1400 };
/** Steps between full and brief, so that a text in an alphabet of three bytes per character still shows as much as fits. */
const steps: Detail[] = [8000, 6000, 4500, 3000, 2000, 1200].map((text) => ({ text, field: 600, title: 300, itemDetail: 400 }));
const brief: Detail = { text: 500, field: 300, ...smallestItem };

/** Characters of a text that are parsed at most: the rest would not fit into any card. */
const maxText = limits.cardBytes;

/** Renders elements as a body. @param room bytes of the body as JSON */
export function fitBody(
  elements: readonly Element[],
  context: Omit<RenderContext, 'detail' | 'markdown'>,
  room: number,
): CardElement[] {
  const parsed = new Map<string, CardElement[]>();
  const markdown = (text: string): CardElement[] => {
    const known = parsed.get(text) ?? markdownElements(text.slice(0, maxText));
    parsed.set(text, known);
    return known;
  };
  const complete = fitPassages(elements, (some) => {
    const parts = renderParts(some, { ...context, detail: full, markdown });
    return sizeOf(parts) <= room ? parts : null;
  });
  if (complete) return complete.flatMap(({ rendered }) => rendered);
  const bare = bareList(elements);
  const ofItems = isList(bare) ? itemSizes.map((sizes): Detail => ({ ...brief, ...sizes })) : [];
  for (const detail of [...steps, ...ofItems]) {
    const parts = renderParts(bare, { ...context, detail, markdown });
    if (sizeOf(parts) <= room) return parts.flatMap(({ rendered }) => rendered);
    // a body that is far too large needs elements left out, not shorter texts
    if (sizeOf(parts) > 40 * room) break;
  }
  return shorten(renderParts(bare, { ...context, detail: brief, markdown }), room);
}

/** Counts the bytes of something as JSON. */
export function bytesOf(json: AdaptiveCard | readonly (CardElement | Action)[]): number {
  return Buffer.byteLength(JSON.stringify(json));
}

interface Part {
  rendered: CardElement[];
  isControls: boolean;
  /** as JSON, with the commas between its elements */
  bytes: number;
}

function renderParts(elements: readonly Element[], context: RenderContext): Part[] {
  const parts: Part[] = [];
  let divided = false;
  elements.forEach((element, at) => {
    const rendered = renderElement(element, at, context);
    if (element.kind === 'divider') divided = true;
    const [first, ...rest] = rendered;
    if (!first) return;
    parts.push(partOf(divided ? [{ ...first, separator: true }, ...rest] : rendered, element.kind === 'actions'));
    divided = false;
  });
  return parts;
}

function partOf(rendered: CardElement[], isControls: boolean): Part {
  return { rendered, isControls, bytes: bytesOf(rendered) - 1 };
}

function sizeOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { bytes }) => sum + bytes, 2);
}

const cutNotice = partOf(
  contextLine('There is more than we can show here. View the case, go to the next page, or narrow your search.'),
  false,
);

/** Buttons are left out last. */
function shorten(parts: readonly Part[], room: number): CardElement[] {
  let size = sizeOf(parts);
  if (size <= room) return parts.flatMap(({ rendered }) => rendered);
  const kept = [...parts];
  while (kept.length > 0 && size + cutNotice.bytes > room) {
    const lastText = kept.findLastIndex(({ isControls }) => !isControls);
    const [removed] = kept.splice(lastText === -1 ? kept.length - 1 : lastText, 1);
    size -= removed?.bytes ?? 0;
  }
  kept.splice(kept.findLastIndex(({ isControls }) => !isControls) + 1, 0, cutNotice);
  return kept.flatMap(({ rendered }) => rendered);
}

// Makes a list fit into a card: its menus, its passages, its details and its titles give way in this order, and its rows never do.
import type { Element } from './elements.ts';

/** The least that is shown of a list item: its number, and how its title begins. */
export const smallestItem = { title: 30, itemDetail: 0 };

/** How much of a list item is shown, in characters. Details give way before titles. */
export const itemSizes = [
  { title: 300, itemDetail: 220 },
  { title: 150, itemDetail: 220 },
  { title: 80, itemDetail: 220 },
  { title: 80, itemDetail: 150 },
  { title: 80, itemDetail: 100 },
  { title: 80, itemDetail: 50 },
  { title: 80, itemDetail: 0 },
  { title: 60, itemDetail: 0 },
  { title: 45, itemDetail: 0 },
  smallestItem,
];

/** Whether elements are a list whose rows must all be shown. */
export function isList(elements: readonly Element[]): boolean {
  return elements.some(({ kind }) => kind === 'listItem');
}

/**
 * Renders elements with everything, or without their optional menus, with as many of their passages as fit. The last passages are left out
 * first, because the first results matter most.
 * @param attempt renders elements; null when they do not fit
 * @returns null when they do not fit without passages either
 */
export function fitPassages<T>(elements: readonly Element[], attempt: (some: readonly Element[]) => T | null): T | null {
  const whole = attempt(elements);
  if (whole !== null) return whole;
  const fewer = withoutOptional(elements);
  const all = attempt(fewer);
  const places = fewer.flatMap((element, at) => (element.kind === 'listItem' && element.passage ? [at] : []));
  if (all !== null || places.length === 0) return all;
  let best = attempt(withoutPassages(fewer));
  if (best === null) return null;
  for (let low = 1, high = places.length - 1; low <= high;) {
    const count = Math.floor((low + high) / 2);
    const rendered = attempt(withoutPassages(fewer, places[count]));
    if (rendered === null) high = count - 1;
    else [best, low] = [rendered, count + 1];
  }
  return best;
}

/** Leaves out passages and optional menus. */
export function bareList(elements: readonly Element[]): Element[] {
  return withoutPassages(withoutOptional(elements));
}

/** A menu without options is not shown; it keeps its place among the controls, by which renderers know them. */
function withoutOptional(elements: readonly Element[]): Element[] {
  return elements.map((element) => {
    if (element.kind !== 'actions') return element;
    const actions = element.actions.map((one) => (one.kind === 'select' && one.optional ? { ...one, options: [] } : one));
    return { ...element, actions };
  });
}

/** Leaves out passages. @param from the index of the first element that loses its passage */
function withoutPassages(elements: readonly Element[], from = 0): Element[] {
  return elements.map((element, at) => {
    if (at < from || element.kind !== 'listItem') return element;
    const { passage: _, ...item } = element;
    return item;
  });
}

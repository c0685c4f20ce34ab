import type { Element } from './elements.ts';

/**
 * Renders elements with as many of their passages as fit. The last ones are left out first, because the first results matter most.
 * @param attempt renders elements; null when they do not fit
 * @returns null when they do not fit without passages either
 */
export function fitPassages<T>(elements: readonly Element[], attempt: (some: readonly Element[]) => T | null): T | null {
  const whole = attempt(elements);
  const places = elements.flatMap((element, at) => (element.kind === 'listItem' && element.passage ? [at] : []));
  if (whole !== null || places.length === 0) return whole;
  let best = attempt(withoutPassages(elements));
  if (best === null) return null;
  for (let low = 1, high = places.length - 1; low <= high;) {
    const count = Math.floor((low + high) / 2);
    const rendered = attempt(withoutPassages(elements, places[count]));
    if (rendered === null) high = count - 1;
    else [best, low] = [rendered, count + 1];
  }
  return best;
}

/** Leaves out passages. @param from the index of the first element that loses its passage */
export function withoutPassages(elements: readonly Element[], from = 0): Element[] {
  return elements.map((element, at) => {
    if (at < from || element.kind !== 'listItem') return element;
    const { passage: _, ...item } = element;
    return item;
  });
}

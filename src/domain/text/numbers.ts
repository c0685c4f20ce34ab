// How numbers, plurals and lists are written in every text. The one home for them: nothing else builds an Intl formatter for numbers.

const locale = 'en-US';
const counts = new Intl.NumberFormat(locale);
const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
const pluralRules = new Intl.PluralRules(locale);

/** Writes a number with separated thousands, such as `12,345`. */
export function formatCount(count: number): string {
  return counts.format(count);
}

/**
 * Writes a number with its noun, such as `1 reply` or `2,000 replies`.
 * @param one the noun for a single thing; a verb may follow it, as in `plural(2, 'case is', 'cases are')`
 * @param many the noun for any other number; by default `one` with an s
 */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${pluralRules.select(count) === 'one' ? one : many}`;
}

/**
 * Writes a percentage, such as `80%`.
 * @param percent in hundredths: 80, not 0.8
 */
export function formatPercent(percent: number): string {
  return percents.format(percent / 100);
}

/** The style of our interface has no comma before the last item. `en-US` would write one; `en-GB` does not. */
const lists = {
  and: new Intl.ListFormat('en-GB', { type: 'conjunction' }),
  or: new Intl.ListFormat('en-GB', { type: 'disjunction' }),
};

/** Writes a list as people say it, such as `A, B and C`. */
export function formatList(items: Iterable<string>, joinedBy: 'and' | 'or' = 'and'): string {
  // most lists of accounts have one, and Intl takes 10 µs for it
  if (Array.isArray(items) && items.length === 1) return String(items[0]);
  return lists[joinedBy].format(items);
}

// "Did you mean": what a search without results offers, from words that exist in what the person may see.
import type { Element } from '../../cards/elements.ts';
import { truncate } from '../../cards/visible-text.ts';
import { CaseError } from '../../domain/case-error.ts';
import { formatWords } from '../../domain/search/format-query.ts';
import type { Term } from '../../domain/search/search-terms.ts';
import { suggestWords, type Suggestion } from '../../usecases/search/suggest-words.ts';
import { actions } from '../actions.ts';
import type { Context } from '../capability.ts';

/** How long suggestions may take after a search without results; ms. */
const limitMs = 1000;

/**
 * Offers the search for the words that were probably meant. Without a suggestion, nothing is shown.
 * @param searchFor writes the search for other words as text
 */
export async function didYouMean(
  context: Context,
  words: readonly Term[],
  searchFor: (words: readonly Term[]) => string,
): Promise<Element[]> {
  const suggestions = await suggested(context, words);
  if (suggestions.length === 0) return [];
  const meant = words.map((word) => ({
    ...word,
    text: suggestions.find(({ typed }) => typed === word.text)?.meant ?? word.text,
  }));
  const shown = formatWords(meant);
  return [
    { kind: 'text', text: ['Did you mean “', { bold: truncate(shown, 100) }, '”?'] },
    { kind: 'actions', actions: [actions.search.button(searchFor(meant), `Search for “${truncate(shown, 40)}”`, 'primary')] },
  ];
}

async function suggested({ services, person }: Context, words: readonly Term[]): Promise<Suggestion[]> {
  try {
    return await suggestWords(services, person, words, { limitMs });
  } catch (error) {
    // the search itself has its answer
    if (error instanceof CaseError) return [];
    throw error;
  }
}

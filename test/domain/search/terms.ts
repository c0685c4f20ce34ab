// Tells in memory what PostgreSQL would find: whether a text matches a search, by the same patterns that the tsquery is written from.
import { defaultSettings } from '../../../src/domain/settings.ts';
import { parseQuery } from '../../../src/domain/search/parse-query.ts';
import { findMatches } from '../../../src/domain/search/passage.ts';
import { termPatterns, type Term } from '../../../src/domain/search/search-terms.ts';

/** Reads the words of a search. */
export function termsOf(search: string): readonly Term[] {
  return parseQuery(search, defaultSettings).words;
}

/** Tells whether a text has every word of a search, and none that it excludes. */
export function finds(search: string, text: string): boolean {
  const terms = termsOf(search);
  const wanted = termPatterns(terms);
  if (wanted.length === 0) throw new Error(`“${search}” has no words`);
  const kept = terms.filter((term) => onlyStops(terms) || termPatterns([term, { ...term, text: 'zebra', kind: 'word' }]).length > 1);
  return kept.every((term) => {
    // the neighbors of a word count: "log in" finds "login"
    const found = findMatches(text, [{ ...term, negated: false }]).length > 0 || joinedWithNeighbor(terms, term, text);
    return found !== term.negated;
  });
}

function onlyStops(terms: readonly Term[]): boolean {
  return termPatterns([...terms, { kind: 'word', text: 'zebra', negated: false, prefix: false }]).length === 1;
}

function joinedWithNeighbor(terms: readonly Term[], term: Term, text: string): boolean {
  const at = terms.indexOf(term);
  return [terms.slice(at - 1, at + 1), terms.slice(at, at + 2)]
    .filter((pair) => pair.length === 2 && pair.every(({ kind, negated }) => kind === 'word' && !negated))
    .some((pair) => findMatches(text, [{ ...term, text: pair.map((one) => one.text).join('') }]).length > 0);
}

// Prepares texts for the index: what `prepareText` returns is what a search can find. Searches are prepared by the same rules in
// search-terms.ts. Both are independent of the database server's locale and of its text search dictionaries.
import { splitText } from './split-text.ts';
import { stemsOf } from './stems.ts';

/** A word of a text, with everything it is found by. */
export interface PreparedToken {
  /** from 1; parts of one word have positions of their own, and joined parts repeat those of their first and last part */
  position: number;
  /** the word, its parts and their stems, without duplicates */
  lexemes: string[];
  /** where it is in the plain text, for marking */
  start: number;
  end: number;
}

/** Prepares plain text, never Markdown source, in the order of its words. */
export function prepareText(text: string): PreparedToken[] {
  const { pieces, joins } = splitText(text);
  const tokens = pieces.map(({ word, also, signed, start, end }, index): PreparedToken => {
    const words = [word, ...also].flatMap((one) => [one, ...stemsOf(one)]);
    return { position: index + 1, lexemes: unique([...words, ...(signed === null ? [] : [signed])]), start, end };
  });
  const joined = joins.flatMap(({ word, first, last }): PreparedToken[] => {
    const lexemes = unique([word, ...stemsOf(word)]);
    const start = pieces[first]?.start ?? 0;
    const end = pieces[last]?.end ?? start;
    // at both ends, so that phrases find it from either side
    return [first, last].map((index) => ({ position: index + 1, lexemes, start, end }));
  });
  return [...tokens, ...joined].filter(({ lexemes }) => lexemes.length > 0).sort((one, other) => one.position - other.position);
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)].filter((word) => word !== '');
}

/** PostgreSQL's limits: positions end at 16,383, and a lexeme has 256 of them at most. */
const maxPosition = 16_383;
const maxPositions = 255;
/** PostgreSQL refuses a tsvector of more than 1 MB. Counted with some room for its own bookkeeping. */
const maxBytes = 900_000;
/** Words between two fields, so that no phrase is found across them. */
const fieldGap = 10;

/** A text to index, with the weight of its field. */
export interface WeightedText {
  text: string;
  weight: 'A' | 'B' | 'C' | 'D';
}

/**
 * Writes texts as a tsvector, for `$1::tsvector`. It is within PostgreSQL's limits: of a text that exceeds them, the words at the end are
 * left out, or are found without their position.
 */
export function toVector(fields: readonly WeightedText[]): string {
  const positions = new Map<string, string[]>();
  let offset = 0;
  let bytes = 0;
  for (const { text, weight } of fields) {
    let last = offset;
    for (const { lexemes, position } of prepareText(text)) {
      last = offset + position;
      for (const lexeme of lexemes) {
        const known = positions.get(lexeme);
        const size = known ? 2 : Buffer.byteLength(lexeme) + 4;
        if (bytes + size > maxBytes || (known && (known.length >= maxPositions || last > maxPosition))) continue;
        bytes += size;
        const place = `${Math.min(last, maxPosition)}${weight}`;
        if (known) known.push(place);
        else positions.set(lexeme, [place]);
      }
    }
    offset = last + fieldGap;
  }
  return [...positions].map(([lexeme, places]) => `${quoteLexeme(lexeme)}:${[...new Set(places)].join(',')}`).join(' ');
}

/** Quotes a lexeme for a tsvector or a tsquery. */
export function quoteLexeme(lexeme: string): string {
  return `'${lexeme.replace(/['\\]/g, '$&$&')}'`;
}

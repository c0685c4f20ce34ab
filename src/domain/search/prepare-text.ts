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
  const tokens: PreparedToken[] = [];
  for (const [index, { word, also, signed, start, end }] of pieces.entries()) {
    const lexemes = addWord([], word);
    for (const one of also) addWord(lexemes, one);
    if (signed !== null) addLexeme(lexemes, signed);
    if (lexemes.length > 0) tokens.push({ position: index + 1, lexemes, start, end });
  }
  if (joins.length === 0) return tokens;
  for (const { word, first, last } of joins) {
    const lexemes = addWord([], word);
    const start = pieces[first]?.start ?? 0;
    const end = pieces[last]?.end ?? start;
    if (lexemes.length === 0) continue;
    // at both ends, so that phrases find it from either side
    for (const index of [first, last]) tokens.push({ position: index + 1, lexemes, start, end });
  }
  return tokens.sort((one, other) => one.position - other.position);
}

/** Adds a word and its stems. */
function addWord(lexemes: string[], word: string): string[] {
  addLexeme(lexemes, word);
  for (const stem of stemsOf(word)) addLexeme(lexemes, stem);
  return lexemes;
}

function addLexeme(lexemes: string[], lexeme: string): void {
  if (lexeme !== '' && !lexemes.includes(lexeme)) lexemes.push(lexeme);
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
  const places = new Map<string, Places>();
  let offset = 0;
  let bytes = 0;
  for (const { text, weight } of fields) {
    let last = offset;
    for (const { lexemes, position } of prepareText(text)) {
      last = offset + position;
      const place = `${Math.min(last, maxPosition)}${weight}`;
      for (const lexeme of lexemes) {
        const known = places.get(lexeme);
        const size = known ? 2 : Buffer.byteLength(lexeme) + 4;
        if (bytes + size > maxBytes || (known && (known.count >= maxPositions || last > maxPosition))) continue;
        bytes += size;
        if (!known) places.set(lexeme, { list: place, last: place, count: 1 });
        else {
          known.count += 1;
          // places come in their order, so equal ones follow each other
          if (known.last !== place) known.list += `,${place}`;
          known.last = place;
        }
      }
    }
    offset = last + fieldGap;
  }
  let vector = '';
  for (const [lexeme, { list }] of places) vector += `${vector === '' ? '' : ' '}${quoteLexeme(lexeme)}:${list}`;
  return vector;
}

/** The places of a lexeme. */
interface Places {
  /** with commas between them */
  list: string;
  last: string;
  /** counts repeated places as well */
  count: number;
}

/** Quotes a lexeme for a tsvector or a tsquery. */
export function quoteLexeme(lexeme: string): string {
  return /['\\]/.test(lexeme) ? `'${lexeme.replace(/['\\]/g, '$&$&')}'` : `'${lexeme}'`;
}

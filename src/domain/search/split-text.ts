// Splits plain text into the pieces that are indexed and searched, with their places in the text. A piece is a word, a number, or a part of
// either: "SY26-27" has the pieces sy, 26 and 27. What belongs together is joined as well ("sy26", "sy2627"), so that "K-12", "K12" and
// "k 12" meet, and "log-in" meets "login".
import { apostrophe, foldLetters } from './fold-text.ts';

/** A part of a text that is indexed. */
export interface Piece {
  /** folded */
  word: string;
  /** in the text */
  start: number;
  end: number;
  /** further forms under which it is found: "brien" of "O’Brien" */
  also: readonly string[];
  /** a grade or a language with its sign, such as `a+` or `c#`; a search for it means exactly this */
  signed: string | null;
}

/** Pieces that are also found as one word. */
export interface Join {
  word: string;
  /** index of the first and the last piece */
  first: number;
  last: number;
}

/** A text in pieces. */
export interface SplitText {
  pieces: readonly Piece[];
  joins: readonly Join[];
}

/** An identifier with more changes between letters and digits than this, such as a UUID, stays whole: its parts mean nothing. */
const maxPieces = 6;
/** A longer word stays whole as well; looking for boundaries in one with thousands of accents would take seconds. */
const maxSplit = 300;
/** The longest word; the rest of a longer one is ignored, in texts and in searches alike. A lexeme of PostgreSQL has 2,046 bytes. */
const maxWord = 100;
/** The most words that a hyphen joins into one. */
const maxJoined = 4;

const inside = '\\p{L}\\p{N}\\p{M}\\u00AD\\u200B-\\u200D\\u2060\\uFEFF';
/** A word, with apostrophes inside it, or an emoji. A thousands separator belongs to its number. */
const atoms = new RegExp(
  `\\d{1,3}(?:,\\d{3})+(?![\\p{L}\\p{N}])|[\\p{L}\\p{N}][${inside}]*(?:${apostrophe}\\p{L}[${inside}]*)*|\\p{Emoji_Presentation}`,
  'gu',
);
const apostrophes = new RegExp(apostrophe, 'gu');
/** Between two words: "log-in", "first_name", "CB–10004". */
const joiner = /^[-_\u2010-\u2013\u2212]$/u;
/** Where letters meet digits, or where a word begins in camel case ("GradeBook", "PDFFile"). */
const boundary =
  /(?<=\p{L}\p{M}*)(?=\p{N})|(?<=\p{N})(?=\p{L})|(?<=\p{Ll}\p{M}*)(?=\p{Lu})|(?<=\p{Lu}\p{M}*)(?=\p{Lu}\p{M}*\p{Ll}\p{M}*\p{Ll})/u;
const scripts =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
/**
 * Scripts that write no spaces between words. Their characters are found one after the other, because where a word ends depends on its
 * neighbors and on the dictionary of the Node version: 成绩 is not a word of its own in 成绩单.
 */
const unspaced = new RegExp(`[${scripts}]`, 'u');
/** A character of these scripts with its marks, or what is between them. */
const characters = new RegExp(`[${scripts}][\\p{M}\\u30FC\\uFF70]*|[^${scripts}]+`, 'gu');

/** Words with hyphens between them. */
interface Chain {
  words: string[];
  /** index of the first piece */
  first: number;
  /** of the last word in the text */
  end: number;
}

/** Splits plain text, never Markdown source. */
export function splitText(text: string): SplitText {
  const pieces: Piece[] = [];
  const joins: Join[] = [];
  /** the words joined by hyphens so far */
  let chain: Chain = { words: [], first: 0, end: -1 };
  const endChain = (): void => {
    const { words, first } = chain;
    if (words.length > 1 && words.length <= maxJoined) addJoin(joins, words.join(''), first, pieces.length - 1);
  };
  for (const { 0: atom, index } of text.matchAll(atoms)) {
    const linked = index === chain.end + 1 && joiner.test(text.charAt(chain.end));
    if (!linked) {
      endChain();
      chain = { words: [], first: pieces.length, end: -1 };
    }
    const first = pieces.length;
    // a tatweel or an okina alone is nothing that can be found
    for (const piece of piecesOf(atom, index)) if (piece.word !== '') pieces.push(piece);
    const word = pieces.slice(first).map((piece) => piece.word).join(''); // prettier-ignore
    if (isUnspaced(atom)) for (let at = first; at < pieces.length - 1; at += 1) addPair(joins, pieces, at);
    else if (pieces.length - first > 1) addJoin(joins, word, first, pieces.length - 1);
    // a longer chain is not joined, so its words need not be kept
    if (chain.words.length <= maxJoined) chain.words.push(word);
    chain.end = index + atom.length;
    addSign(pieces, text, chain.end);
  }
  endChain();
  return { pieces, joins };
}

function addJoin(joins: Join[], word: string, first: number, last: number): void {
  joins.push({ word: clipWord(word), first, last });
}

/** Joins two characters, which are a word more often than one, so that similar cases have something to compare. */
function addPair(joins: Join[], pieces: readonly Piece[], at: number): void {
  const [first, second] = [pieces[at]?.word ?? '', pieces[at + 1]?.word ?? ''];
  if (isUnspaced(first) && isUnspaced(second)) addJoin(joins, first + second, at, at + 1);
}

/** Nine words of ten, which need no further look. */
const plainWord = /^(?:[A-Za-z]?[a-z]*|[A-Z]*|\d*)$/;

function piecesOf(atom: string, index: number): Piece[] {
  const end = index + atom.length;
  if (plainWord.test(atom)) return [{ word: clipWord(atom.toLowerCase()), start: index, end, also: [], signed: null }];
  if (isUnspaced(atom)) {
    return [...atom.matchAll(characters)].flatMap(({ 0: part, index: at }) =>
      isUnspaced(part) ? pieceOf(part, index + at) : piecesOf(part, index + at),
    );
  }
  const parts = /^[\d,]+$/.test(atom) || atom.length > maxSplit ? [atom] : atom.split(boundary);
  if (parts.length > maxPieces || atom.search(apostrophes) >= 0) return [pieceOf(atom, index)];
  let at = index;
  return parts.map((part) => {
    at += part.length;
    return pieceOf(part, at - part.length);
  });
}

function isUnspaced(atom: string): boolean {
  return /[^\0-\u007F]/.test(atom) && unspaced.test(atom);
}

function pieceOf(text: string, start: number): Piece {
  const parts = text.split(apostrophes);
  const isNegation = /^t$/i.test(parts.at(-1) ?? '');
  const also = parts.length === 1 || isNegation ? [] : parts.filter((part) => part.length >= 3).map(wordOf);
  return { word: wordOf(text), start, end: start + text.length, also, signed: null };
}

/** Folds a word. Compatibility forms can bring marks along, such as the slash in "½". */
function wordOf(text: string): string {
  return clipWord(
    foldLetters(text.replace(apostrophes, '').replace(/,/g, '')).replace(/[^\p{L}\p{N}\p{M}\p{Emoji_Presentation}]/gu, ''),
  );
}

function clipWord(word: string): string {
  return word.slice(0, maxWord).replace(/[\uD800-\uDBFF]$/, '');
}

/** Adds the sign to a grade (`A+`, `B-`) or a language (`C++`, `C#`) that ends here. */
function addSign(pieces: Piece[], text: string, end: number): void {
  const last = pieces.at(-1);
  if (!last || !/^[-+#\u2212]/.test(text.charAt(end))) return;
  const sign = /^(?:[+#]{1,2}|[-\u2212](?=[^-\p{L}\p{N}]|$))(?![\p{L}\p{N}+#])/u.exec(text.slice(end, end + 4))?.[0];
  if (sign === undefined || (/^[-\u2212]/u.test(sign) && !/^[a-f]$/.test(last.word))) return;
  pieces[pieces.length - 1] = { ...last, end: end + sign.length, signed: `${last.word}${sign.replace('\u2212', '-')}` };
}

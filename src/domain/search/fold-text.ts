// Folds text so that letter case, accents, typographic marks and the Unicode form do not matter. The one home for this: texts that are
// indexed, searches, filters, names and sort keys all go through `foldText`, whatever the locale of the database server.

/** Latin letters that Unicode does not decompose into a plain letter and a mark. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ħ: 'h', ŋ: 'n', ŧ: 't', ĸ: 'k', ƒ: 'f', ə: 'e', ς: 'σ',
}; // prettier-ignore

/**
 * Accents on Latin, Greek and Cyrillic letters, Hebrew points and Arabic vowel signs. Marks of other scripts, such as Thai vowels, are
 * parts of a word and stay.
 */
const accents = /[\u0300-\u036F\u0483-\u0487\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u064B-\u065F\u0670]/g;

/** Characters that are not visible: soft hyphens, zero-width characters, marks of direction. So is the Arabic tatweel, which fills a line. */
const invisible = /[\u00AD\u0640\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFE00-\uFE0F\uFEFF]/g;

/** Apostrophes and the marks that people and phones type for them, with the Hawaiian okina and the hamza of Somali and Arabic names. */
export const apostrophe = "['\\u2018-\\u201B\\u02B9\\u02BB-\\u02BF\\u02C8\\u2032\\u2035\\uA78B\\uA78C\\uFF07`\\u00B4]";
const apostrophes = new RegExp(apostrophe, 'g');
const quotes = /["\u201C\u201D\u201E\u201F\u00AB\u00BB\u2033\uFF02]/g;
const dashes = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g;

/**
 * Folds letters: lower case, without accents, in one Unicode form, `ß` as `ss`. Marks stay as they are.
 * Only ASCII letters are free of folding, so plain ASCII text takes the short way.
 */
export function foldLetters(text: string): string {
  const lower = text.toLowerCase();
  if (!/[^\0-\u007F]/.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .toLowerCase()
    .replace(accents, '')
    .replace(invisible, '')
    .replace(/[ßøæœłđðþıħŋŧĸƒəς]/g, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFC');
}

/**
 * Folds a name, a filter's value or a subject for comparing and sorting: `foldLetters`, no apostrophes, plain quotation marks and dashes,
 * single spaces. `O’Brien`, `O'Brien` and `OBRIEN` become the same text.
 */
export function foldText(text: string): string {
  return foldLetters(text.replace(apostrophes, ''))
    .replace(quotes, '"')
    .replace(dashes, '-')
    .replace(/…/g, '...')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Turns curly quotation marks into straight ones, because phones type them where a search means a phrase. */
export function straightQuotes(text: string): string {
  return text.replace(quotes, '"');
}

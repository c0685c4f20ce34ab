// Cuts signatures, footers and disclaimers off an email. What email-reply-parser knows is left to it (library-cut.ts); here is what it does not
// know, and what protects the text of people from it.
import { libraryCut } from './library-cut.ts';
import { bare, isRule, tidy } from './mail-lines.ts';
import { isClosing, isDisclaimer, isFooter } from './phrases.ts';

/** Removes signature, footer and disclaimer from the end. @param name display name of the sender */
export function withoutSignature(text: string, name: string): string {
  const separated = tidy(withoutEnd(text.split('\n'), name));
  const cut = withoutEscapes(separated);
  const byLibrary = tidy(libraryCut(cut).split('\n'));
  const lines = separated.split('\n');
  const length = byLibrary.split('\n').length;
  const isPlausible =
    byLibrary !== '' &&
    cut.startsWith(byLibrary) &&
    lines.length - length <= maxSignatureLines &&
    canBeSignature(lines.slice(length), name);
  const kept = isPlausible ? lines.slice(0, length) : lines;
  return tidy(withoutEnd(kept, name));
}

/**
 * Whether the lines from a separator, a closing or "Sent from" on can be a signature. The library hides all that follows such a line, but people
 * also put rules around an error message and begin lines with "Sent from" (findings/email-reply-parser-text-below-rule.sh).
 */
function canBeSignature(lines: readonly string[], name: string): boolean {
  const [first = '', ...rest] = lines.slice(lines.findIndex((line) => line.trim() !== ''));
  const below = rest.map(bare).filter((line) => line !== '');
  const [next = ''] = below;
  if (next === '') return true;
  const isApart = rest[0]?.trim() === '';
  if (isName(next, name)) return isApart || isSeparator(first) || isClosing(bare(first));
  if (isClosing(bare(first))) return looksLikeCard(below);
  return hasContactFacts(below) && (isSeparator(first) ? !rest.some(isSeparator) : isApart);
}

const isSeparator = (line: string): boolean => /^[-_+=]{2,}$/.test(line.replaceAll('\\', '').trim());

/** The library knows a separator only without the backslash that CommonMark has in front of it. */
const withoutEscapes = (text: string): string => text.replace(/^\\(?=[-_=+])/gm, '');

const maxSignatureLines = 14;

/** Things at the end of an email that nobody wrote; each is looked for in the whole text, so their number is limited. */
const maxEnds = 20;

/** Removes from the end what is certainly no text of the author's, as long as there is something. */
function withoutEnd(lines: readonly string[], name: string): string[] {
  let kept = [...lines];
  for (let ends = 0; ; ends++) {
    const before = kept.length;
    kept = trimmedEnd(kept);
    const start = signatureStart(kept, name);
    if (start !== null) kept = kept.slice(0, start);
    if (kept.length === before || kept.length === 0 || ends === maxEnds) return kept;
  }
}

function trimmedEnd(lines: readonly string[]): string[] {
  const last = lines.findLastIndex((line) => bare(line) !== '' && !isRule(line));
  return lines.slice(0, last + 1);
}

/** Finds where the last thing that nobody wrote begins: a footer, a disclaimer, or a signature. @returns null without one */
function signatureStart(lines: readonly string[], name: string): number | null {
  const plain = lines.map(bare);
  const separator = plain.findLastIndex((line) => /^(?:--|—|––)$/.test(line));
  if (separator !== -1 && plain.length - separator <= maxSignatureLines) return separator;
  if (isFooter(plain.at(-1) ?? '')) return plain.length - 1;
  const paragraph = paragraphStart(plain, plain.length - 1);
  if (paragraph > 0 && isDisclaimer(plain.slice(paragraph).join(' '))) return paragraph;
  // a disclaimer of several paragraphs
  const disclaimer = plain.findIndex((line, at) => at > 0 && plain[at - 1] === '' && isDisclaimer(line));
  if (disclaimer !== -1) return disclaimer;
  return closingStart(plain, name) ?? nameStart(plain, name);
}

function paragraphStart(plain: readonly string[], last: number): number {
  let at = last;
  while (at > 0 && plain[at - 1] !== '') at--;
  return at;
}

/** `Best regards,` with the name and what follows it, at the end. */
function closingStart(plain: readonly string[], name: string): number | null {
  const at = plain.findLastIndex(isClosing);
  if (at === -1) return null;
  const below = plain.slice(at + 1).filter((line) => line !== '');
  if (below.length === 0)
    return at > 0 && !/^(?:thanks|thank you|thx|ty|danke|merci|gracias|grazie)/iu.test(plain[at] ?? '') ? at : null;
  const isSignature =
    below.length <= maxSignatureLines && below.every((line) => line.length <= 120) && isName(below[0] ?? '', name);
  return at > 0 && isSignature ? at : null;
}

/** The name alone on a line, with title, school and phone below it. */
function nameStart(plain: readonly string[], name: string): number | null {
  const at = plain.findLastIndex((line) => isName(line, name));
  if (at <= 0) return null;
  const below = plain.slice(at + 1).filter((line) => line !== '');
  const isCard =
    below.length > 0 && below.length <= maxSignatureLines && below.every((line) => line.length <= 120) && looksLikeCard(below);
  const isAlone = below.length === 0 && (plain[at - 1] === '' || isClosing(plain[at - 1] ?? ''));
  return isCard || isAlone ? at : null;
}

/** A phone number, an address, or short lines without the end of a sentence. */
function looksLikeCard(lines: readonly string[]): boolean {
  return hasContactFacts(lines) || lines.every((line) => line.length <= 60 && !/[.!?]$/.test(line));
}

function hasContactFacts(lines: readonly string[]): boolean {
  return lines.some((line) => /\+?\d[\d\s().\-–/]{6,}|[\w.+-]+@[\w-]+\.\w|https?:|www\./u.test(line));
}

function isName(line: string, name: string): boolean {
  const said = folded(line.replace(/[,;|].*$/u, '').replace(/^(?:mr|mrs|ms|miss|dr|herr|frau|mme|m|sr|sra)\.?\s+/iu, '')); // prettier-ignore
  if (said === '' || said.length > 60) return false;
  // Notes writes the organization after the name
  const whole = folded(name.replace(/\/.*$/u, ''));
  const parts = whole.split(' ');
  // "Park, Ada" is written by Exchange
  const turned = folded(name.replace(/^([^,]+),\s*(.+)$/u, '$2 $1'));
  return said === whole || said === turned || said === parts[0] || said === turned.split(' ')[0] || said === initials(turned);
}

const initials = (name: string): string => name.split(' ').map((part) => part[0] ?? '').join(''); // prettier-ignore

function folded(text: string): string {
  return text.normalize('NFKD').replace(/[\p{M}.,!–—-]+/gu, ' ').replace(/\s+/g, ' ').trim().toLowerCase(); // prettier-ignore
}

// Cuts an email down to what its author wrote: without quotations, the header of the original, signatures, disclaimers and the warnings of
// gateways. It works on lines, of plain text or of CommonMark in which quotations are marked with `>`. What email-reply-parser knows is left
// to it (library-cut.ts); here is what it does not know, and what protects the text of people from it. Nothing is lost for good: the whole
// email is kept for advisors.
import {
  isAttribution,
  isClosing,
  isDisclaimer,
  isFooter,
  isForwardedLine,
  isGatewayWarning,
  isHeaderBlock,
  isOriginalLine,
  pointsBelow,
} from './phrases.ts';
import { libraryCut } from './library-cut.ts';

/** What is known of an email besides its text. */
export interface CutFacts {
  /** display name of the sender; a signature contains it */
  name: string;
  /** the subject says that it is forwarded: the original is what its author wants us to read */
  isForward: boolean;
}

/** Characters of an email that are looked at; a post has at most 10,000. */
const maxLength = 200_000;
/** Lines of an email that are looked at: a quotation of many pages has some hundreds. */
const maxLines = 5_000;

/** Cuts an email. @returns the lines that its author wrote; a forwarded email follows as a quotation */
export function cutReply(text: string, { name, isForward }: CutFacts): string {
  const all = text.slice(0, maxLength).replace(/\r\n?/g, '\n').replace(/[\u00A0\u202F]/g, ' ').split('\n'); // prettier-ignore
  const lines = withoutWarning(all.slice(0, maxLines));
  const start = historyStart(lines);
  const [above, history] = start === null ? [lines, []] : [lines.slice(0, start), lines.slice(start)];
  const written = withoutSignature(withoutQuotes(above).join('\n'), name);
  if (history.length === 0) return written;
  if (isForward || isForwardedLine(bare(history[0] ?? ''))) return joined(written, asQuotation(history));
  return pointsBelow(written) ? joined(written, asQuotation(history)) : written;
}

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n\n');

function asQuotation(lines: readonly string[]): string {
  return tidy(lines.filter((line) => !isForwardedLine(bare(line)) && !isOriginalLine(bare(line)) && !isRule(line)))
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

/** A line without the marks of CommonMark, as people see it. */
function bare(line: string): string {
  return line
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '')
    .replace(/\*\*|__/g, '')
    .replace(/\[([^\]]{0,200})\]\([^)]{0,500}\)/g, '$1')
    .trim();
}

const isRule = (line: string): boolean => /^[\s_\-=*]{5,}$/.test(bare(line)) && bare(line) !== '';
/** `>>> Campus Support <support@…> 12/1/2026 8:45 AM >>>`, without marks below it. */
const isGroupWiseLine = (line: string): boolean => line.length <= 200 && /^>>> ?\S.* ?>>>$/.test(line);
const isQuoted = (line: string): boolean => /^\s*(?:>|\|>)/.test(line);

/** Finds the line from which on everything is the original email. @returns null without one */
function historyStart(lines: readonly string[]): number | null {
  const plain = lines.map(bare);
  for (let at = 0; at < lines.length; at++) {
    const line = plain[at] ?? '';
    if (isGroupWiseLine(line)) return at;
    if (line === '' || isQuoted(lines[at] ?? '')) continue;
    if (isOriginalLine(line) || isForwardedLine(line)) return at;
    const header = plain.slice(at, at + 12).filter((one) => one !== '');
    if (isHeaderBlock(header)) return at > 0 && isRule(lines[at - 1] ?? '') ? at - 1 : at;
    const length = attributionAt(plain, at);
    // without marks, all that follows is the quotation
    if (length > 0 && !isQuoted(nextLine(lines, at + length))) return at;
  }
  return null;
}

function nextLine(lines: readonly string[], from: number): string {
  return lines.slice(from).find((line) => line.trim() !== '') ?? '';
}

/** Most lines that the sentence above a quotation is wrapped into. */
const maxAttribution = 4;

/** How many lines from here introduce a quotation; 0 for none. */
function attributionAt(plain: readonly string[], at: number): number {
  if (at > 0 && plain[at - 1] !== '' && isAttributionStart(plain[at] ?? '') === false) {
    // a sentence in the middle of a paragraph that ends in "wrote:" is one of the author's own
    if (!/[<@]/.test(plain.slice(at, at + 2).join(' '))) return 0;
  }
  for (let length = 1; length <= maxAttribution; length++) {
    const part = plain.slice(at, at + length);
    if (part.length < length || part.some((line) => line === '' || line.startsWith('>'))) return 0;
    if (!isAttribution(part.join(' '))) continue;
    // the author's own line may stand directly above it
    const isLater = part.some((_, from) => from > 0 && isAttribution(part.slice(from).join(' ')));
    return isLater ? 0 : length;
  }
  return 0;
}

const isAttributionStart = (line: string): boolean =>
  /^(?:on|am|le|el|il|em|op|den|dnia|w dniu|в|pe|ti|ke|to|la|su|el día|在|\d{1,4}[./-])/iu.test(line);

/** Removes quoted lines and what introduces them. */
function withoutQuotes(lines: readonly string[]): string[] {
  const plain = lines.map(bare);
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (isQuoted(line)) {
      if (kept.at(-1) !== '') kept.push('');
      continue;
    }
    const length = line.trim() === '' ? 0 : attributionAt(plain, at);
    if (length > 0) at += length - 1;
    else kept.push(line);
  }
  return kept;
}

/** Removes the warning of a gateway above an email. */
function withoutWarning(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first === -1) return [];
  const end = lines.findIndex((line, at) => at > first && line.trim() === '');
  const paragraph = lines.slice(first, end === -1 ? undefined : end);
  return isGatewayWarning(bare(paragraph.join(' '))) ? withoutWarning(end === -1 ? [] : lines.slice(end)) : lines.slice(first);
}

/** Removes signature, footer and disclaimer from the end. */
function withoutSignature(text: string, name: string): string {
  const separated = tidy(withoutEnd(text.split('\n'), name));
  const cut = withoutEscapes(separated);
  const byLibrary = tidy(libraryCut(cut).split('\n'));
  // a phrase such as "Sent from" at the beginning of a line can be the author's: the library hides all that follows
  const isPlausible = byLibrary !== '' && separated.split('\n').length - byLibrary.split('\n').length <= maxSignatureLines;
  const kept =
    isPlausible && cut.startsWith(byLibrary)
      ? separated.split('\n').slice(0, byLibrary.split('\n').length)
      : separated.split('\n');
  return tidy(withoutEnd(kept, name));
}

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
  return (
    lines.some((line) => /\+?\d[\d\s().\-–/]{6,}|[\w.+-]+@[\w-]+\.\w|https?:|www\./u.test(line)) ||
    lines.every((line) => line.length <= 60 && !/[.!?]$/.test(line))
  );
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

/** Without space at the edges and at the ends of lines, with one empty line between paragraphs. */
function tidy(lines: readonly string[]): string {
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '');
}

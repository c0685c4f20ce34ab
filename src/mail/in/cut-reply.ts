// Cuts an email down to what its author wrote: without quotations, the header of the original, signatures, disclaimers and the warnings of
// gateways. It works on lines, of plain text or of CommonMark in which quotations are marked with `>`. Nothing is lost for good: the whole email
// is kept for advisors.
import { withoutSignature } from './cut-signature.ts';
import { bare, isRule, tidy } from './mail-lines.ts';
import { isAttribution, isForwardedLine, isGatewayWarning, isHeaderBlock, isOriginalLine, pointsBelow } from './phrases.ts';

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

// Inline text as lines of a card: TextRuns, which no client reads as Markdown. Mentions and times need a TextBlock, because Teams supports
// mentions nowhere else and expands {{DATE(…)}} in a TextRun on iOS only (github.com/MicrosoftDocs/msteams-docs/issues/8030,
// github.com/microsoft/AdaptiveCards/issues/6194).
import type { Inline } from '../../cards/elements.ts';
import { visibleText } from '../../cards/visible-text.ts';
import { safeUrl } from '../../cards/safe-url.ts';
import { formatDate, formatDateTime } from '../../domain/text/times.ts';
import type { Line, RichTextBlock, TextBlock, TextRun, TextStyle } from './adaptive-card.ts';
import { markdownLine, type Piece } from './escape.ts';
import { limits } from './limits.ts';
import type { Mentions } from './mentions.ts';
import { shown, shownInRun } from './plain-text.ts';
import { truncate } from '../../cards/visible-text.ts';

/** A run of text with its formatting; `\n` starts a new line. */
export interface Run {
  text: string;
  bold?: boolean;
  italic?: boolean;
  strike?: boolean;
  code?: boolean;
  link?: string;
}

/** Renders inline text as lines. An empty line becomes a gap. */
export function inlineLines(parts: readonly Inline[], style: TextStyle, mentions: Mentions): Line[] {
  return spaced(linesIn(parts).map((line) => lineOf(line, style, mentions)));
}

/** Renders runs as lines. An empty line becomes a gap. */
export function runLines(runs: readonly Run[], style: TextStyle): RichTextBlock[] {
  const lines: Run[][] = [[]];
  for (const run of runs) {
    visibleText(run.text)
      .split('\n')
      .forEach((text, index) => {
        if (index > 0) lines.push([]);
        if (text !== '') lines.at(-1)?.push({ ...run, text });
      });
  }
  return spaced(lines.map((line) => block(line, style)));
}

/** Renders code line by line, indented with spaces that no client collapses. */
export function codeLines(code: string): RichTextBlock[] {
  const kept = code.replace(/\t/g, '    ').replace(/^ +| {2,}/gm, (spaces) => '\u00A0'.repeat(spaces.length));
  // an empty line is a line with one such space, which takes its height and is copied with the others
  return runLines([{ text: kept.replace(/^$/gm, '\u00A0'), code: true }], {});
}

function spaced<T extends Line>(lines: readonly (T | null)[]): T[] {
  let isFirst = true;
  let gap = false;
  return lines.flatMap((line) => {
    if (line === null) {
      gap = true;
      return [];
    }
    const placed: T = isFirst ? line : { ...line, spacing: gap ? 'Small' : 'None' };
    [isFirst, gap] = [false, false];
    return [placed];
  });
}

function linesIn(parts: readonly Inline[]): Inline[][] {
  const lines: Inline[][] = [[]];
  const add = (text: string, as: (text: string) => Inline): void =>
    visibleText(text)
      .split('\n')
      .forEach((part, index) => {
        if (index > 0) lines.push([]);
        if (part !== '') lines.at(-1)?.push(as(part));
      });
  for (const part of parts) {
    if (typeof part === 'string') add(part, (text) => text);
    else if ('bold' in part) add(part.bold, (bold) => ({ bold }));
    else lines.at(-1)?.push(part);
  }
  return lines;
}

function lineOf(parts: readonly Inline[], style: TextStyle, mentions: Mentions): Line | null {
  const isMention = (part: Inline): boolean => typeof part === 'object' && 'mention' in part && mentions.has(part.mention);
  // a date function beside a mention is shown raw on iOS (github.com/MicrosoftDocs/msteams-docs/issues/5480)
  if (parts.some(isMention)) return textBlock(parts, style, mentions, utc);
  if (parts.some((part) => typeof part === 'object' && 'at' in part)) return textBlock(parts, style, mentions, inZone);
  return block(parts.map(runOf), style);
}

function block(runs: readonly Run[], style: TextStyle): RichTextBlock | null {
  const inlines = joined(runs).map((run, index, all) => textRun(run, style, index < all.length - 1));
  return inlines.some(({ text, fontType }) => fontType === 'Monospace' || text.trim() !== '')
    ? { type: 'RichTextBlock', inlines }
    : null;
}

/** Merges neighboring runs of equal formatting. */
function joined(runs: readonly Run[]): Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    if (last && looks(last) === looks(run)) result[result.length - 1] = { ...last, text: last.text + run.text };
    else if (run.text !== '') result.push(run);
  }
  return result;
}

function looks({ bold, italic, strike, code, link }: Run): string {
  return JSON.stringify([!!bold, !!italic, !!strike, !!code, link ?? '']);
}

function textRun({ text, bold, italic, strike, code, link }: Run, style: TextStyle, continues: boolean): TextRun {
  const url = link === undefined ? null : safeUrl(link, limits.url);
  return {
    type: 'TextRun',
    text: shownInRun(text, continues),
    ...style,
    ...(bold ? { weight: 'Bolder' } : {}),
    ...(italic ? { italic: true } : {}),
    ...(strike ? { strikethrough: true } : {}),
    ...(code ? { fontType: 'Monospace' } : {}),
    ...(url === null
      ? {}
      : {
          color: 'Accent',
          underline: true,
          selectAction: { type: 'Action.OpenUrl', title: truncate(shown(url), limits.title), url },
        }),
  };
}

/** For lines without mentions and times, which only a TextBlock can hold. */
function runOf(part: Inline): Run {
  if (typeof part === 'string') return { text: part };
  if ('bold' in part) return { text: part.bold, bold: true };
  if ('link' in part) return { text: oneLine(part.text) || oneLine(part.link), link: part.link };
  return { text: 'mention' in part ? `@${oneLine(part.name)}` : utc(part) };
}

function textBlock(parts: readonly Inline[], style: TextStyle, mentions: Mentions, moment: typeof utc): TextBlock {
  const pieces = parts.map((part): Piece => {
    if (typeof part === 'string') return { text: part };
    if ('bold' in part) return { text: part.bold, bold: true };
    if ('at' in part) return { raw: moment(part) };
    if ('link' in part) return part;
    const mention = mentions.get(part.mention);
    return mention ? { raw: mention.text } : { text: `@${part.name}` };
  });
  return { type: 'TextBlock', text: markdownLine(pieces), wrap: true, ...style };
}

interface Moment {
  at: Date;
  as: 'date' | 'moment';
}

/** Shown in the reader's zone. The date functions accept no fractions of a second. */
function inZone({ at, as }: Moment): string {
  const instant = `${at.toISOString().slice(0, 19)}Z`;
  return as === 'date' ? `{{DATE(${instant},SHORT)}}` : `{{DATE(${instant},SHORT)}} {{TIME(${instant})}}`;
}

function utc({ at, as }: Moment): string {
  return as === 'date' ? formatDate(at, 'UTC') : formatDateTime(at, 'UTC');
}

function oneLine(text: string): string {
  return visibleText(text).replace(/\s+/g, ' ').trim();
}

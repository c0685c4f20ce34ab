// The texts of an export as CommonMark. Nothing in a plain text is formatting; HTML and wiki markup keep theirs.
import { plainToMarkdown } from '../../mail/in/plain-text.ts';
import { readHtml } from '../../mail/in/read-html.ts';
import type { TextFormat } from './formats/format.ts';
import { wikiToMarkdown } from '../../cards/wiki-markup.ts';

/** Longest text in characters. Longer ones are logs that somebody pasted; drawing them would keep the bot from answering others. */
const maxText = 100_000;

/** A text, and whether its end is missing. */
interface Converted {
  markdown: string;
  isCut: boolean;
}

/** Writes a text as CommonMark. @param nameOf names the people that wiki markup mentions */
export function toMarkdown(text: string, format: TextFormat, nameOf?: (id: string) => string | null): Converted {
  const isCut = text.length > maxText;
  const kept = isCut ? `${text.slice(0, maxText).replace(/[\uD800-\uDBFF]$/, '')}\n…` : text;
  return { markdown: converted(kept, format, nameOf), isCut };
}

function converted(text: string, format: TextFormat, nameOf?: (id: string) => string | null): string {
  if (text === '') return '';
  if (format === 'jira') return wikiToMarkdown(text, nameOf);
  if (format === 'html' || (format === 'auto' && /<(?:br|p|div|span|b|strong|a|ul|ol|table)\b[^>]*>/i.test(text)))
    return readHtml(text, { keeps: true }).text;
  return plainToMarkdown(text);
}

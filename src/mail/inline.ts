// Runs of words for a mail: as HTML and as plain text.
import type { ElementContent } from 'hast';
import { h } from 'hastscript';
import type { Button, Inline } from '../cards/elements.ts';
import { visibleText } from '../cards/visible-text.ts';
import { formatDate, formatDateTime } from '../domain/text/times.ts';
import { styles } from './styles.ts';

/** Who reads it, as far as the rendering differs. */
export interface Reader {
  /** IANA; where it is none, UTC */
  zone: string;
  /** where a button leads; null: nowhere from here */
  leadsTo: (button: Button) => string | null;
}

export function inlineHtml(words: readonly Inline[], { zone }: Reader): ElementContent[] {
  return words.map((word): ElementContent => {
    if (typeof word === 'string') return { type: 'text', value: visibleText(word) };
    if ('bold' in word) return h('strong', visibleText(word.bold));
    if ('at' in word) return h('time', { dateTime: word.at.toISOString() }, moment(word, zone));
    if ('mention' in word) return h('strong', `@${visibleText(word.name)}`);
    const href = safeUrl(word.link);
    const text = visibleText(word.text) || visibleText(word.link);
    return href === null ? { type: 'text', value: text } : h('a', { href, style: styles.link }, text);
  });
}

export function inlineText(words: readonly Inline[], { zone }: Reader): string {
  return words
    .map((word) => {
      if (typeof word === 'string') return visibleText(word);
      if ('bold' in word) return visibleText(word.bold);
      if ('at' in word) return moment(word, zone);
      if ('mention' in word) return `@${visibleText(word.name)}`;
      const href = safeUrl(word.link);
      // a telephone number is its own address
      return href === null || href.startsWith('tel:') ? visibleText(word.text) : `${visibleText(word.text)} <${href}>`;
    })
    .join('');
}

const opened = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** Only web, mail and telephone addresses can be followed. @returns null for any other */
export function safeUrl(url: string): string | null {
  const address = visibleText(url).trim();
  if (!URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return opened.has(protocol) ? href : null;
}

/** Writes a moment with its time zone, because mail is read anywhere. */
function moment({ at, as }: { at: Date; as: 'date' | 'moment' }, zone: string): string {
  return as === 'date' ? formatDate(at, zone) : formatDateTime(at, zone);
}

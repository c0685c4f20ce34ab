// Inline text for a mail, as HTML and as plain text.
import type { ElementContent } from 'hast';
import { h } from 'hastscript';
import type { Button, Inline } from '../cards/elements.ts';
import { safeUrl } from '../cards/safe-url.ts';
import { visibleText } from '../cards/visible-text.ts';
import { formatDate, formatDateTime } from '../domain/text/times.ts';
import { styles } from './styles.ts';

/** What the rendering needs to know about the reader. */
export interface Reader {
  /** IANA name; an unknown one counts as UTC */
  zone: string;
  /** returns the address a button links to; null when the button works only in chat */
  leadsTo: (button: Button) => string | null;
  /** ids of the files that the mail carries */
  carried?: ReadonlySet<number>;
}

/** Renders inline text as HTML. */
export function inlineHtml(parts: readonly Inline[], { zone }: Reader): ElementContent[] {
  return parts.map((part): ElementContent => {
    if (typeof part === 'string') return { type: 'text', value: visibleText(part) };
    if ('bold' in part) return h('strong', visibleText(part.bold));
    if ('at' in part) return h('time', { dateTime: part.at.toISOString() }, moment(part, zone));
    if ('mention' in part) return h('strong', `@${visibleText(part.name)}`);
    const href = safeUrl(part.link);
    const text = visibleText(part.text) || visibleText(part.link);
    return href === null ? { type: 'text', value: text } : h('a', { href, style: styles.link }, text);
  });
}

/** Renders inline text as plain text. */
export function inlineText(parts: readonly Inline[], { zone }: Reader): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return visibleText(part);
      if ('bold' in part) return visibleText(part.bold);
      if ('at' in part) return moment(part, zone);
      if ('mention' in part) return `@${visibleText(part.name)}`;
      const href = safeUrl(part.link);
      // the link text of a phone number is the number itself
      return href === null || href.startsWith('tel:') ? visibleText(part.text) : `${visibleText(part.text)} <${href}>`;
    })
    .join('');
}

/** Writes a moment with its time zone, because mail is read anywhere. */
function moment({ at, as }: { at: Date; as: 'date' | 'moment' }, zone: string): string {
  return as === 'date' ? formatDate(at, zone) : formatDateTime(at, zone);
}

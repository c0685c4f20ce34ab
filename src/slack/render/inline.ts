// A line of text as mrkdwn. Text that people wrote in Markdown is rendered in markdown.ts.
import type { Inline } from '../../cards/elements.ts';
import { formatDate, formatDateTime } from '../../domain/text/times.ts';
import { hold, link, release } from './escape.ts';

/** Renders inline text. Slack shows times in the reader's zone (docs.slack.dev/messaging/formatting-message-text, Date formatting). */
export function inlineMrkdwn(text: readonly Inline[]): string {
  return release(text.map(renderPart).join(''));
}

function renderPart(part: Inline): string {
  if (typeof part === 'string') return hold(part);
  if ('bold' in part) return bold(part.bold);
  if ('at' in part) return moment(part);
  if ('mention' in part) return /^[UW][A-Z0-9]+$/.test(part.mention) ? `<@${part.mention}>` : hold(`@${part.name}`);
  return link(part.link, hold(part.text));
}

/** A marker must touch what it marks, on one line. An asterisk inside would end the bold text. */
function bold(text: string): string {
  const held = hold(text.replace(/\*/g, '∗').replace(/\n/g, ' '));
  if (held !== '' && held.trim() === held) return `*${held}*`;
  return held.replace(/^(\s*)(\S(?:.*\S)?)(\s*)$/s, '$1*$2*$3');
}

function moment({ at, as }: { at: Date; as: 'date' | 'moment' }): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return as === 'date'
    ? `<!date^${seconds}^{date_short}|${formatDate(at, 'UTC')}>`
    : `<!date^${seconds}^{date_short_pretty} {time}|${formatDateTime(at, 'UTC')}>`;
}

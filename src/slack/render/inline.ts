import type { Inline } from '../../cards/elements.ts';
import { hold, link, release } from './escape.ts';

/** A run of words as mrkdwn; moments are shown in the reader's zone (docs.slack.dev, Formatting message text, dates). */
export function inlineMrkdwn(words: readonly Inline[]): string {
  return release(words.map(one).join(''));
}

function one(word: Inline): string {
  if (typeof word === 'string') return hold(word);
  if ('bold' in word) return bold(word.bold);
  if ('at' in word) return moment(word);
  if ('mention' in word) return /^[UW][A-Z0-9]+$/.test(word.mention) ? `<@${word.mention}>` : hold(`@${word.name}`);
  return link(word.link, hold(word.text));
}

/** Markers count only next to what they mark, on one line; an asterisk inside would end it. */
function bold(text: string): string {
  const held = hold(text.replace(/\*/g, '∗').replace(/\n/g, ' '));
  return held.replace(/^(\s*)(\S(?:.*\S)?)(\s*)$/s, '$1*$2*$3');
}

function moment({ at, as }: { at: Date; as: 'date' | 'moment' }): string {
  const iso = at.toISOString();
  const seconds = Math.floor(at.getTime() / 1000);
  return as === 'date'
    ? `<!date^${seconds}^{date_short}|${iso.slice(0, 10)}>`
    : `<!date^${seconds}^{date_short_pretty} {time}|${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC>`;
}

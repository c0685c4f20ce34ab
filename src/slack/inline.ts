import type { Inline } from '../chat/elements.ts';
import { escape, link } from './mrkdwn.ts';

/** A run of words as mrkdwn; moments are shown in the reader's zone (docs.slack.dev, Formatting message text, dates). */
export function inlineMrkdwn(words: readonly Inline[]): string {
  return words.map(one).join('');
}

/** The same words for where only plain text goes. */
export function inlinePlain(words: readonly Inline[]): string {
  return words
    .map((word) =>
      typeof word === 'string'
        ? word
        : 'bold' in word
          ? word.bold
          : 'at' in word
            ? utc(word)
            : 'mention' in word
              ? `@${word.name}`
              : word.text,
    )
    .join('');
}

function one(word: Inline): string {
  if (typeof word === 'string') return escape(word);
  if ('bold' in word) return word.bold.trim() === '' ? word.bold : `*${escape(word.bold).replace(/\*/g, '∗')}*`;
  if ('at' in word)
    return `<!date^${Math.floor(word.at.getTime() / 1000)}^${word.as === 'date' ? '{date_short}' : '{date_short_pretty} {time}'}|${utc(word)}>`;
  if ('mention' in word) return /^[UW][A-Z0-9]+$/.test(word.mention) ? `<@${word.mention}>` : escape(`@${word.name}`);
  return link(word.link, escape(word.text));
}

function utc({ at, as }: { at: Date; as: 'date' | 'moment' }): string {
  const iso = at.toISOString();
  return as === 'date' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

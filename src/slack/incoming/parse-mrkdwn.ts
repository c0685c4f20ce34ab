// Parses mrkdwn, which messages without blocks and slash commands come in, as a Markdown tree. Rich text blocks are parsed in rich-text.ts.
// Follows docs.slack.dev/messaging/formatting-message-text.
import type { RootContent } from 'mdast';
import { withEmoji } from '../../cards/emoji.ts';
import { codeBlock, type Run } from '../../cards/paragraphs.ts';
import { textBlocks } from '../../cards/typed-table.ts';
import { formatDateTokens } from './format-date.ts';
import type { ReadOptions } from './read-options.ts';

/** Parses mrkdwn. Markers that Slack would not format stay text. */
export function parseMrkdwn(text: string, options: ReadOptions): RootContent[] {
  const ownMention = options.bot ? new RegExp(`^\\s*<@${options.bot}(?:\\|[^>]*)?>`) : /^(?!)/;
  return text
    .replace(ownMention, '')
    .split(/(```[\s\S]*?```)/)
    .flatMap((part): RootContent[] =>
      /^```[\s\S]*```$/.test(part) ? [codeBlock(unescape(part.slice(3, -3)))] : quotesAndParagraphs(part, options),
    );
}

function quotesAndParagraphs(text: string, options: ReadOptions): RootContent[] {
  return text.split(/((?:^(?:&gt;|>).*(?:\n|$))+)/m).flatMap((part): RootContent[] => {
    if (!/^(?:&gt;|>)/.test(part)) return textBlocks(runs(part, options));
    return [{ type: 'blockquote', children: textBlocks(runs(part.replace(/^(?:&gt;|>) ?/gm, ''), options)) }];
  });
}

type Marks = Pick<Run, 'strong' | 'emphasis' | 'delete'>;

const marksOf: Record<string, Marks> = { '*': { strong: true }, _: { emphasis: true }, '~': { delete: true } };

/** Angle brackets, code, the three markers, each at the edge of a word and next to what it marks, and a typed address, which has no markers. */
const token =
  /<([^<>\n]+)>|`([^`\n]+)`|(?<![\p{L}\p{N}*_~\u200B])([*_~])(?=[^\s\u200B])((?:(?!\3)[^\n])*?[^\s\u200B])\3(?![\p{L}\p{N}\u200B])|(\bhttps?:\/\/[^\s<>]+)/gu;

function runs(text: string, options: ReadOptions, marks: Marks = {}): Run[] {
  const found: Run[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    if (match.index > end) found.push(typedRun(text.slice(end, match.index), marks));
    found.push(...markedRuns(match, options, marks));
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push(typedRun(text.slice(end), marks));
  return found;
}

function markedRuns(match: RegExpMatchArray, options: ReadOptions, marks: Marks): Run[] {
  const [, angle, value, marker = '', inner = '', address] = match;
  if (address !== undefined) return [textRun(address, marks)];
  if (angle !== undefined) return [bracket(angle, options, marks)];
  if (value !== undefined) return [{ ...marks, text: unescape(value), code: true }];
  return runs(inner, options, { ...marks, ...marksOf[marker] });
}

/** Slack shows the names of emoji as emoji. Other platforms do not know the names. */
function typedRun(text: string, marks: Marks): Run {
  const { text: plain } = textRun(text, marks);
  return { ...marks, text: withEmoji(plain) };
}

function textRun(text: string, marks: Marks): Run {
  return { ...marks, text: unescape(text) };
}

/** `<@U1|ada>`, `<#C1|general>`, `<!here>`, `<!date^…>`, `<https://…|label>` (docs.slack.dev, Formatting message text). */
function bracket(inner: string, { names }: ReadOptions, marks: Marks): Run {
  const [target = '', label = ''] = inner.split('|');
  const [kind, ...rest] = target.slice(1).split('^');
  if (target.startsWith('@')) return textRun(`@${names?.(target.slice(1)) ?? (label || 'user')}`, marks);
  if (target.startsWith('#')) return textRun(`#${label || (names?.(target.slice(1)) ?? target.slice(1))}`, marks);
  if (target.startsWith('!date^')) return date(rest, label, marks);
  if (target.startsWith('!subteam^'))
    return textRun(`@${label.replace(/^@/, '') || (names?.(rest[0] ?? '') ?? rest[0] ?? 'group')}`, marks);
  if (target.startsWith('!')) return textRun(`@${label.replace(/^@/, '') || (kind ?? '')}`, marks);
  return { ...marks, text: unescape(label || target), link: unescape(target) };
}

/** `<!date^1392734382^{date_short} {time}^https://…|fallback>` */
function date([seconds = '', format, url]: string[], fallback: string, marks: Marks): Run {
  const written = formatDateTokens(/^-?\d+$/.test(seconds) ? Number(seconds) : undefined, format && unescape(format));
  const run = { ...marks, text: written ?? unescape(fallback || format || seconds) };
  return url ? { ...run, link: unescape(url) } : run;
}

/** Replaces entities with their characters, and drops the joints that render/escape.ts puts beside literal markers. */
export function unescape(text: string): string {
  return text
    .replace(/\u200B(?=[*_~`]|&gt;)|(?<=[*_~`])\u200B/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

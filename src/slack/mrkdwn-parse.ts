// Slack's mrkdwn (messages without blocks, slash commands) as a Markdown tree.
import type { PhrasingContent, RootContent } from 'mdast';
import type { Readers } from './commonmark.ts';
import { code, lines, type Run } from './phrases.ts';

export function parseMrkdwn(text: string, readers: Readers): RootContent[] {
  const call = readers.bot ? new RegExp(`^\\s*<@${readers.bot}(?:\\|[^>]*)?>`) : /^(?!)/;
  return text
    .replace(call, '')
    .split(/(```[\s\S]*?```)/)
    .flatMap((part): RootContent[] =>
      /^```[\s\S]*```$/.test(part) ? [code(unescape(part.slice(3, -3)))] : quotesAndParagraphs(part, readers),
    );
}

function quotesAndParagraphs(text: string, readers: Readers): RootContent[] {
  return text.split(/((?:^(?:&gt;|>).*(?:\n|$))+)/m).flatMap((part): RootContent[] => {
    if (!/^(?:&gt;|>)/.test(part)) return lines(runs(part, readers));
    return [{ type: 'blockquote', children: lines(runs(part.replace(/^(?:&gt;|>) ?/gm, ''), readers)) }];
  });
}

/** Angle brackets, code and the three markers; a marker stands at the edge of a word and next to what it marks. */
const token =
  /<([^<>\n]+)>|`([^`\n]+)`|(?<![\p{L}\p{N}*_~\u200B])([*_~])(?=[^\s\u200B])((?:(?!\3)[^\n])*?[^\s\u200B])\3(?![\p{L}\p{N}\u200B])/gu;

function runs(text: string, readers: Readers, wrap: Run['wrap'] = (value) => ({ type: 'text', value })): Run[] {
  const found: Run[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    if (match.index > end) found.push({ text: unescape(text.slice(end, match.index)), wrap });
    found.push(...marked(match, readers, wrap));
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ text: unescape(text.slice(end)), wrap });
  return found;
}

function marked([, angle, value, marker, inner = '']: RegExpMatchArray, readers: Readers, wrap: Run['wrap']): Run[] {
  if (angle !== undefined) return [bracket(angle, readers, wrap)];
  if (value !== undefined) return [{ text: unescape(value), wrap: (text) => ({ type: 'inlineCode', value: text }) }];
  return runs(inner, readers, (text) => mark(marker, wrap(text)));
}

function mark(marker: string | undefined, child: PhrasingContent): PhrasingContent {
  if (marker === '*') return { type: 'strong', children: [child] };
  return marker === '_' ? { type: 'emphasis', children: [child] } : { type: 'delete', children: [child] };
}

/** `<@U1|ada>`, `<#C1|general>`, `<!here>`, `<https://…|label>` (docs.slack.dev, Formatting message text). */
function bracket(inner: string, { names }: Readers, wrap: Run['wrap']): Run {
  const [target = '', label] = inner.split('|');
  if (target.startsWith('@')) return { text: `@${names?.(target.slice(1)) ?? label ?? 'user'}`, wrap };
  if (target.startsWith('#')) return { text: `#${label ?? 'channel'}`, wrap };
  if (target.startsWith('!')) return { text: `@${label?.replace(/^@/, '') ?? target.slice(1).split('^')[0] ?? ''}`, wrap };
  const url = unescape(target);
  return { text: unescape(label ?? target), wrap: (text) => ({ type: 'link', url, children: [wrap(text)] }) };
}

/** Entities as characters; the joints that kept literal markers from marking are no characters. */
export function unescape(text: string): string {
  return text
    .replace(/\u200B(?=[*_~`]|&gt;)|(?<=[*_~`])\u200B/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

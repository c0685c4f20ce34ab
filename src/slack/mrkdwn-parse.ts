// Slack's mrkdwn (messages without blocks, slash commands) as a Markdown tree.
import type { BlockContent, PhrasingContent, RootContent } from 'mdast';
import type { Names } from './commonmark.ts';

export function parseMrkdwn(text: string, names: Names): RootContent[] {
  return text
    .split(/(```[\s\S]*?```)/)
    .flatMap((part) =>
      /^```[\s\S]*```$/.test(part)
        ? [{ type: 'code' as const, value: unescape(part.slice(3, -3).replace(/^\n|\n$/g, '')) }]
        : paragraphs(part, names),
    );
}

function paragraphs(text: string, names: Names): BlockContent[] {
  return text
    .split(/\n{2,}/)
    .map((part) => part.replace(/^\n+|\n+$/g, ''))
    .filter((part) => part.trim() !== '')
    .map((part) => {
      if (!/^(&gt;|>)/.test(part)) return { type: 'paragraph', children: lines(part, names) };
      return { type: 'blockquote', children: [{ type: 'paragraph', children: lines(part.replace(/^(&gt;|>) ?/gm, ''), names) }] };
    });
}

function lines(text: string, names: Names): PhrasingContent[] {
  return text
    .split('\n')
    .flatMap((line, index): PhrasingContent[] => [...(index > 0 ? [{ type: 'break' as const }] : []), ...phrases(line, names)]);
}

/** Angle brackets, code and the three markers; a marker stands at the edge of a word and next to what it marks. */
const token = /<([^<>]+)>|`([^`\n]+)`|(?<![\p{L}\p{N}*_~])([*_~])(?=\S)((?:(?!\3).)*?\S)\3(?![\p{L}\p{N}])/gu;

function phrases(text: string, names: Names): PhrasingContent[] {
  const found: PhrasingContent[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    if (match.index > end) found.push(words(text.slice(end, match.index)));
    found.push(marked(match, names));
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push(words(text.slice(end)));
  return found;
}

function marked([, angle, code, marker, inner = '']: RegExpMatchArray, names: Names): PhrasingContent {
  if (angle !== undefined) return bracket(angle, names);
  if (code !== undefined) return { type: 'inlineCode', value: unescape(code) };
  const children = phrases(inner, names);
  if (marker === '*') return { type: 'strong', children };
  return marker === '_' ? { type: 'emphasis', children } : { type: 'delete', children };
}

/** `<@U1|ada>`, `<#C1|general>`, `<!here>`, `<https://…|label>` (docs.slack.dev, Formatting message text). */
function bracket(inner: string, names: Names): PhrasingContent {
  const [target = '', label] = inner.split('|');
  if (target.startsWith('@')) return words(`@${names(target.slice(1)) ?? label ?? 'user'}`);
  if (target.startsWith('#')) return words(`#${label ?? 'channel'}`);
  if (target.startsWith('!')) return words(`@${label?.replace(/^@/, '') ?? target.slice(1).split('^')[0] ?? ''}`);
  return { type: 'link', url: unescape(target), children: [words(label ?? target)] };
}

function words(text: string): PhrasingContent {
  return { type: 'text', value: unescape(text) };
}

export function unescape(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

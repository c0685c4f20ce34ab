// CommonMark to Slack's mrkdwn. What a person typed is never interpreted: `<!channel>`, `<@U1>` and the like come out as text.
import type { Nodes, Parents, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmAutolinkLiteralFromMarkdown } from 'mdast-util-gfm-autolink-literal';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmAutolinkLiteral } from 'micromark-extension-gfm-autolink-literal';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';

/** @param markdown CommonMark with strikethrough and bare links @returns mrkdwn for a text object */
export function toMrkdwn(markdown: string): string {
  const tree = fromMarkdown(markdown, {
    extensions: [gfmStrikethrough({ singleTilde: false }), gfmAutolinkLiteral()],
    mdastExtensions: [gfmStrikethroughFromMarkdown(), gfmAutolinkLiteralFromMarkdown()],
  });
  return blocks(tree.children).trim();
}

/** Plain text inside mrkdwn: the three control characters as entities (docs.slack.dev, Formatting message text), markers kept from formatting. */
export function escape(text: string): string {
  return entities(text).replace(/(^|[\s\p{P}])([*_~`]+)(?=\S)/gu, '$1$2​');
}

function entities(text: string): string {
  return visible(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Characters that turn the direction of what follows, and controls, could make a text read as something it is not. */
function visible(text: string): string {
  return text.replace(/[\u202A-\u202E\u2066-\u2069\u0000-\u0008\u000B-\u001F\u007F]/g, '');
}

function blocks(nodes: readonly RootContent[]): string {
  return nodes.map((node) => one(node)).join('\n\n');
}

function inside(node: Parents): string {
  return node.children.map((child) => one(child)).join('');
}

function one(node: Nodes): string {
  switch (node.type) {
    case 'text':
      return escape(node.value);
    case 'strong':
      return wrap('*', inside(node));
    case 'heading':
      // bold inside bold would end it
      return wrap('*', inside(node).replace(/\*/g, ''));
    case 'emphasis':
      return wrap('_', inside(node));
    case 'delete':
      return wrap('~', inside(node));
    case 'inlineCode':
      return `\`${entities(node.value).replace(/`/g, 'ˋ')}\``;
    case 'code':
      return `\`\`\`\n${entities(node.value).replace(/```/g, 'ˋˋˋ')}\n\`\`\``;
    case 'link':
      return link(node.url, inside(node));
    case 'image':
      return link(node.url, escape(node.alt || 'image'));
    case 'break':
      return '\n';
    case 'blockquote':
      return blocks(node.children).replace(/^/gm, '> ');
    case 'list':
      return node.children
        .map((item, index) => listItem(one(item), node.ordered ? `${(node.start ?? 1) + index}.` : '•'))
        .join('\n');
    case 'listItem':
      return node.children.map((child) => one(child)).join('\n');
    case 'thematicBreak':
      return '———';
    case 'html':
      return escape(node.value);
    case 'definition':
      return '';
    case 'linkReference':
    case 'imageReference':
      return node.type === 'linkReference' ? inside(node) : escape(node.alt ?? '');
    default:
      return 'children' in node ? inside(node) : '';
  }
}

function listItem(text: string, sign: string): string {
  return `${sign} ${text.replace(/\n/g, '\n    ')}`;
}

/** A marker counts only next to what it marks. */
function wrap(marker: string, text: string): string {
  const [, before = '', core = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  return core === '' ? text : `${before}${marker}${core}${marker}${after}`;
}

/** Only web, mail and telephone addresses become links. */
export function link(url: string, text: string): string {
  const target = visible(url).replace(/[<>|\s]/g, (char) => encodeURIComponent(char));
  if (!/^(https?|mailto|tel):/i.test(target)) return text === '' ? entities(url) : text;
  return `<${entities(target)}|${text.replace(/[|\n]/g, ' ') || entities(target)}>`;
}

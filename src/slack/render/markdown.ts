// CommonMark as mrkdwn. Nothing a person typed becomes a mention: `<!channel>`, `<@U1>` and the like come out as text. The other direction
// is incoming/message-markdown.ts. Follows docs.slack.dev/messaging/formatting-message-text.
import type { Definition, List, Nodes, Parents, PhrasingContent, Root, RootContent } from 'mdast';
import { sharedTree } from '../../cards/markdown-tree.ts';
import { codeBlock, entities, hold, joint, link, release } from './escape.ts';
import { tableText } from './table.ts';

/** Renders CommonMark, with strikethrough, tables and bare links, as mrkdwn for a text object. @param markdown the text, or its tree */
export function toMrkdwn(markdown: string | Root): string {
  const tree = typeof markdown === 'string' ? sharedTree(markdown) : markdown;
  const definitions = tree.children.filter((node) => node.type === 'definition');
  return release(blocks(tree.children, { definitions, marks: '' })).trim();
}

interface Context {
  definitions: readonly Definition[];
  /** markers that are open context this text: a second pair would end the first */
  marks: string;
}

function blocks(nodes: readonly RootContent[], context: Context): string {
  return nodes
    .map((node) => one(node, context))
    .filter((text) => text !== '')
    .join('\n\n');
}

function one(node: Nodes, context: Context): string {
  switch (node.type) {
    case 'text':
    case 'html':
      return hold(node.value);
    case 'strong':
    case 'heading':
      return wrap('*', node, context);
    case 'emphasis':
      return wrap('_', node, context);
    case 'delete':
      return wrap('~', node, context);
    case 'inlineCode':
      return `\`${entities(node.value).replace(/`/g, 'ˋ')}\``;
    case 'code':
      return codeBlock(node.value);
    case 'table':
      return codeBlock(tableText(node));
    case 'link':
      return link(node.url, hold(plain(node)));
    case 'image':
      return link(node.url, hold(node.alt || 'image'));
    case 'linkReference':
      return link(urlOf(node.identifier, context), hold(plain(node)));
    case 'imageReference':
      return link(urlOf(node.identifier, context), hold(node.alt || 'image'));
    case 'break':
      return '\n';
    case 'blockquote':
      return blocks(node.children, context).replace(/^/gm, '> ');
    case 'list':
      return list(node, context);
    case 'listItem':
      return node.children.map((child) => one(child, context)).join('\n');
    case 'thematicBreak':
      return '———';
    case 'definition':
      return '';
    default:
      return 'children' in node ? inside(node, context) : '';
  }
}

const marked = new Set(['strong', 'emphasis', 'delete', 'inlineCode']);
const letter = /[\p{L}\p{N}]/u;

/** A marker inside a word, or next to another one, formats nothing, so a joint separates it from what is beside it. */
function inside(node: Parents, context: Context): string {
  let text = '';
  let afterMark = false;
  for (const child of node.children) {
    const part = one(child, context);
    const isMark = marked.has(child.type);
    if ((isMark && (afterMark || letter.test(text.at(-1) ?? ''))) || (afterMark && letter.test(part[0] ?? ''))) text += joint;
    text += part;
    afterMark = isMark;
  }
  return text;
}

/** A marker must touch what it marks, on one line. */
function wrap(marker: string, node: Parents, context: Context): string {
  if (context.marks.includes(marker)) return inside(node, context);
  return inside(node, { ...context, marks: context.marks + marker }).replace(/[^\n]+/g, (line) =>
    line.replace(/^(\s*)(\S(?:.*\S)?)(\s*)$/s, `$1${marker}$2${marker}$3`),
  );
}

function list(node: List, context: Context): string {
  return node.children
    .map((item, index) => {
      const sign = node.ordered ? `${(node.start ?? 1) + index}.` : '•';
      return `${sign} ${one(item, context).replace(/\n/g, '\n    ')}`;
    })
    .join('\n');
}

function urlOf(identifier: string, { definitions }: Context): string {
  return definitions.find((definition) => definition.identifier === identifier)?.url ?? '';
}

/** A link's label, in which Slack formats nothing. */
function plain(node: { children: readonly PhrasingContent[] }): string {
  return node.children
    .map((child) =>
      'value' in child ? child.value : 'children' in child ? plain(child) : 'alt' in child ? (child.alt ?? '') : ' ',
    )
    .join('');
}

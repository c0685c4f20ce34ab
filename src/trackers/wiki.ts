// CommonMark as the wiki markup of Jira Data Center. The other direction is cards/wiki-markup.ts. What people typed is never markup there:
// characters that could be are escaped. Follows jira.atlassian.com/secure/WikiRendererHelpAction.jspa.
import type { List, PhrasingContent, RootContent } from 'mdast';
import { markdownTree } from '../cards/markdown-tree.ts';
import { runsOf, type Run } from '../cards/paragraphs.ts';

/** Writes CommonMark as wiki markup. */
export function markdownToWiki(markdown: string): string {
  return markdownTree(markdown).children.map((node) => blockOf(node)).filter((text) => text !== '').join('\n\n'); // prettier-ignore
}

function blockOf(node: RootContent): string {
  switch (node.type) {
    case 'paragraph':
      return inlineOf(node.children);
    case 'heading':
      return `h${node.depth}. ${inlineOf(node.children).replace(/\n/g, ' ')}`;
    case 'list':
      return listOf(node, '');
    case 'blockquote':
      return `{quote}\n${node.children.map(blockOf).join('\n\n')}\n{quote}`;
    case 'code':
      return codeOf(node.value);
    case 'thematicBreak':
      return '----';
    case 'table':
      return node.children
        .map((row, at) => {
          const bar = at === 0 ? '||' : '|';
          return `${bar}${row.children.map((cell) => inlineOf(cell.children).replace(/\n/g, ' ') || ' ').join(bar)}${bar}`;
        })
        .join('\n');
    default:
      return 'value' in node ? escaped(node.value) : '';
  }
}

/** Code that contains the end of a block is written as text. */
function codeOf(code: string): string {
  return /\{noformat\}/i.test(code) ? escaped(code) : `{noformat}\n${code}\n{noformat}`;
}

function listOf({ ordered, children }: List, outer: string): string {
  const marks = `${outer}${ordered ? '#' : '*'}`;
  return children
    .map((item) =>
      item.children
        .map((child, at) => {
          if (child.type === 'list') return listOf(child, marks);
          const text = blockOf(child);
          return at === 0 ? `${marks} ${text}` : text;
        })
        .join('\n'),
    )
    .join('\n');
}

const inlineOf = (children: readonly PhrasingContent[]): string => runsOf(children).map(written).join('');

function written({ text, code, link, strong, emphasis, delete: deleted }: Run): string {
  if (text.trim() === '') return text;
  let inner = escaped(text);
  if (code) inner = `{{${inner}}}`;
  if (strong) inner = `*${inner}*`;
  if (emphasis) inner = `_${inner}_`;
  if (deleted) inner = `-${inner}-`;
  if (link === undefined) return inner;
  const address = encodeURI(link).replace(/%25/g, '%').replace(/[|\]]/g, encodeURIComponent);
  return text === link ? `[${address}]` : `[${inner.replace(/[|\]]/g, ' ')}|${address}]`;
}

/** Escapes what wiki markup could take for formatting, macros, links, pictures or mentions, and the marks of blocks at the start of a line. */
function escaped(text: string): string {
  return text.replace(/[\\*_{}[\]|!^~+]/g, '\\$&').replace(/^(\s*)([-#]|h[1-6]\.|bq\.)/gm, '$1\\$2');
}

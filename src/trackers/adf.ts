// The Atlassian Document Format, in which Jira Cloud keeps texts, from and to CommonMark. What the format has and CommonMark has not is kept as
// text. Follows developer.atlassian.com/cloud/jira/platform/apis/document/structure.
import type { BlockContent, ListItem, PhrasingContent, RootContent } from 'mdast';
import { z } from 'zod';
import { markdownTree, writeMarkdown } from '../cards/markdown-tree.ts';
import { codeBlock, paragraphs, runsOf, type Run } from '../cards/paragraphs.ts';
import { safeUrl } from '../cards/safe-url.ts';
import { tableOf } from '../cards/table.ts';

/** A node of a document. */
export interface AdfNode {
  type: string;
  version?: 1;
  text?: string;
  attrs?: Record<string, unknown>;
  marks?: { type: string; attrs?: Record<string, unknown> }[];
  content?: AdfNode[];
}

/** Writes CommonMark as a document. */
export function markdownToAdf(markdown: string): AdfNode {
  return { type: 'doc', version: 1, content: markdownTree(markdown).children.flatMap((node) => blockOf(node, 'top')) };
}

/** What the format allows depends on where it is: rules and headings are no part of lists and quotations, and tables are at the top. */
type Inside = 'top' | 'list' | 'quote';

function blockOf(node: RootContent, inside: Inside): AdfNode[] {
  switch (node.type) {
    case 'paragraph':
      return paragraphNode(node.children);
    case 'heading':
      if (inside !== 'top') return paragraphNode(node.children);
      return [{ type: 'heading', attrs: { level: node.depth }, content: inlineOf(node.children) }];
    case 'list': {
      const items = node.children.map((item): AdfNode => ({ type: 'listItem', content: itemContent(item) }));
      if (node.ordered) return [{ type: 'orderedList', attrs: { order: node.start ?? 1 }, content: items }];
      return [{ type: 'bulletList', content: items }];
    }
    case 'blockquote': {
      const content = node.children.flatMap((child) => blockOf(child, inside === 'top' ? 'quote' : inside));
      return inside === 'top' && content.length > 0 ? [{ type: 'blockquote', content }] : content;
    }
    case 'code':
      return [
        {
          type: 'codeBlock',
          ...(node.lang ? { attrs: { language: node.lang } } : {}),
          ...(node.value === '' ? {} : { content: [{ type: 'text', text: node.value }] }),
        },
      ];
    case 'thematicBreak':
      return inside === 'top' ? [{ type: 'rule' }] : [];
    case 'table': {
      const rows = node.children.map((row, at): AdfNode => ({
        type: 'tableRow',
        content: row.children.map((cell): AdfNode => ({
          type: at === 0 ? 'tableHeader' : 'tableCell',
          content: [{ type: 'paragraph', content: inlineOf(cell.children) }],
        })),
      }));
      return inside === 'top'
        ? [{ type: 'table', content: rows }]
        : rows.flatMap(({ content = [] }) => content.flatMap((cell) => cell.content ?? []));
    }
    default:
      return 'value' in node ? [{ type: 'paragraph', content: textNodes([{ text: node.value }]) }] : [];
  }
}

/** An item begins with a paragraph, even an empty one. */
function itemContent({ children }: ListItem): AdfNode[] {
  const content = children.flatMap((child) => blockOf(child, 'list'));
  return content[0]?.type === 'paragraph' ? content : [{ type: 'paragraph', content: [] }, ...content];
}

function paragraphNode(children: readonly PhrasingContent[]): AdfNode[] {
  return [{ type: 'paragraph', content: inlineOf(children) }];
}

const inlineOf = (children: readonly PhrasingContent[]): AdfNode[] => textNodes(runsOf(children));

function textNodes(runs: readonly Run[]): AdfNode[] {
  return runs.flatMap((run) =>
    run.text.split('\n').flatMap((text, at): AdfNode[] => {
      const marks = marksOf(run);
      const written: AdfNode[] = text === '' ? [] : [{ type: 'text', text, ...(marks.length > 0 ? { marks } : {}) }];
      return at === 0 ? written : [{ type: 'hardBreak' }, ...written];
    }),
  );
}

/** Code can only be a link besides. */
function marksOf(run: Run): NonNullable<AdfNode['marks']> {
  return [
    ...(run.link === undefined ? [] : [{ type: 'link', attrs: { href: run.link } }]),
    ...(run.code ? [{ type: 'code' }] : []),
    ...(run.strong && !run.code ? [{ type: 'strong' }] : []),
    ...(run.emphasis && !run.code ? [{ type: 'em' }] : []),
    ...(run.delete && !run.code ? [{ type: 'strike' }] : []),
  ];
}

const node = z.object({
  type: z.string(),
  text: z.string().optional(),
  attrs: z.record(z.string(), z.unknown()).optional(),
  marks: z.array(z.object({ type: z.string(), attrs: z.record(z.string(), z.unknown()).optional() })).optional(),
  content: z.array(z.unknown()).optional(),
});
type Read = z.infer<typeof node>;

/** Nodes within nodes beyond this are left out. */
const maxDepth = 40;

/** Reads a document as CommonMark. Anything else is an empty text. */
export function adfToMarkdown(document: unknown): string {
  return writeMarkdown(blocksIn(childrenOf({ content: [document] }), 0));
}

/** Reads all text of a document on one line, to find something in it. */
export function adfText(document: unknown, depth = 0): string {
  const read = node.safeParse(document);
  if (!read.success || depth > maxDepth) return '';
  return [read.data.text ?? '', ...(read.data.content ?? []).map((child) => adfText(child, depth + 1))].join(' ');
}

function childrenOf({ content = [] }: { content?: unknown[] | undefined }): Read[] {
  return content.flatMap((child) => {
    const read = node.safeParse(child);
    return read.success ? [read.data] : [];
  });
}

function blocksIn(nodes: readonly Read[], depth: number): RootContent[] {
  if (depth > maxDepth) return [];
  const blocks: RootContent[] = [];
  let inline: Run[] = [];
  const flush = (): void => {
    blocks.push(...paragraphs(inline));
    inline = [];
  };
  for (const one of nodes) {
    const run = inlineRun(one);
    if (run) inline.push(...run);
    else {
      flush();
      blocks.push(...readBlock(one, depth));
    }
  }
  flush();
  return blocks;
}

function readBlock(one: Read, depth: number): RootContent[] {
  const children = childrenOf(one);
  const inner = (): RootContent[] => blocksIn(children, depth + 1);
  switch (one.type) {
    case 'heading': {
      const [paragraph] = paragraphs(runsIn(children));
      const level = Math.min(Math.max(Number(one.attrs?.['level']) || 1, 1), 6) as 1;
      return paragraph ? [{ type: 'heading', depth: level, children: paragraph.children }] : [];
    }
    case 'bulletList':
    case 'taskList':
    case 'decisionList':
      return listOf(children, null, depth);
    case 'orderedList':
      return listOf(children, Number(one.attrs?.['order']) || 1, depth);
    case 'blockquote':
    case 'panel': {
      const quoted = inner();
      return quoted.length > 0 ? [{ type: 'blockquote', children: quoted as BlockContent[] }] : [];
    }
    case 'codeBlock':
      return [codeBlock(children.map(({ text = '' }) => text).join(''))];
    case 'rule':
      return [{ type: 'thematicBreak' }];
    case 'media':
      return paragraphs([{ text: '(attachment)' }]);
    case 'table': {
      const rows = children.map((row) =>
        childrenOf(row).map((cell) => paragraphs(runsIn(childrenOf(cell).flatMap(childrenOf)))[0]?.children ?? []),
      );
      return rows.length > 0 ? [tableOf(rows, [])] : [];
    }
    default:
      return inner();
  }
}

function listOf(items: readonly Read[], start: number | null, depth: number): RootContent[] {
  const children = items.map((item): ListItem => ({
    type: 'listItem',
    spread: false,
    children: blocksIn(childrenOf(item), depth + 2) as BlockContent[],
  }));
  return children.length > 0 ? [{ type: 'list', ordered: start !== null, start, spread: false, children }] : [];
}

const runsIn = (nodes: readonly Read[]): Run[] => nodes.flatMap((one) => inlineRun(one) ?? runsIn(childrenOf(one)));

/** @returns null for a block */
function inlineRun({ type, text = '', attrs = {}, marks = [] }: Read): Run[] | null {
  const attr = (name: string): string => (typeof attrs[name] === 'string' ? attrs[name] : '');
  switch (type) {
    case 'text': {
      const has = (mark: string): boolean => marks.some((one) => one.type === mark);
      const href = marks.find((one) => one.type === 'link')?.attrs?.['href'];
      const link = typeof href === 'string' ? safeUrl(href) : null;
      return [
        {
          text,
          ...(link === null ? {} : { link }),
          ...(has('code') ? { code: true } : {}),
          ...(has('strong') ? { strong: true } : {}),
          ...(has('em') ? { emphasis: true } : {}),
          ...(has('strike') ? { delete: true } : {}),
        },
      ];
    }
    case 'hardBreak':
      return [{ text: '\n' }];
    case 'mention':
    case 'status':
      return [{ text: attr('text') }];
    case 'emoji':
      return [{ text: attr('text') || attr('shortName') }];
    case 'inlineCard':
      return [{ text: attr('url') }];
    case 'date':
      return [{ text: dayOf(Number(attr('timestamp') || NaN)) }];
    default:
      return null;
  }
}

/** Writes the day of a moment in milliseconds. The format allows texts that are not moments, which are left out. */
function dayOf(ms: number): string {
  const at = new Date(ms);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString().slice(0, 10);
}

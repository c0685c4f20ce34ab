// Placeholders such as {{case.number}} in CommonMark. They are filled in the parsed text, so that a value is text wherever it ends up: it is
// escaped when the text is written, and cannot become bold, a list or a link with another name.
import type { Nodes, Parent, RootContent } from 'mdast';
import { markdownTree, writeMarkdown } from './markdown-tree.ts';
import { visibleText } from './visible-text.ts';

/** Returns what a placeholder stands for; undefined leaves it as it is. */
type ValueOf = (name: string) => string | undefined;

const written = /\{\{([^{}]*)\}\}/g;

/** Lists the names of all placeholders in a text, each once. */
export function placeholdersIn(markdown: string): string[] {
  const names = new Set<string>();
  fill(markdownTree(markdown), (name) => {
    names.add(name);
    return undefined;
  });
  return [...names];
}

/** Fills the placeholders of a text. @returns CommonMark */
export function fillPlaceholders(markdown: string, valueOf: ValueOf): string {
  const tree = markdownTree(markdown);
  fill(tree, valueOf);
  return writeMarkdown(tree.children);
}

function fill(node: Nodes, valueOf: ValueOf): void {
  const filled = (text: string): string =>
    text.replace(written, (whole, name: string) => visibleText(valueOf(name.trim()) ?? whole));
  if ('value' in node) node.value = filled(node.value);
  if ('url' in node)
    node.url = node.url.replace(written, (whole, name: string) => {
      const value = valueOf(name.trim());
      return value === undefined ? whole : encodeURIComponent(visibleText(value));
    });
  if ('alt' in node && node.alt) node.alt = filled(node.alt);
  if ('title' in node && node.title) node.title = filled(node.title);
  if (!('children' in node)) return;
  const parent = node as Parent;
  parent.children = parent.children.map((child) => withoutHtml(child, parent));
  for (const child of parent.children) fill(child, valueOf);
}

/** Turns HTML with a placeholder into text, which is how HTML is shown anyway: a value could end a tag. */
function withoutHtml(node: RootContent, parent: Parent): RootContent {
  if (node.type !== 'html' || !/\{\{/.test(node.value)) return node;
  const text = { type: 'text' as const, value: node.value };
  const isBlock = ['root', 'blockquote', 'listItem'].includes(parent.type);
  return isBlock ? { type: 'paragraph', children: [text] } : text;
}

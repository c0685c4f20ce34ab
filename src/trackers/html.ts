// The HTML of Azure DevOps, from and to CommonMark.
import { fromHtml } from 'hast-util-from-html';
import { toHtml } from 'hast-util-to-html';
import { toMdast } from 'hast-util-to-mdast';
import { toHast } from 'mdast-util-to-hast';
import { isCostly, withoutTags } from '../cards/html-cost.ts';
import { markdownTree, writeMarkdown } from '../cards/markdown-tree.ts';

/** Writes CommonMark as HTML. HTML in it is left out. */
export function markdownToHtml(markdown: string): string {
  return toHtml(toHast(markdownTree(markdown)));
}

/** Longest text in characters. Longer ones are logs that somebody pasted. */
const maxLength = 100_000;

/** Reads HTML as CommonMark. Pictures are left out. */
export function htmlToMarkdown(html: string): string {
  const kept = html.slice(0, maxLength);
  const source = isCostly(kept) ? withoutTags(kept) : kept;
  const tree = toMdast(fromHtml(source, { fragment: true }), { document: true, handlers: { img: () => undefined } });
  return writeMarkdown(tree.type === 'root' ? tree.children : []);
}

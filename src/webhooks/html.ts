// CommonMark as HTML for web pages of other people: only the tags that CommonMark produces, nothing that runs or loads.
import type { ElementContent, RootContent } from 'hast';
import { h } from 'hastscript';
import { toHtml } from 'hast-util-to-html';
import { toHast } from 'mdast-util-to-hast';
import { sharedTree } from '../cards/markdown-tree.ts';
import { safeUrl } from '../cards/safe-url.ts';

const kept = new Set(
  'h1 h2 h3 h4 h5 h6 p a em strong del code pre blockquote ul ol li br hr table thead tbody tr th td'.split(' '),
);

/** Renders CommonMark as safe HTML. HTML that people typed is shown as text, and images become links. */
export function safeHtml(markdown: string): string {
  const tree = toHast(sharedTree(markdown), {
    handlers: { html: (_state, node: { value: string }) => ({ type: 'text', value: node.value }) },
  });
  const children = ('children' in tree ? tree.children : [tree as RootContent]).flatMap(clean);
  return toHtml({ type: 'root', children }).trim();
}

function clean(node: RootContent): ElementContent[] {
  if (node.type === 'text') return [{ type: 'text', value: node.value }];
  if (node.type !== 'element') return [];
  const { tagName, properties, children } = node;
  if (tagName === 'img') return linked(properties.src, [{ type: 'text', value: String(properties.alt ?? '') || 'picture' }]);
  const inside = children.flatMap(clean);
  if (tagName === 'a') return linked(properties.href, inside);
  if (!kept.has(tagName)) return inside;
  return [h(tagName, tagName === 'ol' && typeof properties.start === 'number' ? { start: properties.start } : {}, inside)];
}

function linked(url: unknown, inside: ElementContent[]): ElementContent[] {
  const href = safeUrl(typeof url === 'string' ? url : '');
  return href === null ? inside : [h('a', { href, rel: 'noopener nofollow' }, inside)];
}

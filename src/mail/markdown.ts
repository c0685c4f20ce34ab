// Posts (CommonMark) as HTML. Only the tags CommonMark produces are kept, HTML that people typed is shown as text, and images become links.
import type { Element, ElementContent, RootContent } from 'hast';
import { h } from 'hastscript';
import { toHast } from 'mdast-util-to-hast';
import { writtenTree } from './written-tree.ts';
import { safeUrl } from '../cards/safe-url.ts';
import { markdownStyles } from './styles.ts';

const kept = new Set('p a em strong del code pre blockquote ul ol li br hr table thead tbody tr th td'.split(' '));

/** Renders CommonMark as safe HTML. */
export function markdownHtml(markdown: string): ElementContent[] {
  const tree = toHast(writtenTree(markdown), {
    handlers: { html: (_state, node: { value: string }) => ({ type: 'text', value: node.value }) },
  });
  return ('children' in tree ? tree.children : [tree as RootContent]).flatMap(clean);
}

function clean(node: RootContent): ElementContent[] {
  if (node.type === 'text') return [{ type: 'text', value: node.value }];
  if (node.type !== 'element') return [];
  const { tagName, properties, children } = node;
  const inside = children.flatMap(clean);
  if (tagName === 'img') return picture(String(properties.src ?? ''), String(properties.alt ?? ''));
  if (tagName === 'a') return linked(String(properties.href ?? ''), inside);
  if (/^h[1-6]$/.test(tagName)) return [styled('h4', inside)];
  if (!kept.has(tagName)) return inside;
  return [styled(tagName, inside, keptProperties(tagName, properties))];
}

function keptProperties(tagName: string, { start, align }: Element['properties']): Record<string, string | number> {
  if (tagName === 'ol' && typeof start === 'number') return { start };
  // browsers center heads
  if (tagName === 'th') return { scope: 'col', align: typeof align === 'string' ? align : 'left' };
  return tagName === 'td' && typeof align === 'string' ? { align } : {};
}

function styled(tagName: string, children: ElementContent[], properties: Record<string, string | number> = {}): ElementContent {
  const style = markdownStyles[tagName];
  return h(tagName, { ...properties, ...(style ? { style } : {}) }, children);
}

function linked(url: string, inside: ElementContent[]): ElementContent[] {
  const href = safeUrl(url);
  return href === null ? inside : [styled('a', inside, { href })];
}

/** Images are not loaded: loading one would reveal who reads the mail, and when. */
function picture(url: string, alt: string): ElementContent[] {
  return linked(url, [{ type: 'text', value: alt || url }]);
}

import type { Element, ElementContent } from 'hast';

/**
 * Moves what stands directly between the items of a list into the item before it, where a browser draws it. Editors nest lists that way:
 * `<ol><li>a</li><ul><li>b</li></ul><li>c</li></ol>` is 1. a, with b below it, then 2. c.
 * @returns the list, after whatever comes before its first item
 */
export function listElements(list: Element): ElementContent[] {
  const before: ElementContent[] = [];
  const items: Element[] = [];
  for (const node of list.children) {
    const last = items.at(-1);
    if (node.type === 'element' && node.tagName === 'li') items.push(node);
    else if (node.type === 'text' && node.value.trim() === '') continue;
    else if (last) items[items.length - 1] = { ...last, children: [...last.children, ownLine(node)] };
    else before.push(node);
  }
  return items.length > 0 ? [...before, { ...list, children: items }] : before;
}

/** Loose text starts a line of its own. */
function ownLine(node: ElementContent): ElementContent {
  if (node.type === 'element' && /^(ul|ol|p|div|blockquote|pre|h[1-6])$/.test(node.tagName)) return node;
  return { type: 'element', tagName: 'p', properties: {}, children: [node] };
}

import type { Nodes, Root, RootContent } from 'mdast';
import { withEmoji } from '../cards/emoji.ts';
import { sharedTree } from '../cards/markdown-tree.ts';

/** Parses CommonMark as chat shows it: a newline breaks the line, and an emoji's name is the emoji. */
export function writtenTree(markdown: string): Root {
  const tree = sharedTree(markdown);
  return { ...tree, children: tree.children.flatMap(written) };
}

function written(node: RootContent): RootContent[] {
  if (node.type === 'text')
    return node.value
      .split('\n')
      .flatMap((line, index): RootContent[] => [
        ...(index > 0 ? [{ type: 'break' as const }] : []),
        ...(line === '' ? [] : [{ type: 'text' as const, value: withEmoji(line) }]),
      ]);
  if (!('children' in node)) return [node];
  return [{ ...node, children: (node as Extract<Nodes, { children: unknown[] }>).children.flatMap(written) } as RootContent];
}

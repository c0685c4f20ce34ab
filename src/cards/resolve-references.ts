// Links whose addresses are defined elsewhere in the text, as in `[page][1]` and `[1]: https://x.example`.
import type { Definition, Root, RootContent } from 'mdast';

/** Puts the address into each link and image that refers to a definition, and leaves out the definitions. */
export function resolveReferences({ type, children }: Root): Root {
  const definitions = new Map<string, Definition>();
  for (const node of children)
    if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
  return { type, children: definitions.size > 0 ? children.flatMap((node) => resolved(node, definitions)) : children };
}

function resolved(node: RootContent, definitions: ReadonlyMap<string, Definition>): RootContent[] {
  if (node.type === 'definition') return [];
  const url = 'identifier' in node ? (definitions.get(node.identifier)?.url ?? '') : '';
  if (node.type === 'imageReference') return [{ type: 'image', url, alt: node.alt ?? null }];
  if (!('children' in node)) return [node];
  const children = node.children.flatMap((child) => resolved(child, definitions));
  if (node.type === 'linkReference') return [{ type: 'link', url, children } as RootContent];
  return [{ ...node, children } as RootContent];
}

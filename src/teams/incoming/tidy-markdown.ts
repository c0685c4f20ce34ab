// A Markdown tree from HTML, so that CommonMark can write it down: marks touch what they mark, lines have no space at their edges,
// an empty line begins a paragraph, and nothing is there that shows nothing.
import type { Paragraph, PhrasingContent, RootContent } from 'mdast';

interface Leaf {
  value: string;
  isCode: boolean;
  link: string | null;
  strong: boolean;
  emphasis: boolean;
  delete: boolean;
}

const plainLeaf: Omit<Leaf, 'value'> = { isCode: false, link: null, strong: false, emphasis: false, delete: false };

export function tidy(nodes: readonly RootContent[]): RootContent[] {
  return nodes.flatMap((node): RootContent[] => {
    switch (node.type) {
      case 'paragraph':
        return paragraphs(leavesIn(node.children, plainLeaf));
      case 'heading': {
        const [line, ...rest] = paragraphs(leavesIn(node.children, plainLeaf).map(onOneLine));
        return line ? [{ ...node, children: line.children }, ...rest] : [];
      }
      case 'code':
        return node.value.trim() === '' ? [] : [{ type: 'code', value: spaces(node.value).replace(/^\n+|\n+$/g, '') }];
      case 'blockquote':
      case 'listItem': {
        const children = tidy(node.children) as typeof node.children;
        return children.length > 0 ? [{ ...node, children, ...(node.type === 'listItem' ? { spread: false } : {}) }] : [];
      }
      case 'list': {
        const children = tidy(node.children) as typeof node.children;
        return children.length > 0 ? [{ ...node, children, spread: false }] : [];
      }
      case 'thematicBreak':
        return [node];
      default:
        return 'children' in node || 'value' in node ? paragraphs(leavesIn([node as PhrasingContent], plainLeaf)) : [];
    }
  });
}

/** What a reader sees of a block, without marks. */
export function plainText(node: RootContent): string {
  if (node.type === 'break') return '\n';
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map((child) => plainText(child)).join('') : '';
}

function leavesIn(nodes: readonly PhrasingContent[], around: Omit<Leaf, 'value'>): Leaf[] {
  return nodes.flatMap((node): Leaf[] => {
    switch (node.type) {
      case 'strong':
      case 'emphasis':
      case 'delete':
        return leavesIn(node.children, { ...around, [node.type]: true });
      case 'link':
        return leavesIn(node.children, { ...around, link: node.url });
      case 'inlineCode':
        return [{ ...around, isCode: true, value: spaces(node.value) }];
      case 'break':
        return [{ ...plainLeaf, value: '\n' }];
      default:
        if ('value' in node) return [{ ...around, value: spaces(node.value) }];
        // a block where only words may stand: its words do
        return 'children' in node ? leavesIn(node.children, around) : [];
    }
  });
}

function spaces(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/\u00A0/g, ' ');
}

function onOneLine(leaf: Leaf): Leaf {
  return { ...leaf, value: leaf.value.replace(/\n/g, ' ') };
}

function paragraphs(leaves: readonly Leaf[]): Paragraph[] {
  const found: Leaf[][][] = [[]];
  for (const line of linesOf(leaves)) {
    if (line.length > 0) found.at(-1)?.push(line);
    else if (found.at(-1)?.length) found.push([]);
  }
  return found
    .filter((lines) => lines.length > 0)
    .map((lines) => ({
      type: 'paragraph',
      children: lines.flatMap((line, index): PhrasingContent[] =>
        index > 0 ? [{ type: 'break' }, ...nested(line, marks)] : nested(line, marks),
      ),
    }));
}

/** Each without space at its edges. */
function linesOf(leaves: readonly Leaf[]): Leaf[][] {
  const lines: Leaf[][] = [[]];
  for (const leaf of leaves) {
    leaf.value.split('\n').forEach((value, index) => {
      if (index > 0) lines.push([]);
      lines.at(-1)?.push(...withoutEdges({ ...leaf, value }));
    });
  }
  return lines.map((line) => trimmed(joined(line)));
}

/** CommonMark marks words, not the space beside them. */
function withoutEdges(leaf: Leaf): Leaf[] {
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(leaf.value) ?? [];
  const all = [
    { ...plainLeaf, value: before },
    { ...leaf, value: words },
    { ...plainLeaf, value: after },
  ];
  return all.filter(({ value }) => value !== '');
}

/** Equal neighbours become one: `**a****b**` would mark nothing. Space between two of a kind is of their kind. */
function joined(line: readonly Leaf[]): Leaf[] {
  const result: Leaf[] = [];
  for (const leaf of line) {
    const [space, last] = [result.at(-1), result.at(-2)];
    const isBetween = space && last && space.value.trim() === '' && looks(last) === looks(leaf) && leaf.value.trim() !== '';
    if (isBetween) result.splice(-2, 2, { ...last, value: last.value + space.value + leaf.value });
    else if (space && looks(space) === looks(leaf)) result[result.length - 1] = { ...space, value: space.value + leaf.value };
    else result.push(leaf);
  }
  return result;
}

function looks({ value: _, ...marksOf }: Leaf): string {
  return JSON.stringify(marksOf);
}

function trimmed(line: readonly Leaf[]): Leaf[] {
  const [first, last] = [line.findIndex(isSeen), line.findLastIndex(isSeen)];
  return first === -1 ? [] : line.slice(first, last + 1).map((leaf, at, all) => edge(leaf, at === 0, at === all.length - 1));
}

function isSeen({ value }: Leaf): boolean {
  return /[^\s\u200B\u2060\uFEFF]/.test(value);
}

function edge(leaf: Leaf, isFirst: boolean, isLast: boolean): Leaf {
  const value = isFirst ? leaf.value.replace(/^[\s\u200B\u2060\uFEFF]+/, '') : leaf.value;
  return { ...leaf, value: isLast ? value.trimEnd() : value };
}

const marks = ['link', 'strong', 'emphasis', 'delete'] as const;

/** Marks in one another, always in the same order. */
function nested(leaves: readonly Leaf[], [mark, ...inner]: readonly (typeof marks)[number][]): PhrasingContent[] {
  if (mark === undefined)
    return leaves.map(({ value, isCode }): PhrasingContent => (isCode ? { type: 'inlineCode', value } : { type: 'text', value }));
  const groups: Leaf[][] = [];
  for (const leaf of leaves) {
    const last = groups.at(-1);
    if (last?.[0] && last[0][mark] === leaf[mark]) last.push(leaf);
    else groups.push([leaf]);
  }
  return groups.flatMap((group): PhrasingContent[] => {
    const children = nested(group, inner);
    const value = group[0]?.[mark];
    if (!value) return children;
    return [mark === 'link' ? { type: 'link', url: String(value), children } : { type: mark, children }];
  });
}

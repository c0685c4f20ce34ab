// A Markdown tree from HTML, reduced to blocks and runs that CommonMark can write down: without empty blocks, and with the paragraphs of
// src/cards/paragraphs.ts.
import type { Paragraph, PhrasingContent, RootContent, Table } from 'mdast';
import { plainText } from '../../cards/note-mark.ts';
import { codeBlock, paragraphs, runsOf, type Run } from '../../cards/paragraphs.ts';
import { tableOf } from '../../cards/table.ts';
import { textBlocks } from '../../cards/typed-table.ts';
import { withoutJoints } from '../render/plain-text.ts';

/** Reduces blocks. Content that CommonMark has no block for becomes paragraphs of its text. */
export function tidy(nodes: readonly RootContent[]): RootContent[] {
  return withTypedTables(nodes).flatMap((node): RootContent[] => {
    switch (node.type) {
      case 'paragraph':
        return textBlocks(runsIn(node.children));
      case 'table':
        return [
          tableOf(
            node.children.map(({ children }) => children.map(cell)),
            node.align ?? [],
          ),
        ];
      case 'heading': {
        const [line, ...rest] = paragraphs(runsIn(node.children).map(onOneLine));
        return line ? [{ ...node, children: line.children }, ...rest] : [];
      }
      case 'code':
        return node.value.trim() === '' ? [] : [codeBlock(spaces(withEmptyLines(node.value)))];
      case 'blockquote': {
        const children = tidy(node.children) as typeof node.children;
        return children.length > 0 ? [{ ...node, children }] : [];
      }
      case 'list': {
        const items = node.children.map((item) => ({
          ...item,
          children: tidy(item.children) as typeof item.children,
          spread: false,
        }));
        // an empty item has its number as well
        const end = items.findLastIndex(({ children }) => children.length > 0) + 1;
        const children = items.slice(0, end).filter((item) => node.ordered || item.children.length > 0);
        return children.length > 0 ? [{ ...node, children, spread: false }] : [];
      }
      case 'thematicBreak':
        return [node];
      default:
        return 'children' in node || 'value' in node ? paragraphs(runsIn([node as PhrasingContent])) : [];
    }
  });
}

/** Rows that people type with pipes come as paragraphs of one line each. They are joined, so that they can be a table. */
function withTypedTables(nodes: readonly RootContent[]): RootContent[] {
  const result: RootContent[] = [];
  let open: PhrasingContent[] | null = null;
  for (const node of nodes) {
    const isRow = isTypedRow(node);
    if (open && isRow) open.push({ type: 'break' }, ...node.children);
    else if (isRow) {
      open = [...node.children];
      result.push({ type: 'paragraph', children: open });
    } else {
      open = null;
      result.push(node);
    }
  }
  return result;
}

function isTypedRow(node: RootContent): node is Paragraph {
  return node.type === 'paragraph' && /^\s*\|.*\|\s*$/s.test(plainText(node));
}

function cell({ children }: Table['children'][number]['children'][number]): PhrasingContent[] {
  return paragraphs(runsIn(children).map(onOneLine)).flatMap((line) => line.children);
}

function runsIn(nodes: readonly PhrasingContent[]): Run[] {
  return runsOf(nodes).map((run) => ({ ...run, text: spaces(run.text) }));
}

function spaces(text: string): string {
  return withoutJoints(text)
    .replace(/\r\n?/g, '\n')
    .replace(/\u00A0/g, ' ');
}

/** A card shows an empty line of code as a line with one space that does not break. */
function withEmptyLines(code: string): string {
  return code.replace(/^\u00A0$/gm, '');
}

function onOneLine(run: Run): Run {
  return { ...run, text: run.text.replace(/\n/g, ' ') };
}

// A Markdown tree from HTML, reduced to blocks and runs that CommonMark can write down: without empty blocks, and with the paragraphs of
// src/cards/paragraphs.ts.
import type { PhrasingContent, RootContent } from 'mdast';
import { codeBlock, paragraphs, type Run } from '../../cards/paragraphs.ts';

/** Reduces blocks. Content that CommonMark has no block for becomes paragraphs of its text. */
export function tidy(nodes: readonly RootContent[]): RootContent[] {
  return nodes.flatMap((node): RootContent[] => {
    switch (node.type) {
      case 'paragraph':
        return paragraphs(runsIn(node.children));
      case 'heading': {
        const [line, ...rest] = paragraphs(runsIn(node.children).map(onOneLine));
        return line ? [{ ...node, children: line.children }, ...rest] : [];
      }
      case 'code':
        return node.value.trim() === '' ? [] : [codeBlock(spaces(node.value))];
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
        return 'children' in node || 'value' in node ? paragraphs(runsIn([node as PhrasingContent])) : [];
    }
  });
}

/** Reads a block's text without its formatting. */
export function plainText(node: RootContent): string {
  if (node.type === 'break') return '\n';
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map((child) => plainText(child)).join('') : '';
}

function runsIn(nodes: readonly PhrasingContent[], marks: Omit<Run, 'text'> = {}): Run[] {
  return nodes.flatMap((node): Run[] => {
    switch (node.type) {
      case 'strong':
      case 'emphasis':
      case 'delete':
        return runsIn(node.children, { ...marks, [node.type]: true });
      case 'link':
        return runsIn(node.children, { ...marks, link: node.url });
      case 'inlineCode':
        return [{ ...marks, code: true, text: spaces(node.value) }];
      case 'break':
        return [{ text: '\n' }];
      default:
        if ('value' in node) return [{ ...marks, text: spaces(node.value) }];
        // a block among inline content is reduced to its text
        return 'children' in node ? runsIn(node.children, marks) : [];
    }
  });
}

function spaces(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/\u00A0/g, ' ');
}

function onOneLine(run: Run): Run {
  return { ...run, text: run.text.replace(/\n/g, ' ') };
}

// Runs of text with a style each, as paragraphs that CommonMark can write down.
import type { Code, Paragraph, PhrasingContent } from 'mdast';

export interface Run {
  text: string;
  wrap: (text: string) => PhrasingContent;
}

export function code(value: string): Code {
  return { type: 'code', value: value.replace(/^\n+|\n+$/g, '') };
}

/** A newline breaks the line, an empty line begins a paragraph; space at the edges of a line shows nothing and is left out. */
export function lines(runs: readonly Run[]): Paragraph[] {
  const paragraphs: PhrasingContent[][][] = [[[]]];
  for (const { text, wrap } of runs) {
    text.split('\n').forEach((part, index) => {
      if (index > 0) breakLine(paragraphs);
      paragraphs
        .at(-1)
        ?.at(-1)
        ?.push(...phrase(part, wrap));
    });
  }
  return paragraphs.flatMap((paragraph) => {
    const children = paragraph
      .map((line) => trimmed(joined(line)))
      .filter((line) => line.length > 0)
      .flatMap((line, index): PhrasingContent[] => (index > 0 ? [{ type: 'break' }, ...line] : line));
    return children.length > 0 ? [{ type: 'paragraph' as const, children }] : [];
  });
}

function breakLine(paragraphs: PhrasingContent[][][]): void {
  const paragraph = paragraphs.at(-1);
  const isEmpty = paragraph?.at(-1)?.every((node) => node.type === 'text' && node.value.trim() === '') ?? true;
  if (isEmpty && paragraph?.length === 1) return;
  if (isEmpty) paragraphs.push([[]]);
  else paragraph?.push([]);
}

/** CommonMark marks words, not the space beside them. */
function phrase(text: string, wrap: Run['wrap']): PhrasingContent[] {
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
  const space = (value: string): PhrasingContent[] => (value === '' ? [] : [{ type: 'text', value }]);
  return [...space(before), ...(words === '' ? [] : [wrap(words)]), ...space(after)];
}

/** Equal neighbours become one: `**a****b**` would mark nothing. */
function joined(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const result: PhrasingContent[] = [];
  for (const node of nodes) {
    const last = result.at(-1);
    if (last?.type === 'text' && node.type === 'text') last.value += node.value;
    else if (last?.type === 'inlineCode' && node.type === 'inlineCode') last.value += node.value;
    else if (
      (last?.type === 'strong' || last?.type === 'emphasis' || last?.type === 'delete') &&
      last.type === node.type &&
      'children' in node
    )
      last.children = joined([...last.children, ...node.children]);
    else result.push(node);
  }
  return result;
}

function trimmed(line: PhrasingContent[]): PhrasingContent[] {
  const [first, last] = [line[0], line.at(-1)];
  if (first?.type === 'text') first.value = first.value.trimStart();
  if (last?.type === 'text') last.value = last.value.trimEnd();
  return line.filter((node) => node.type !== 'text' || node.value !== '');
}

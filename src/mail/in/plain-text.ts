import type { RootContent } from 'mdast';
import { writeMarkdown } from '../../cards/markdown-tree.ts';
import { paragraphs } from '../../cards/paragraphs.ts';

/** Writes plain text as CommonMark that shows it: nothing in it is formatting, but lines marked with `>` are a quotation. */
export function plainToMarkdown(text: string): string {
  const blocks: RootContent[] = [];
  for (const part of text.split('\n').reduce<{ isQuoted: boolean; lines: string[] }[]>(byQuote, [])) {
    const children = paragraphs([{ text: part.lines.join('\n') }]);
    if (children.length > 0) blocks.push(...(part.isQuoted ? [{ type: 'blockquote' as const, children }] : children));
  }
  return writeMarkdown(blocks);
}

function byQuote(parts: { isQuoted: boolean; lines: string[] }[], line: string): typeof parts {
  const isQuoted = line.startsWith('>');
  const content = isQuoted ? line.replace(/^> ?/, '') : line;
  const last = parts.at(-1);
  if (last?.isQuoted === isQuoted) last.lines.push(content);
  else parts.push({ isQuoted, lines: [content] });
  return parts;
}

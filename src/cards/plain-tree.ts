// The trees of texts in which nothing but simple bold text means anything to CommonMark and its extensions: most of what people write. They
// are the parser's trees, without positions, for a hundredth of its time; a test compares the two.
import type { Paragraph, PhrasingContent, Root } from 'mdast';

/** What may be markup anywhere: escapes, code, entities, links, HTML, tables, strikethrough. The parser also drops a byte order mark. */
const markup = /[\\`_~[\]<&|@\t\uFEFF]|:\/\/|www\./i;
/** White space at the edge of a line indents it, breaks it, or is left out. */
const edge = /^ | $/m;
/** Every line starts with a character that opens no block: not a list, a quotation, a heading, a line below a heading or a rule. */
const opensBlock = /^(?![\w"'(\u0080-\u{10FFFF}]|\*\*[\p{L}\p{N}]|$)|^\d+[.)]/mu;

/** Bold text that only one reading allows: its markers touch a letter or digit inside, and a space or nothing before it. */
const bold = /(?<![^ \n])\*\*(?=[\p{L}\p{N}])([^*]*[\p{L}\p{N}])\*\*(?=[ \n.,;:!?)]|$)/u;

/** Parses a text whose only markup is simple bold text. @returns null for any other text */
export function plainTree(typed: string): Root | null {
  const text = withoutEnd(typed);
  if (markup.test(text) || edge.test(text) || opensBlock.test(text)) return null;
  const children: Paragraph[] = [];
  for (const paragraph of text.split(/\n{2,}/)) {
    const value = paragraph.replace(/^\n|\n$/g, '');
    const content = value.includes('*') ? withBold(value) : [{ type: 'text' as const, value }];
    if (value === '' || content === null) return null;
    children.push({ type: 'paragraph', children: content });
  }
  return { type: 'root', children };
}

/** Leaves out the white space after a text, which the parser does as well. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ' || text[end - 1] === '\n') end -= 1;
  return text.slice(0, end);
}

/** @returns null when a marker is left */
function withBold(text: string): PhrasingContent[] | null {
  const content = text.split(bold).flatMap((value, at): PhrasingContent[] => {
    if (value === '') return [];
    return [at % 2 === 1 ? { type: 'strong', children: [{ type: 'text', value }] } : { type: 'text', value }];
  });
  return content.some((node) => node.type === 'text' && node.value.includes('*')) ? null : content;
}

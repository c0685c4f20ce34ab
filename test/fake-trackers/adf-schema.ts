// The rules of the Atlassian Document Format for what we write: which nodes may be where, and their attributes and marks.

interface Node {
  type?: unknown;
  version?: unknown;
  text?: unknown;
  attrs?: Record<string, unknown>;
  marks?: { type: string }[];
  content?: unknown;
}

const inline = ['text', 'hardBreak'];
const inList = ['paragraph', 'bulletList', 'orderedList', 'codeBlock'];
const inQuote = ['paragraph', 'bulletList', 'orderedList', 'codeBlock'];
const inCell = ['paragraph'];
const content: Readonly<Record<string, readonly string[]>> = {
  doc: ['paragraph', 'heading', 'bulletList', 'orderedList', 'blockquote', 'codeBlock', 'rule', 'table'],
  paragraph: inline,
  heading: inline,
  bulletList: ['listItem'],
  orderedList: ['listItem'],
  listItem: inList,
  blockquote: inQuote,
  codeBlock: ['text'],
  table: ['tableRow'],
  tableRow: ['tableHeader', 'tableCell'],
  tableHeader: inCell,
  tableCell: inCell,
};
const keys = ['type', 'version', 'text', 'attrs', 'marks', 'content'];
/** Nodes that may not be empty. */
const filled = ['bulletList', 'orderedList', 'listItem', 'blockquote', 'table', 'tableRow'];

/** Says what is wrong with a document. @returns null for a valid one */
export function adfProblem(document: unknown, parent: string | null = null): string | null {
  const node = document as Node;
  if (typeof node !== 'object' || node === null || typeof node.type !== 'string') return 'not a node';
  const { type } = node;
  const unknown = Object.keys(node).find((key) => !keys.includes(key));
  if (unknown !== undefined) return `${type} has ${unknown}`;
  if (parent === null ? type !== 'doc' || node.version !== 1 : !content[parent]?.includes(type)) return `${type} in ${parent}`;
  if (type === 'text') {
    const marks = (node.marks ?? []).map((mark) => mark.type);
    if (typeof node.text !== 'string' || node.text === '') return 'an empty text';
    if (marks.includes('code') && marks.some((mark) => mark !== 'code' && mark !== 'link')) return 'code with other marks';
    if (parent === 'codeBlock' && marks.length > 0) return 'marks in code';
    return marks.every((mark) => ['link', 'code', 'strong', 'em', 'strike'].includes(mark)) ? null : `marks ${marks.join()}`;
  }
  if (type === 'heading' && ![1, 2, 3, 4, 5, 6].includes(Number(node.attrs?.['level']))) return 'a heading without a level';
  const children = node.content ?? [];
  if (!Array.isArray(children)) return `content of ${type}`;
  if (children.length === 0 && filled.includes(type)) return `an empty ${type}`;
  return children.map((child) => adfProblem(child, type)).find((problem) => problem !== null) ?? null;
}

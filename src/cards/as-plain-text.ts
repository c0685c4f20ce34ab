import { writeMarkdown } from './markdown-tree.ts';

/** Writes plain text as CommonMark in which it stays plain text, such as the subject of a case within a post. */
export function asPlainText(text: string): string {
  return writeMarkdown([{ type: 'paragraph', children: [{ type: 'text', value: text.replace(/\s+/g, ' ').trim() }] }]);
}

// Lines of emails, of plain text or of CommonMark, as cut-reply.ts and cut-signature.ts look at them.

/** A line without the marks of CommonMark, as people see it. */
export function bare(line: string): string {
  return line
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '')
    .replace(/\*\*|__/g, '')
    .replace(/\[([^\]]{0,200})\]\([^)]{0,500}\)/g, '$1')
    .trim();
}

/** Whether a line is a rule. */
export const isRule = (line: string): boolean => /^[\s_\-=*]{5,}$/.test(bare(line)) && bare(line) !== '';

/** Without space at the edges and at the ends of lines, with one empty line between paragraphs. */
export function tidy(lines: readonly string[]): string {
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '');
}

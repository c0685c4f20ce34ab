// Formatted text as paragraphs of a Markdown tree (mdast) that CommonMark can write down. Slack's rich text and mrkdwn and Teams' HTML are
// read as runs, and the rules of CommonMark are applied here, once. Marks touch the text they format, lines have no space at their edges,
// an empty line starts a paragraph, and equal neighbors are merged.
import type { Code, Paragraph, PhrasingContent } from 'mdast';

/** The formatting of a run, nested in this order when several apply. */
const marks = ['link', 'strong', 'emphasis', 'delete'] as const;

/** Text with one formatting. A newline in it breaks the line. */
export interface Run {
  text: string;
  code?: boolean;
  /** the address it leads to */
  link?: string;
  strong?: boolean;
  emphasis?: boolean;
  delete?: boolean;
}

/** A line of text. */
export type Line = readonly Run[];

/** Writes runs as paragraphs. */
export function paragraphs(runs: readonly Run[]): Paragraph[] {
  return linesByParagraph(runs).map(paragraphOf);
}

/** Splits runs into the lines of each paragraph. */
export function linesByParagraph(runs: readonly Run[]): Line[][] {
  const [only] = runs;
  if (only && runs.length === 1 && isOneLine(only)) return [[[only]]];
  const found: Line[][] = [[]];
  for (const line of linesOf(runs.flatMap(withLinks))) {
    if (line.length > 0) found.at(-1)?.push(line);
    else if (found.at(-1)?.length) found.push([]);
  }
  return found.filter((lines) => lines.length > 0);
}

/** Whether a run is a line as it is, as most messages are: there is nothing to split, to trim or to link in it. */
function isOneLine({ text }: Run): boolean {
  return /^[^\s\u200B\u2060\uFEFF]/.test(text) && /\S$/.test(text) && !text.includes('\n') && !/https?:/i.test(text);
}

const address = /\bhttps?:\/\/[^\s<>|\\`]+/gi;
/** What CommonMark escapes in text: in an address, the backslashes would become part of it. */
const escapedInText = /[*~[\]&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u;

/** Makes links of typed addresses with such characters. The punctuation after an address is not part of it. */
function withLinks(run: Run): Run[] {
  if (run.code || run.link !== undefined || !/https?:/i.test(run.text)) return run.text === '' ? [] : [run];
  const found: Run[] = [];
  let end = 0;
  for (const { 0: typed, index } of run.text.matchAll(address)) {
    const closed = typed.replace(/[?!.,:;*_~'"]+$/, '');
    const link = /[([]/.test(closed) ? closed : closed.replace(/[)\]]+$/, '');
    if (!escapedInText.test(link) || !URL.canParse(link)) continue;
    found.push({ ...run, text: run.text.slice(end, index) }, { ...run, text: link, link });
    end = index + link.length;
  }
  return [...found, { ...run, text: run.text.slice(end) }].filter(({ text }) => text !== '');
}

/** Writes lines as one paragraph. */
export function paragraphOf(lines: readonly Line[]): Paragraph {
  return {
    type: 'paragraph',
    children: lines.flatMap((line, index): PhrasingContent[] =>
      index > 0 ? [{ type: 'break' }, ...nested(line, marks)] : nested(line, marks),
    ),
  };
}

/** Reads inline content as runs, the inverse of `paragraphs`. A block in it is reduced to its text. */
export function runsOf(nodes: readonly PhrasingContent[], marks: Omit<Run, 'text'> = {}): Run[] {
  return nodes.flatMap((node): Run[] => {
    switch (node.type) {
      case 'strong':
      case 'emphasis':
      case 'delete':
        return runsOf(node.children, { ...marks, [node.type]: true });
      case 'link':
        return runsOf(node.children, { ...marks, link: node.url });
      case 'inlineCode':
        return [{ ...marks, code: true, text: node.value }];
      case 'break':
        return [{ text: '\n' }];
      default:
        if ('value' in node) return [{ ...marks, text: node.value }];
        return 'children' in node ? runsOf(node.children, marks) : [];
    }
  });
}

/** Writes a code block without the empty lines at its edges. */
export function codeBlock(text: string): Code {
  return { type: 'code', value: text.replace(/^\n+|\n+$/g, '') };
}

function linesOf(runs: readonly Run[]): Run[][] {
  const lines: Run[][] = [[]];
  for (const run of runs) {
    run.text.split('\n').forEach((text, index) => {
      if (index > 0) lines.push([]);
      lines.at(-1)?.push(...withoutEdges({ ...run, text }));
    });
  }
  return lines.map((line) => trimmed(joined(line)));
}

/** Moves the space at the edges of a run out of its formatting, because `** a **` would not be bold. */
function withoutEdges(run: Run): Run[] {
  const { text } = run;
  const inner = text.trim();
  if (inner === '') return text === '' ? [] : [{ text }];
  if (inner.length === text.length) return [run];
  const start = text.length - text.trimStart().length;
  const end = start + inner.length;
  return [{ text: text.slice(0, start) }, { ...run, text: inner }, { text: text.slice(end) }].filter((one) => one.text !== '');
}

/** Joins neighbors of the same formatting, with the space between them, because `**a****b**` would mark nothing. */
function joined(line: readonly Run[]): Run[] {
  const result: Run[] = [];
  for (const run of line) {
    const [space, last] = [result.at(-1), result.at(-2)];
    const isBetween = space && last && space.text.trim() === '' && isAlike(last, run) && run.text.trim() !== '';
    if (isBetween) result.splice(-2, 2, { ...last, text: last.text + space.text + run.text });
    else if (space && isAlike(space, run)) result[result.length - 1] = { ...space, text: space.text + run.text };
    else result.push(run);
  }
  return result;
}

function isAlike(a: Run, b: Run): boolean {
  return !!a.code === !!b.code && marks.every((mark) => (a[mark] || false) === (b[mark] || false));
}

function trimmed(line: readonly Run[]): Run[] {
  const [first, last] = [line.findIndex(isVisible), line.findLastIndex(isVisible)];
  return first === -1 ? [] : line.slice(first, last + 1).map((run, at, all) => edge(run, at === 0, at === all.length - 1));
}

/** Both platforms put zero-width characters into otherwise empty lines. */
function isVisible({ text }: Run): boolean {
  return /[^\s\u200B\u2060\uFEFF]/.test(text);
}

function edge(run: Run, isFirst: boolean, isLast: boolean): Run {
  const text = isFirst ? run.text.replace(/^[\s\u200B\u2060\uFEFF]+/, '') : run.text;
  return { ...run, text: isLast ? text.trimEnd() : text };
}

function nested(runs: Line, [mark, ...inner]: readonly (typeof marks)[number][]): PhrasingContent[] {
  if (mark === undefined || !runs.some((run) => run[mark] || inner.some((other) => run[other])))
    return runs.map(({ text, code }): PhrasingContent => ({ type: code ? 'inlineCode' : 'text', value: text }));
  const groups: Run[][] = [];
  for (const run of runs) {
    const last = groups.at(-1);
    if (last?.[0] && (last[0][mark] || false) === (run[mark] || false)) last.push(run);
    else groups.push([run]);
  }
  return groups.flatMap((group): PhrasingContent[] => {
    const children = nested(group, inner);
    const value = group[0]?.[mark];
    if (!value) return children;
    return [mark === 'link' ? { type: 'link', url: String(value), children } : { type: mark, children }];
  });
}

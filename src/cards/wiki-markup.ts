// Jira's wiki markup as CommonMark: paragraphs, headings, lists, quotations, code, tables, links, and bold and other formatting. What it does not know
// stays as text. Follows jira.atlassian.com/secure/WikiRendererHelpAction.jspa.
import type { ListItem, RootContent } from 'mdast';
import { writeMarkdown } from './markdown-tree.ts';
import { codeBlock, paragraphs, type Run } from './paragraphs.ts';
import { safeUrl } from './safe-url.ts';
import { tableOf } from './table.ts';

/** Writes wiki markup as CommonMark. @param nameOf names a person by their account id; null for somebody unknown */
export function wikiToMarkdown(text: string, nameOf: (id: string) => string | null = () => null): string {
  return writeMarkdown(blocksOf(text.split('\n'), nameOf, 0));
}

type NameOf = (id: string) => string | null;

/** Blocks within blocks beyond this are text. */
const maxDepth = 20;
const fenced = /^\s*\{(code|noformat)(?::[^}\n]{0,200})?\}/;
const boxed = /^\s*\{(quote|panel)(?::[^}\n]{0,500})?\}/;
const listed = /^\s*([*#-]{1,6})\s+(.*)$/;

function blocksOf(lines: readonly string[], nameOf: NameOf, depth: number): RootContent[] {
  const blocks: RootContent[] = [];
  let text: string[] = [];
  const flush = (): void => {
    if (text.length > 0) blocks.push(...paragraphs(runsOf(text.join('\n'), nameOf)));
    text = [];
  };
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? '';
    const block = blockAt(lines, at, nameOf, depth);
    if (block) {
      flush();
      blocks.push(...block.blocks);
      at = block.next;
    } else {
      text.push(line);
      at += 1;
    }
  }
  flush();
  return blocks;
}

interface Block {
  blocks: RootContent[];
  /** the line after it */
  next: number;
}

function blockAt(lines: readonly string[], at: number, nameOf: NameOf, depth: number): Block | null {
  const line = lines[at] ?? '';
  if (fenced.test(line)) return codeAt(lines, at);
  if (boxed.test(line) && depth < maxDepth) return boxAt(lines, at, nameOf, depth);
  const heading = /^\s*h([1-6])\.\s+(.*)$/.exec(line);
  if (heading) {
    const [paragraph] = paragraphs(runsOf(heading[2] ?? '', nameOf));
    return {
      blocks: paragraph ? [{ type: 'heading', depth: Number(heading[1]) as 1, children: paragraph.children }] : [],
      next: at + 1,
    };
  }
  const quoted = /^\s*bq\.\s+(.*)$/.exec(line);
  if (quoted) return { blocks: [{ type: 'blockquote', children: paragraphs(runsOf(quoted[1] ?? '', nameOf)) }], next: at + 1 };
  if (/^\s*-{4,}\s*$/.test(line)) return { blocks: [{ type: 'thematicBreak' }], next: at + 1 };
  if (/^\s*\|.*\|\s*$/.test(line)) return tableAt(lines, at, nameOf);
  return listed.test(line) ? listAt(lines, at, nameOf) : null;
}

function codeAt(lines: readonly string[], at: number): Block {
  const [start = '', name = 'code'] = fenced.exec(lines[at] ?? '') ?? [];
  const end = `{${name}}`;
  const code: string[] = [];
  let rest = (lines[at] ?? '').slice(start.length);
  let next = at + 1;
  while (!rest.includes(end) && next < lines.length) {
    code.push(rest);
    rest = lines[next] ?? '';
    next += 1;
  }
  const close = rest.indexOf(end);
  code.push(close === -1 ? rest : rest.slice(0, close));
  const behind = close === -1 ? '' : rest.slice(close + end.length).trim();
  const block = codeBlock(code.join('\n').replace(/^\n|\n$/g, ''));
  return { blocks: [block, ...(behind === '' ? [] : paragraphs([{ text: behind }]))], next };
}

function boxAt(lines: readonly string[], at: number, nameOf: NameOf, depth: number): Block {
  const [start = '', name = 'quote'] = boxed.exec(lines[at] ?? '') ?? [];
  const inner: string[] = [];
  let rest = (lines[at] ?? '').slice(start.length);
  let next = at + 1;
  const end = `{${name}}`;
  while (!rest.includes(end) && next < lines.length) {
    inner.push(rest);
    rest = lines[next] ?? '';
    next += 1;
  }
  const close = rest.indexOf(end);
  inner.push(close === -1 ? rest : rest.slice(0, close));
  const children = blocksOf(inner, nameOf, depth + 1);
  const behind = close === -1 ? '' : rest.slice(close + end.length).trim();
  const quote: RootContent[] = children.length > 0 ? [{ type: 'blockquote', children: children as never[] }] : [];
  return { blocks: [...quote, ...(behind === '' ? [] : paragraphs(runsOf(behind, nameOf)))], next };
}

function tableAt(lines: readonly string[], at: number, nameOf: NameOf): Block {
  const rows: string[][] = [];
  let next = at;
  for (; next < lines.length; next += 1) {
    const line = (lines[next] ?? '').trim();
    if (!/^\|.*\|$/.test(line)) break;
    rows.push(cellsOf(line));
  }
  const cells = rows.map((row) =>
    row.map((cell) => {
      const [paragraph] = paragraphs(runsOf(cell.trim().replace(/\n/g, ' '), nameOf));
      return paragraph?.children ?? [];
    }),
  );
  return { blocks: [tableOf(cells, [])], next };
}

/** Splits a row at its bars, but for those within a link. */
function cellsOf(line: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isLink = false;
  for (const part of line.replace(/^\|+|\|+$/g, '').split(/(\|\|?|[[\]])/)) {
    if (part === '[' || part === ']') isLink = part === '[';
    if (part.startsWith('|') && !isLink) {
      cells.push(cell);
      cell = '';
    } else cell += part;
  }
  return [...cells, cell];
}

function listAt(lines: readonly string[], at: number, nameOf: NameOf): Block {
  const items: { marks: string; text: string }[] = [];
  let next = at;
  for (; next < lines.length; next += 1) {
    const found = listed.exec(lines[next] ?? '');
    if (found) items.push({ marks: found[1] ?? '', text: found[2] ?? '' });
    else break;
  }
  return { blocks: [listOf(items, 1, nameOf)], next };
}

function listOf(items: readonly { marks: string; text: string }[], level: number, nameOf: NameOf): RootContent {
  const children: ListItem[] = [];
  for (let at = 0; at < items.length;) {
    const item = items[at];
    const isDeeper = (item?.marks.length ?? 0) > level;
    let end = at + 1;
    while (end < items.length && (items[end]?.marks.length ?? 0) > level) end += 1;
    const deeper = items.slice(isDeeper ? at : at + 1, end);
    const own = isDeeper ? [] : paragraphs(runsOf(item?.text ?? '', nameOf));
    children.push({
      type: 'listItem',
      spread: false,
      children: [...own, ...(deeper.length > 0 ? [listOf(deeper, level + 1, nameOf)] : [])] as never[],
    });
    at = end;
  }
  const ordered = items[0]?.marks[level - 1] === '#';
  return { type: 'list', ordered, start: ordered ? 1 : null, spread: false, children };
}

/** Everything within a line that means something, in the order in which it is looked for. */
const inline = new RegExp(
  [
    String.raw`\[(?:([^\]|\n]{1,500})\|)?([^\]|\s]{1,2000})(?:\|[^\]\n]{0,100})?\]`, // link
    String.raw`\{\{([^}\n]{1,500})\}\}`, // code
    String.raw`\{color(?::[^}\n]{0,30})?\}`,
    String.raw`!([^!\s|][^!\n|]{0,300}\.[a-z0-9]{2,5})(?:\|[^!\n]{0,200})?!`, // picture
    String.raw`(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]{1,1000}?\S|\S)\*(?![\p{L}\p{N}*])`,
    String.raw`(?<![\p{L}\p{N}_])_(?=\S)([^_\n]{1,1000}?\S|\S)_(?![\p{L}\p{N}_])`,
    String.raw`(?<![\p{L}\p{N}-])-(?=[^\s-])([^\n-]{1,1000}?[^\s-]|[^\s-])-(?![\p{L}\p{N}-])`,
  ].join('|'),
  'giu',
);

function runsOf(text: string, nameOf: NameOf, marks: Omit<Run, 'text'> = {}): Run[] {
  const runs: Run[] = [];
  let end = 0;
  const literal = (from: number, to: number): void => {
    const plain = text
      .slice(from, to)
      .replace(/\\([*_\-[\]{}|!\\])/g, '$1')
      .replace(/\\\\/g, '\n');
    if (plain !== '') runs.push({ ...marks, text: plain });
  };
  for (const found of text.matchAll(inline)) {
    if (text[found.index - 1] === '\\') continue;
    const [whole, label, target, code, picture, strong, emphasis, deleted] = found;
    const made = inlineRuns({ whole, label, target, code, picture, strong, emphasis, deleted }, nameOf, marks);
    if (made === null) continue;
    literal(end, found.index);
    runs.push(...made);
    end = found.index + whole.length;
  }
  literal(end, text.length);
  return runs;
}

type Found = Record<'whole', string> &
  Partial<Record<'label' | 'target' | 'code' | 'picture' | 'strong' | 'emphasis' | 'deleted', string>>;

/** @returns null where it only looks like markup */
function inlineRuns(found: Found, nameOf: NameOf, marks: Omit<Run, 'text'>): Run[] | null {
  const { whole, label, target, code, picture, strong, emphasis, deleted } = found;
  if (code !== undefined) return [{ text: code, code: true }];
  if (picture !== undefined) return [{ ...marks, text: `(${picture})` }];
  if (strong !== undefined) return runsOf(strong, nameOf, { ...marks, strong: true });
  if (emphasis !== undefined) return runsOf(emphasis, nameOf, { ...marks, emphasis: true });
  if (deleted !== undefined) return runsOf(deleted, nameOf, { ...marks, delete: true });
  if (target === undefined) return /^\{color/i.test(whole) ? [] : null;
  if (target.startsWith('~')) {
    const id = target.slice(1).replace(/^accountid:/, '');
    return [{ ...marks, text: `@${nameOf(id) ?? (/[\d:]/.test(id) ? 'somebody' : id)}` }];
  }
  if (target.startsWith('^')) return [{ ...marks, text: `(${target.slice(1)})` }];
  const link = safeUrl(target);
  return link === null ? null : [{ ...marks, text: label ?? link.replace(/^mailto:/, ''), link }];
}

// Reads the HTML of an email as CommonMark. Email clients write lines as <div> and layout as tables, so elements are read as the lines they
// make. Quotations become blocks marked with `>`; where a client marks the beginning of the original email, the rest is returned apart.
// Pictures leave no text behind: they are files.
import type { Element, Nodes } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import type { RootContent } from 'mdast';
import { writeMarkdown } from '../../cards/markdown-tree.ts';
import { codeBlock, paragraphs, type Run } from '../../cards/paragraphs.ts';
import { safeUrl } from '../../cards/safe-url.ts';
import { cellContent, tableOf } from '../../cards/table.ts';
import { isCostly, withoutTags } from '../../cards/html-cost.ts';
import { isHidden, isLayoutTable, isOriginalStart, isQuotation, isSignature, isWordLine, originalAddress } from './html-marks.ts';

/** The text of an email's HTML. */
export interface HtmlText {
  /** CommonMark */
  text: string;
  /** CommonMark of the original email, where a client marks it; empty without one */
  original: string;
  /** Content-IDs of the pictures in the text */
  pictures: string[];
}

/** HTML beyond is cut off; Word writes about 50 KB for a page. */
const maxHtml = 500_000;

/** Reads HTML. @param keeps everything is text: quotations, signatures, the original email */
export function readHtml(html: string, { keeps = false }: { keeps?: boolean } = {}): HtmlText {
  const source = html.slice(0, maxHtml);
  const asText = (): HtmlText => ({
    text: writeMarkdown(paragraphs([{ text: withoutTags(source) }])),
    original: '',
    pictures: [],
  });
  if (isCostly(source)) return asText();
  try {
    return readTree(source, keeps);
  } catch (error) {
    // the stack: elements that are usually not nested were
    if (error instanceof RangeError) return asText();
    throw error;
  }
}

function readTree(source: string, keeps: boolean): HtmlText {
  const text = new Sheet();
  const original = new Sheet();
  const reader = new Reader(text, keeps ? null : original, keeps);
  reader.read(fromHtml(source), {});
  return { text: writeMarkdown(text.end()), original: writeMarkdown(original.end()), pictures: reader.pictures };
}

/** Collects lines and blocks. */
class Sheet {
  readonly blocks: RootContent[] = [];
  private runs: Run[] = [];

  add(run: Run): void {
    const last = this.runs.at(-1)?.text ?? '\n';
    const text = /\s$/.test(last) ? run.text.replace(/^ +/, '') : run.text;
    if (text !== '') this.runs.push({ ...run, text });
  }

  /** Breaks the line, whether there is something on it or not. */
  break(): void {
    this.runs.push({ text: '\n' });
  }

  /** Begins a line, unless one has just begun. */
  line(): void {
    if (this.runs.length > 0 && this.runs.at(-1)?.text !== '\n') this.break();
  }

  /** Begins a paragraph. */
  paragraph(): void {
    this.line();
    if (this.runs.length > 0) this.break();
  }

  block(block: RootContent | null): void {
    this.flush();
    if (block) this.blocks.push(block);
  }

  end(): RootContent[] {
    this.flush();
    return this.blocks;
  }

  private flush(): void {
    this.blocks.push(...paragraphs(this.runs));
    this.runs = [];
  }
}

type Marks = Omit<Run, 'text'>;

class Reader {
  private sheet: Sheet;
  private readonly original: Sheet | null;
  private readonly keeps: boolean;
  private readonly first: Sheet;
  readonly pictures: string[] = [];

  constructor(sheet: Sheet, original: Sheet | null, keeps: boolean) {
    this.sheet = sheet;
    this.first = sheet;
    this.original = original;
    this.keeps = keeps;
  }

  read(node: Nodes, marks: Marks): void {
    if (node.type === 'text') return this.sheet.add({ ...marks, text: node.value.replace(/[\s\u00A0]+/g, ' ') });
    if (node.type === 'root') return this.readAll(node.children, marks);
    if (node.type === 'element') this.element(node, marks);
  }

  private readAll(nodes: readonly Nodes[], marks: Marks): void {
    for (const node of nodes) this.read(node, marks);
  }

  private element(node: Element, marks: Marks): void {
    const { tagName: tag, children } = node;
    if (tag === 'img' && this.sheet === this.first) this.pictures.push(String(node.properties.src ?? '').replace(/^cid:/i, ''));
    if (skipped.test(tag) || isHidden(node)) return;
    if (!this.keeps && isSignature(node)) return this.sheet.line();
    if (this.original && isOriginalStart(node)) {
      // everything from here on
      this.sheet = this.original;
    }
    switch (tag) {
      case 'br':
        return this.sheet.break();
      case 'hr':
        return this.sheet.block(this.keeps ? { type: 'thematicBreak' } : null);
      case 'a':
        return this.link(node, marks);
      case 'b':
      case 'strong':
        return this.readAll(children, { ...marks, strong: true });
      case 'i':
      case 'em':
        return this.readAll(children, { ...marks, emphasis: true });
      case 's':
      case 'del':
      case 'strike':
        return this.readAll(children, { ...marks, delete: true });
      case 'pre':
        return this.sheet.block(codeBlock(textOf(node)));
      case 'blockquote':
        return this.quotation(node);
      case 'ul':
      case 'ol':
        return this.list(node);
      case 'table':
        return isLayoutTable(node) ? this.paragraph(node, marks) : this.table(node);
      case 'td':
      case 'th':
        this.sheet.add({ text: ' ' });
        return this.readAll(children, marks);
      case 'p':
        return isWordLine(node) ? this.lines(node, marks) : this.paragraph(node, marks);
      case 'h1':
      case 'h2':
      case 'h3':
      case 'h4':
      case 'h5':
      case 'h6':
        return this.paragraph(node, { ...marks, strong: true });
      default:
        return lineMakers.test(tag) ? this.lines(node, marks) : this.readAll(children, marks);
    }
  }

  private lines(node: Element, marks: Marks): void {
    this.sheet.line();
    // a space that does not break makes an empty line visible
    if (/^[ \n]*\u00A0[\s\u00A0]*$/.test(textOf(node))) return this.sheet.break();
    this.readAll(node.children, marks);
    this.sheet.line();
  }

  private paragraph({ children }: Element, marks: Marks): void {
    this.sheet.paragraph();
    this.readAll(children, marks);
    this.sheet.paragraph();
  }

  private link(node: Element, marks: Marks): void {
    const url = safeUrl(originalAddress(String(node.properties.href ?? '')));
    const text = textOf(node).trim();
    const isShown = url === null || url.replace(/^mailto:|\/$/g, '') === text.replace(/\/$/, '') || url.startsWith('tel:');
    this.readAll(node.children, isShown || text === '' ? marks : { ...marks, link: url });
  }

  /** A quotation is one line that stands for it, unless everything is kept: what it says was written by somebody else. */
  private quotation(node: Element): void {
    if (!this.keeps && !isQuotation(node)) return this.lines(node, {});
    const inner = this.inside(node);
    const children = this.keeps ? inner : inner.slice(0, 1);
    this.sheet.block(children.length > 0 ? { type: 'blockquote', children: children as never[] } : null);
  }

  private list({ tagName, children, properties }: Element): void {
    const items = children
      .filter((child) => child.type === 'element')
      .map((item) => ({ type: 'listItem' as const, spread: false, children: this.inside(item) as never[] }))
      .filter((item) => item.children.length > 0);
    const ordered = tagName === 'ol';
    const start = ordered ? Number(properties.start ?? 1) || 1 : null;
    this.sheet.block(items.length > 0 ? { type: 'list', ordered, start, spread: false, children: items } : null);
  }

  private table(node: Element): void {
    const rows = elementsIn(node, 'tr')
      .map((row) => row.children.filter((cell) => cell.type === 'element').map((cell) => cellContent(this.inside(cell)))) // prettier-ignore
      .filter((cells) => cells.length > 0);
    this.sheet.block(rows.length > 0 ? tableOf(rows, []) : null);
  }

  private inside(node: Element): RootContent[] {
    const sheet = new Sheet();
    const reader = new Reader(sheet, null, this.keeps);
    reader.readAll(node.children, {});
    if (node.tagName !== 'blockquote') this.pictures.push(...reader.pictures);
    return sheet.end();
  }
}

const skipped = /^(?:script|style|head|title|meta|link|img|svg|math|object|iframe|template|select|textarea|input|button|xml)$/;
const lineMakers =
  /^(?:html|body|div|section|article|header|footer|main|center|address|tbody|thead|tfoot|tr|dl|dt|dd|li|figure|form|fieldset)$/;

function elementsIn(node: Element, tag: string): Element[] {
  return node.children.flatMap((child) => {
    if (child.type !== 'element') return [];
    return child.tagName === tag ? [child] : elementsIn(child, tag);
  });
}

function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  if (node.type === 'element' && node.tagName === 'br') return '\n';
  return 'children' in node ? node.children.map((child) => textOf(child as Nodes)).join('') : '';
}

// Parses a message as a tree of plain HTML. Teams' own elements are replaced: mentions become marked spans, emoji and pictures become text,
// code blocks become <pre>, the cells of tables have one line. The quotation of the message that is replied to is removed.
// Follows learn.microsoft.com/microsoftteams/platform/resources/bot-v3/bots-text-formats.
import type { Element, ElementContent, Nodes, Root, Text } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { listElements } from './list-elements.ts';
import { findMention, mentionsIn, type MessageActivity, type ActivityMention } from './mentions.ts';
import type { Picture } from './sent-files.ts';

/** A parsed message. */
export interface MessageTree {
  root: Root;
  /** the id of the message that is quoted to reply to it */
  quoted?: string;
  /** pictures in the text that somebody put there */
  pictures: Picture[];
  /** ids of files that the text refers to */
  attached: string[];
}

/** Regular expression of an invisible character, as in src/domain/note.ts. */
export const blank = String.raw`[\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}⠀]`;

/** Parses a message. @param botId the bot's own id; a mention of it at the beginning is removed */
export function messageTree(activity: MessageActivity, botId: string): MessageTree {
  const found: Found = { mentions: mentionsIn(activity, botId), pictures: [], attached: [] };
  const root: Root = { type: 'root', children: cleanAll(sourceOf(activity).children, found) };
  dropOwnMention(root.children as ElementContent[]);
  const { pictures, attached, quoted } = found;
  return { root, pictures, attached, ...(quoted === undefined ? {} : { quoted }) };
}

/** Teams sends the formatted message as an HTML attachment; the activity's own text has lost its formatting. */
function sourceOf({ text, textFormat, attachments }: MessageActivity): Root {
  const html = (attachments ?? []).find(({ contentType, content }) => contentType === 'text/html' && typeof content === 'string');
  if (html && html.content !== '' && !isDeep(html.content as string)) return fromHtml(html.content as string, { fragment: true });
  if (textFormat === 'xml' && !isDeep(text ?? '')) return fromHtml(text ?? '', { fragment: true });
  const marked = (text ?? '').replace(/<(?!\/?at\b)/gi, '&lt;').replace(/\r\n?|\n/g, '<br>');
  return fromHtml(isDeep(marked) ? marked.replace(/<at\b/gi, '&lt;at') : marked, { fragment: true });
}

/** Nesting beyond which HTML is read as text, because parsers recurse. Nobody types that. */
const maxDepth = 300;

function isDeep(html: string): boolean {
  let depth = 0;
  for (const [, close, name = ''] of html.matchAll(/<(\/?)([a-z][\w-]*)/gi)) {
    if (/^(br|img|hr|input|wbr|col|meta)$/i.test(name)) continue;
    depth = close ? Math.max(depth - 1, 0) : depth + 1;
    if (depth > maxDepth) return true;
  }
  return false;
}

interface Found {
  mentions: readonly ActivityMention[];
  quoted?: string;
  pictures: Picture[];
  attached: string[];
}

function cleanAll(nodes: readonly Nodes[], found: Found): ElementContent[] {
  return merged(nodes.flatMap((node) => clean(node, found)));
}

function clean(node: Nodes, found: Found): ElementContent[] {
  if (node.type === 'text') return [node];
  if (node.type !== 'element') return [];
  const { tagName: tag, properties } = node;
  const type = [properties.itemType].flat().join(' ');
  if (tag === 'at' || type.endsWith('/Mention')) return [mention(node, found)];
  if (tag === 'blockquote' && type.endsWith('/Reply')) {
    found.quoted ??= String(properties.itemId ?? '');
    return [];
  }
  if (tag === 'emoji' || tag === 'img') return [text(picture(node, type, found))];
  // an id of digits refers to a quoted or forwarded message, not to a file
  if (tag === 'attachment' && !/^\d*$/.test(String(properties.id ?? ''))) found.attached.push(String(properties.id));
  if (/^(script|style|title|head|attachment|iframe|object|template|svg|math|select|textarea|input)$/.test(tag)) return [];
  if (tag === 'pre' || tag === 'codeblock') return [element('pre', [text(codeIn(node))])];
  if (tag === 'table') return table(node, found);
  const children = cleanAll(node.children, found);
  if (tag === 'a' && textOf(children).trim() === '') return children;
  if (tag === 'ul' || tag === 'ol') return listElements({ ...node, children });
  if (tag === 'menu' || tag === 'dir') return listElements({ ...node, tagName: 'ul', children });
  return /^(u|ins|mark|big|small|font)$/.test(tag) ? [element('span', children)] : [{ ...node, children }];
}

/** Makes a span that names the mentioned person in an attribute. */
function mention(node: Element, { mentions }: Found): Element {
  const name = textOf(node.children);
  const index = Number(node.properties.itemId ?? node.properties.id ?? NaN);
  const known = findMention(mentions, index, name);
  const label = text(`@${(name || (known?.name ?? '')).replace(/^@/, '')}`);
  return {
    ...element('span', [label]),
    properties: { dataMention: known?.isBot ? 'bot' : known?.userId ? `@{${known.userId}}` : 'other' },
  };
}

/** Reads the mark of a mention's span: `bot`, `other` or `@{user id}`. */
export function mentionIn(node: Nodes): string | undefined {
  const mark = node.type === 'element' ? node.properties.dataMention : undefined;
  return typeof mark === 'string' ? mark : undefined;
}

/** A picture that is a file leaves no text behind: it is shown on its own. Emoji, GIFs and stickers become their description. */
function picture({ tagName, properties }: Element, type: string, found: Found): string {
  const alt = String(properties.alt ?? '').trim();
  if (tagName === 'emoji' || type.endsWith('/Emoji')) return alt || String(properties.title ?? '');
  const src = String(properties.src ?? '');
  if (!type.endsWith('/AMSImage') && !hasContent.test(src)) return alt || 'image';
  found.pictures.push({ src, object: String(properties.itemId ?? ''), format: [properties.itemScope].flat().join('') });
  return '';
}

/** Addresses of pictures in Microsoft Graph and in the connector. */
const hasContent = /^https?:\/\/[^?#]+\/(hostedContents\/[^/?#]+\/\$value|v3\/attachments\/[^/?#]+\/views\/[^/?#]+)$/;

function codeIn(node: Nodes): string {
  if (node.type === 'text') return node.value;
  if (node.type === 'element' && node.tagName === 'br') return '\n';
  return 'children' in node ? node.children.map((child) => codeIn(child as Nodes)).join('') : '';
}

/** A table without those in its cells, whose text stays. Its first row is the head: Teams' editor makes tables without one. */
function table(node: Element, found: Found): ElementContent[] {
  const rows = elementsIn(node, 'tr')
    .map((row) => ({ ...row, children: row.children.filter((cell) => cell.type === 'element') }))
    .filter(({ children }) => children.length > 0);
  const cellsAs = (tagName: 'th' | 'td', cells: readonly Element[]): Element[] =>
    cells.map((cell) => ({
      ...cell,
      tagName,
      properties: { align: alignmentOf(cell), colSpan: spanOf(cell, 'colSpan'), rowSpan: spanOf(cell, 'rowSpan') },
      children: inline(cleanAll(cell.children, found)),
    }));
  const cleaned = rows.map((row, at) => ({ ...row, children: cellsAs(at === 0 ? 'th' : 'td', row.children) }));
  return cleaned.length > 0 ? [element('table', cleaned)] : [];
}

function alignmentOf({ properties: { align, style } }: Element): string | undefined {
  const written = align ?? /text-align:\s*(center|right)/.exec(String(style ?? ''))?.[1];
  return written === 'center' || written === 'right' ? written : undefined;
}

/** The parser makes a cell for each column and row that one covers, so a number that nobody means would fill the memory. */
function spanOf({ properties }: Element, name: 'colSpan' | 'rowSpan'): number {
  const span = Number(properties[name] ?? 1);
  return span >= 1 && span <= 50 ? span : 1;
}

function elementsIn(node: Element, tag: string): Element[] {
  return node.children.flatMap((child) => {
    if (child.type !== 'element') return [];
    return child.tagName === tag ? [child] : elementsIn(child, tag);
  });
}

/** Content as one line, for a table's cell. */
function inline(nodes: readonly ElementContent[]): ElementContent[] {
  return nodes.flatMap((node): ElementContent[] => {
    if (node.type !== 'element') return [node];
    if (node.tagName === 'br') return [text(' ')];
    const children = inline(node.children);
    return /^(p|div|ul|ol|li|pre|blockquote|h[1-6]|table|tr|t[dh])$/.test(node.tagName)
      ? [text(' '), ...children, text(' ')]
      : [{ ...node, children }];
  });
}

/** Some clients send each word of a name as a mention of its own. */
function merged(nodes: readonly ElementContent[]): ElementContent[] {
  const result: ElementContent[] = [];
  for (const node of nodes) {
    const space = isBlank(result.at(-1)) ? result.at(-1) : undefined;
    const last = result.at(space ? -2 : -1);
    const mentioned = mentionIn(node);
    if (last?.type === 'element' && mentioned !== undefined && mentioned !== 'other' && mentionIn(last) === mentioned) {
      if (space) result.pop();
      result[result.length - 1] = { ...last, children: [text(`${textOf([last])} ${textOf([node]).replace(/^@/, '')}`)] };
    } else result.push(node);
  }
  return result;
}

/** Removes the bot's mention at the beginning, which only addresses it. @returns whether any text was found */
function dropOwnMention(nodes: ElementContent[]): boolean {
  for (let at = 0; at < nodes.length;) {
    const node = nodes[at];
    if (node && mentionIn(node) === 'bot') {
      nodes.splice(at, 1);
      const next = nodes[at];
      if (next?.type === 'text') next.value = next.value.replace(new RegExp(`^${blank}*[:,]?${blank}*`, 'u'), '');
      continue;
    }
    if (!isBlank(node) && (node?.type !== 'element' || mentionIn(node) !== undefined || dropOwnMention(node.children)))
      return true;
    at += 1;
  }
  return false;
}

function isBlank(node: ElementContent | undefined): boolean {
  return node?.type === 'text' && new RegExp(`^${blank}*$`, 'u').test(node.value);
}

/** Joins the text of nodes. */
export function textOf(nodes: readonly Nodes[]): string {
  return nodes
    .map((node) => (node.type === 'text' ? node.value : 'children' in node ? textOf(node.children as Nodes[]) : ''))
    .join('');
}

function text(value: string): Text {
  return { type: 'text', value };
}

function element(tagName: string, children: ElementContent[]): Element {
  return { type: 'element', tagName, properties: {}, children };
}

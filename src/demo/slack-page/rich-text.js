// Rich text, which local-slack does not know: messages with it become sections, and the editor of a form is a text area in which Slack's markers
// format what is typed.

/** @import { Block, Element } from './types.js' */

/** @typedef {Omit<Element, 'text'> & { text?: string, name?: string, indent?: number, offset?: number, elements?: Part[] }} Part */

/** @type {[style: 'bold' | 'italic' | 'strike' | 'code', marker: string][]} */
const markers = [
  ['code', '`'],
  ['strike', '~'],
  ['italic', '_'],
  ['bold', '*'],
];

/** Writes rich text and tables as sections. @param {Block[] | undefined} blocks */
export function asSections(blocks) {
  return blocks?.map((block) => {
    if (block.type !== 'rich_text' && block.type !== 'table') return block;
    const text = block.type === 'table' ? tableText(block) : typedText(block);
    return { type: 'section', block_id: block.block_id, text: { type: 'mrkdwn', text: text.replace(/[&<>]/g, escaped) } };
  });
}

/** @param {string} sign */
function escaped(sign) {
  return { '&': '&amp;', '<': '&lt;' }[sign] ?? '&gt;';
}

/** @param {Block} block */
function tableText({ rows = [] }) {
  const cells = rows.map((row) => row.map((cell) => (cell.type === 'rich_text' ? plainText(cell) : (cell.text ?? ''))));
  const widths = (cells[0] ?? []).map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  const lines = cells.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | '));
  return `\`\`\`${lines.join('\n')}\`\`\``;
}

/** Reads the text of rich text without its styles. @param {any} part @returns {string} */
export function plainText({ text, elements = [] }) {
  return text ?? elements.map(plainText).join('');
}

/** Writes rich text as somebody would type it. @param {any} block */
export function typedText(block) {
  return /** @type {Part[]} */ (block?.elements ?? []).map(elementText).join('\n');
}

/** @param {Part} element */
function elementText({ type, style, indent = 0, offset = 0, elements = [] }) {
  const text = () => elements.map(partText).join('');
  switch (type) {
    case 'rich_text_list':
      return elements
        .map((item, at) => {
          const sign = String(style) === 'ordered' ? `${offset + at + 1}.` : '•';
          return `${'    '.repeat(indent)}${sign} ${(item.elements ?? []).map(partText).join('')}`;
        })
        .join('\n');
    case 'rich_text_quote':
      return text().replace(/^/gm, '> ');
    case 'rich_text_preformatted':
      return `\`\`\`\n${text()}\n\`\`\``;
    default:
      return text();
  }
}

/** @param {Part} part @returns {string} */
function partText({ type, text = '', url, name, style }) {
  if (type === 'emoji') return `:${name ?? ''}:`;
  const styles = /** @type {Record<string, boolean>} */ (/** @type {unknown} */ (style ?? {}));
  return markers.reduce((inner, [key, marker]) => (styles[key] ? marker + inner + marker : inner), text || (url ?? ''));
}

const marked = /(?<![\p{L}\p{N}])([*_~`])(?=\S)((?:(?!\1).)*\S)\1(?![\p{L}\p{N}])|(https?:\/\/\S+)/u;
const item = /^( *)(?:[-•]|(\d+)\.) +(.+)$/;

/** Reads what somebody typed as Slack's editor would. @param {string} typed @returns {object | null} nothing for an empty field */
export function richText(typed) {
  if (typed.trim() === '') return null;
  /** @type {any[]} */
  const elements = [];
  for (const part of typed.split(/(```[^]*?```)/)) {
    const text = part.replace(/^(```)?\n?|\n?(```)?$/g, '');
    if (part.startsWith('```')) elements.push({ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] });
    else if (text !== '') for (const line of text.split('\n')) addLine(elements, line);
  }
  return { type: 'rich_text', elements };
}

/** @param {any[]} elements @param {string} line */
function addLine(elements, line) {
  const last = elements.at(-1);
  const [, spaces = '', number, content] = item.exec(line) ?? [];
  if (content !== undefined) {
    const [style, indent] = [number === undefined ? 'bullet' : 'ordered', Math.ceil(spaces.length / 4)];
    const section = { type: 'rich_text_section', elements: inline(content) };
    if (last?.type === 'rich_text_list' && last.style === style && last.indent === indent) last.elements.push(section);
    else elements.push({ type: 'rich_text_list', style, indent, offset: Number(number ?? 1) - 1, elements: [section] });
    return;
  }
  const type = line.startsWith('> ') ? 'rich_text_quote' : 'rich_text_section';
  const found = inline(line.replace(/^> /, ''));
  if (last?.type === type) last.elements.push({ type: 'text', text: '\n' }, ...found);
  else elements.push({ type, elements: found });
}

/** @param {string} text @param {Record<string, true>} [style] @returns {object[]} */
function inline(text, style = {}) {
  if (text === '') return [];
  const found = marked.exec(text);
  if (!found) return [{ type: 'text', text, style }];
  const [whole, marker, inside = '', url] = found;
  const name = markers.find(([, sign]) => sign === marker)?.[0];
  const more = name ? { ...style, [name]: /** @type {const} */ (true) } : style;
  return [
    ...inline(text.slice(0, found.index), style),
    ...(url
      ? [{ type: 'link', url, style }]
      : name === 'code'
        ? [{ type: 'text', text: inside, style: more }]
        : inline(inside, more)),
    ...inline(text.slice(found.index + whole.length), style),
  ];
}

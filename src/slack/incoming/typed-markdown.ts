// What people type into forms and after commands: mrkdwn in plain characters, which Slack has not parsed. It reads as it would in a thread,
// where Slack's editor also makes lists. The other direction is render/typed-text.ts.
import type { List, ListItem, RootContent } from 'mdast';
import { writeMarkdown } from '../../cards/markdown-tree.ts';
import { entities } from '../render/escape.ts';
import { parseMrkdwn } from './parse-mrkdwn.ts';

/** Converts text that was typed into a form or after a command to CommonMark. */
export function typedMarkdown(text: string): string {
  const content = withEntities(text)
    .split(/(```[\s\S]*?```)/)
    .flatMap((part) => (part.startsWith('```') ? parseMrkdwn(part, {}) : withLists(part)));
  return writeMarkdown(content);
}

/** As in an event of Slack, so that nothing typed is a mention. Links stay, since forms are filled in with them. */
function withEntities(text: string): string {
  return text
    .split(/(<https?:[^<>|\s]+(?:\|[^<>\n]+)?>)/)
    .map((part, index) => (index % 2 === 0 ? entities(part) : `<${entities(part.slice(1, -1))}>`))
    .join('');
}

const itemStart = /^( *)(?:[-•*]|(\d{1,9})[.)]) +(?=\S)/;

/** Reads lines that start with a bullet or a number as lists, deeper ones inside the item above. */
function withLists(text: string): RootContent[] {
  const content: RootContent[] = [];
  let lines: string[] = [];
  let open: { indent: number; list: List }[] = [];
  const endLines = (): void => {
    content.push(...parseMrkdwn(lines.join('\n'), {}));
    lines = [];
  };
  for (const line of text.split('\n')) {
    const start = itemStart.exec(line);
    if (!start) {
      open = [];
      lines.push(line);
      continue;
    }
    endLines();
    const [mark, { length: indent } = '', number] = start;
    const item: ListItem = {
      type: 'listItem',
      spread: false,
      children: parseMrkdwn(line.slice(mark.length), {}) as ListItem['children'],
    };
    open = open.filter((one) => one.indent < indent || (one.indent === indent && one.list.ordered === (number !== undefined)));
    const last = open.at(-1);
    if (last?.indent === indent) {
      last.list.children.push(item);
      continue;
    }
    const list: List = { type: 'list', spread: false, ordered: number !== undefined, children: [item] };
    if (number !== undefined) list.start = Number(number);
    const host = last?.list.children.at(-1);
    if (host) host.children.push(list);
    else content.push(list);
    open.push({ indent, list });
  }
  endLines();
  return content;
}

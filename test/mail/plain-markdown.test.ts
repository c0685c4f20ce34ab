import fc from 'fast-check';
import { fromHtml } from 'hast-util-from-html';
import type { Nodes } from 'hast';
import { describe, expect, it } from 'vitest';
import { emojiNamed, withEmoji } from '../../src/cards/emoji.ts';
import { markdownHtml } from '../../src/mail/markdown.ts';
import { plainMarkdown } from '../../src/mail/plain-markdown.ts';
import { toHtml } from 'hast-util-to-html';
import { toCommonMark } from '../../src/slack/incoming/message-markdown.ts';
import { readMessage } from '../../src/teams/incoming/read-message.ts';

const html = (markdown: string): string => toHtml(markdownHtml(markdown)).replace(/ style="[^"]*"/g, '');
const typedInSlack = (text: string): string =>
  toCommonMark({
    blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] }],
  });

describe('the plain text of a mail', () => {
  it.each([
    ['lines', 'Steps:\n1\\. Open School\n2\\. Click Terms', 'Steps:\n1. Open School\n2. Click Terms'],
    ['a list', 'Steps:\n\n1. Open\n2. Click\n   - twice', 'Steps:\n\n1. Open\n2. Click\n   - twice'],
    ['emphasis', '**bold** *it* ~~no~~ `code`', 'bold it no code'],
    ['escapes', '\\#2 and 3\\*4 and \\<b>', '#2 and 3*4 and <b>'],
    ['an emoji', 'hello :wave: :ours:', 'hello 👋 :ours:'],
    ['an emoji in code', '`:wave:`', ':wave:'],
    ['a link', '[page](https://x.example) https://y.example', 'page <https://x.example> https://y.example'],
    ['an unsafe link', '[go](javascript:alert)', 'go'],
    ['a quotation', '> **Ben** wrote:\n>\n> empty', '> Ben wrote:\n>\n> empty'],
    ['code', '```\na\n\n*b*\n```', 'a\n\n*b*'],
    ['a heading', '# Title\n\ntext', 'Title\n\ntext'],
    ['HTML that was typed', '<b>x</b>', '<b>x</b>'],
    [
      'a table in columns',
      '| Module | Cases |\n| - | -: |\n| [Fees](https://x.example) | **3** |',
      'Module                   | Cases\n-------------------------+------\nFees <https://x.example> |     3',
    ],
  ])('shows %s without markup', (_, markdown, expected) => expect(plainMarkdown(markdown)).toBe(expected));

  const part = fc.oneof(
    fc.lorem({ maxCount: 2 }),
    fc.constantFrom('*', '_x_', '`', '1. a', '- b', '#1', '> q', '[x](y)', '~', '|', '\\', '<b>', '&lt;', '//', '**c**'),
  );
  const line = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(' '));

  it('is what was typed in Slack', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 3 }), (lines) => {
        expect(plainMarkdown(typedInSlack(lines.join('\n')))).toBe(lines.join('\n'));
      }),
    );
  });

  it('is what was typed in Teams', () => {
    const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 3 }), (lines) => {
        const content = `<p>${lines.map(escaped).join('<br>')}</p>`;
        const { text } = readMessage({ attachments: [{ contentType: 'text/html', content }] }, '28:bot');
        expect(plainMarkdown(text)).toBe(lines.join('\n'));
      }),
    );
  });
});

describe('the HTML of a mail', () => {
  it.each([
    ['lines', 'Steps:\n1\\. Open School\n2\\. Click Terms', '<p>Steps:<br>\n1. Open School<br>\n2. Click Terms</p>'],
    ['emphasis over lines', '**a\nb**', '<p><strong>a<br>\nb</strong></p>'],
    ['lines of an item', '- a\n  b', '<ul>\n<li>a<br>\nb</li>\n</ul>'],
    ['code', '```\na\n\nb :wave:\n```', '<pre><code>a\n\nb :wave:\n</code></pre>'],
    ['an emoji', ':wave: :tada:', '<p>👋 🎉</p>'],
    [
      'a table',
      '| a | b |\n| - | -: |\n| **x** | <b> |',
      '<table>\n<thead>\n<tr>\n<th scope="col" align="left">a</th>\n<th scope="col" align="right">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n' +
        '<td><strong>x</strong></td>\n<td align="right">&#x3C;b></td>\n</tr>\n</tbody>\n</table>',
    ],
  ])('keeps %s', (_, markdown, expected) => expect(html(markdown)).toBe(expected));

  it('breaks lines wherever they were broken', () => {
    fc.assert(
      fc.property(fc.array(fc.lorem({ maxCount: 3 }), { minLength: 1, maxLength: 5 }), (lines) => {
        const count = (node: Nodes): number =>
          (node.type === 'element' && node.tagName === 'br' ? 1 : 0) +
          ('children' in node ? node.children.reduce((sum, child) => sum + count(child), 0) : 0);
        expect(count(fromHtml(html(typedInSlack(lines.join('\n')))))).toBe(lines.length - 1);
      }),
    );
  });
});

describe('emoji by name', () => {
  it('are known by the names that chat platforms use', () => {
    expect(['wave', '+1', 'thumbsup', 'white_check_mark', 'tada', 'thinking_face', 'skin-tone-2'].map(emojiNamed)).toEqual([
      '👋',
      '👍',
      '👍',
      '✅',
      '🎉',
      '🤔',
      '\u{1F3FB}',
    ]);
    expect(['ours', 'constructor', ''].map(emojiNamed)).toEqual([undefined, undefined, undefined]);
    expect(withEmoji('at 10:30:45 :wave::skin-tone-2: a:b:c')).toBe('at 10:30:45 👋\u{1F3FB} a:b:c');
  });
});

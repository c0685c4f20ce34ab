import { describe, expect, it } from 'vitest';
import type { Element } from '../../../src/cards/elements.ts';
import { renderMessage } from '../../../src/slack/render/card.ts';
import { renderModal } from '../../../src/slack/render/view.ts';
import { checkBlocks, checkView } from '../../fake-slack/block-kit.ts';
import type { Block } from '../../fake-slack/state.ts';

const messageOf = (...texts: string[]) => {
  const elements = texts.map((text): Element => ({ kind: 'markdown', text }));
  const { blocks } = renderMessage({ summary: 'A post', elements });
  checkBlocks(blocks as unknown as Block[], 'message');
  return blocks;
};
const tableOf = (rows: number, columns: number, cell = 'x'): string => {
  const row = (content: string): string => `|${` ${content} |`.repeat(columns)}`;
  return [row('h'), row('-'), ...Array.from({ length: rows - 1 }, () => row(cell))].join('\n');
};
const typesOf = (...texts: string[]): string[] => messageOf(...texts).map(({ type }) => type);

describe('a table in a message', () => {
  it('is a table block between the text around it', () => {
    expect(messageOf('See **this**:\n\n| Name | Cases |\n| - | -: |\n| [Fees](https://x.example) | 3 |\n| | |\n\nend')).toEqual([
      { type: 'section', text: { type: 'mrkdwn', text: 'See *this*:', verbatim: true } },
      {
        type: 'table',
        rows: [
          ['Name', 'Cases'].map((text) => ({
            type: 'rich_text',
            elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text, style: { bold: true } }] }],
          })),
          [
            {
              type: 'rich_text',
              elements: [{ type: 'rich_text_section', elements: [{ type: 'link', url: 'https://x.example', text: 'Fees' }] }],
            },
            { type: 'raw_text', text: '3' },
          ],
          [
            { type: 'raw_text', text: ' ' },
            { type: 'raw_text', text: ' ' },
          ],
        ],
        column_settings: [
          { align: 'left', is_wrapped: true },
          { align: 'right', is_wrapped: true },
        ],
      },
      { type: 'section', text: { type: 'mrkdwn', text: 'end', verbatim: true } },
    ]);
  });

  it('is aligned text when it is the second', () => {
    const [first, second] = messageOf(tableOf(2, 2), '| Name | Cases |\n| - | -: |\n| Fees | 3 |');
    expect(first).toMatchObject({ type: 'table' });
    expect(second).toMatchObject({ text: { text: '```\nName | Cases\n-----+------\nFees |     3\n```' } });
  });

  it.each([
    ['rows', tableOf(101, 1)],
    ['columns', tableOf(2, 21)],
    ['characters', tableOf(12, 1, 'word '.repeat(200).trim())],
  ])('is aligned text when it has more %s than Slack accepts', (_, table) => {
    expect(new Set(typesOf(table))).toEqual(new Set(['section']));
  });

  it('is aligned text when the message would be too large with it, and nothing is left out', () => {
    const blocks = messageOf(tableOf(100, 4));
    expect(blocks.map(({ type }) => type)).not.toContain('table');
    expect(JSON.stringify(blocks)).not.toContain('too long');
    expect(JSON.stringify(blocks).split('x   | x   | x   | x')).toHaveLength(100);
  });

  it('is aligned text in a quotation and in a list', () => {
    expect(messageOf('> | a |\n> | - |\n> | b |')).toEqual([
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', border: 1, elements: [{ type: 'text', text: 'a\n---\nb' }] }],
      },
    ]);
    expect(JSON.stringify(messageOf('- x\n\n  | a |\n  | - |\n  | b |'))).toContain('a\\n---\\nb');
  });
});

it('shows a table as aligned text in a modal, which has no tables', () => {
  const view = renderModal({ summary: 'x', elements: [{ kind: 'markdown', text: '| a |\n| - |\n| b |' }] }, 'Campus Support');
  checkView(view as unknown as Record<string, unknown>);
  expect(view.blocks).toMatchObject([{ type: 'section', text: { text: '```\na\n---\nb\n```' } }]);
});

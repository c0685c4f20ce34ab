import fc from 'fast-check';
import type { types } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { toCommonMark } from '../../../src/slack/incoming/message-markdown.ts';
import { fullDetail, renderElement } from '../../../src/slack/render/element.ts';
import { richTextBlock } from '../../../src/slack/render/rich-text.ts';
import { checkBlocks } from '../../fake-slack/block-kit.ts';
import { readBlocks } from '../../fake-slack/readable.ts';
import type { Block } from '../../fake-slack/state.ts';

const shown = (text: string) => renderElement({ kind: 'markdown', text }, '0', fullDetail);
/** What somebody copies from the message. */
const copied = (text: string): string => readBlocks(shown(text) as unknown as Block[]);
const posted = (text: string): string =>
  toCommonMark({
    blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] }],
  });

describe('a post in Slack is copied exactly as it was typed', () => {
  it.each([
    '\\\\server\\share\\*.csv',
    'from \\\\a\\*.csv to \\\\b\\*.csv',
    'select *, count(*) from t where a*b > 3 and *x*',
    '_x_ and ~y~ and `z` and ```',
    '> no quotation',
    '*a* :wave: *b*',
  ])('%s', (typed) => {
    expect(JSON.stringify(shown(posted(typed)))).not.toContain('\u200B');
    expect(copied(posted(typed))).toBe(typed);
  });

  it('whatever is in it', () => {
    const part = fc.oneof(
      fc.lorem({ maxCount: 2 }),
      fc.constantFrom('*', '*x*', '_x_', '`', '~', '<!here>', '&lt;', '|', '\\*', '__a'),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const typed = parts.join(' ');
        const blocks = shown(posted(typed)) as unknown as Block[];
        checkBlocks(blocks, 'message');
        expect(JSON.stringify(blocks)).not.toContain('\u200B');
        if (blocks[0]?.type === 'rich_text') expect(copied(posted(typed))).toBe(typed);
      }),
    );
  });
});

it('shows styles that follow each other without a space', () => {
  const markdown = '~~$1~~**a**`c`';
  const blocks = shown(markdown) as unknown as Block[];
  expect(blocks).toMatchObject([{ type: 'rich_text' }]);
  expect(toCommonMark({ blocks })).toBe(markdown);
});

describe('a rich text block', () => {
  it('has styles, links, lists, quotations and code', () => {
    const markdown =
      '# Title\n\n**b** *i* ~~s~~ `c` [page](https://x.example)\n\n3. one\n4. two\n   - in\n\n> said\n>\n> more\n\n```\na\n\n*b*\n```\n\n---';
    const block = richTextBlock(markdown);
    checkBlocks([block] as unknown as Block[], 'message');
    expect(toCommonMark({ blocks: [block as types.RichTextBlock] })).toBe(
      '**Title**\n\n**b** *i* ~~s~~ `c` [page](https://x.example)\n\n3. one\n4. two\n   - in\n\n> said\n>\n> more\n\n```\na\n\n*b*\n```\n\n———',
    );
  });

  it('comes back as the text it was made from', () => {
    const word = fc.lorem({ maxCount: 1 });
    const inline = fc.oneof(
      word,
      word.map((one) => `**${one}**`),
      word.map((one) => `*${one}*`),
      word.map((one) => `\`${one}\``),
    );
    const paragraph = fc.array(inline, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' and '));
    const list = fc.array(word, { minLength: 1, maxLength: 3 }).map((items) => items.map((item) => `- ${item}`).join('\n'));
    const text = fc
      .tuple(paragraph, fc.option(list, { nil: undefined }), paragraph)
      .map((parts) => parts.filter(Boolean).join('\n\n'));
    fc.assert(
      fc.property(text, (markdown) => {
        expect(toCommonMark({ blocks: [richTextBlock(markdown)] })).toBe(markdown);
      }),
    );
  });

  it('links nowhere unsafe', () => {
    expect(richTextBlock('[go](javascript:alert)')).toEqual({
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'go' }] }],
    });
  });
});

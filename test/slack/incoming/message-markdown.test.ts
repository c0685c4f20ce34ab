import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asNote } from '../../../src/domain/note.ts';
import { mentionedUsers, toCommonMark } from '../../../src/slack/incoming/message-markdown.ts';
import { toMrkdwn } from '../../../src/slack/render/markdown.ts';
import { shownPlain } from '../render/visible-mrkdwn.ts';

interface Part {
  type: string;
  [key: string]: unknown;
}

const rich = (...elements: Part[]) => ({ text: 'fallback', blocks: [{ type: 'rich_text', elements }] });
const section = (...elements: Part[]): Part => ({ type: 'rich_text_section', elements });
const text = (content: string, style?: Record<string, boolean>): Part => ({
  type: 'text',
  text: content,
  ...(style ? { style } : {}),
});
const list = (style: string, indent: number, ...items: string[]): Part => ({
  type: 'rich_text_list',
  style,
  indent,
  elements: items.map((item) => section(text(item))),
});

describe('rich text becomes CommonMark', () => {
  it.each([
    [
      'styles',
      rich(section(text('a '), text('bold', { bold: true }), text(' '), text('it', { italic: true }))),
      'a **bold** *it*',
    ],
    ['space at the edge of a style', rich(section(text('bold ', { bold: true }), text('on'))), '**bold** on'],
    ['equal neighbours', rich(section(text('a', { bold: true }), text('b', { bold: true }))), '**ab**'],
    ['code', rich(section(text('run '), text('a`b', { code: true }))), 'run ``a`b``'],
    ['a code block', rich({ type: 'rich_text_preformatted', elements: [text('curl \\\n  -X\n')] }), '```\ncurl \\\n  -X\n```'],
    ['a quotation', rich({ type: 'rich_text_quote', elements: [text('one\ntwo')] }), '> one\n> two'],
    ['a list with a list', rich(list('bullet', 0, 'a'), list('bullet', 1, 'b'), list('bullet', 0, 'c')), '- a\n  - b\n- c'],
    ['a numbered list', rich(list('ordered', 0, 'a', 'b')), '1. a\n2. b'],
    [
      'a numbered list that goes on after a nested one',
      rich({ ...list('ordered', 0, 'a'), offset: 3 }, list('bullet', 1, 'b'), { ...list('ordered', 0, 'c'), offset: 4 }),
      '4. a\n   - b\n5. c',
    ],
    ['two numbered lists', rich(list('ordered', 0, 'a', 'b'), list('ordered', 0, 'c')), '1. a\n2. b\n\n1) c'],
    [
      'a quotation with a list and code',
      rich(
        { type: 'rich_text_quote', elements: [text('one\n\ntwo')] },
        { ...list('bullet', 0, 'a'), border: 1 },
        { type: 'rich_text_preformatted', border: 1, elements: [text('b\n\nc')] },
        section(text('after')),
      ),
      '> one\n>\n> two\n>\n> - a\n>\n> ```\n> b\n>\n> c\n> ```\n\nafter',
    ],
    ['bold code', rich(section(text('a', { bold: true, code: true }))), '**`a`**'],
    [
      'a table that was typed',
      rich(section(text('See:\n| Name | Cases |\n|---|--:|\n| Fees | '), text('3', { bold: true }), text(' |\nend'))),
      'See:\n\n| Name | Cases |\n| - | -: |\n| Fees | **3** |\n\nend',
    ],
    ['lines and paragraphs', rich(section(text('one\ntwo\n\nthree'))), 'one\ntwo\n\nthree'],
    ['a link', rich(section({ type: 'link', url: 'https://x.example', text: 'page' })), '[page](https://x.example)'],
    ['a broadcast', rich(section({ type: 'broadcast', range: 'channel' })), '@channel'],
    ['emoji', rich(section({ type: 'emoji', name: 'wave', unicode: '1f44b' }, { type: 'emoji', name: 'ours' })), '👋:ours:'],
    ['markers that are only characters', rich(section(text('*a* _b_ # c'))), '\\*a\\* \\_b\\_ # c'],
  ])('converts %s', (_, message, expected) => expect(toCommonMark(message)).toBe(expected));

  it('shows the name of a mentioned user when it is known', () => {
    const message = rich(section({ type: 'user', user_id: 'U0ADA' }, text(' and '), { type: 'user', user_id: 'U0NEW' }));
    expect(toCommonMark(message, { names: (id) => (id === 'U0ADA' ? 'Ada Park' : undefined) })).toBe('@Ada Park and @user');
    expect(mentionedUsers({ text: '<@U0ADA> <@U0NEW|new>' })).toEqual(['U0ADA', 'U0NEW']);
  });

  it('leaves out a mention of the bot at the beginning, so that // after it still starts a note', () => {
    const message = rich(section({ type: 'user', user_id: 'U0BOT' }, text(' // between us')));
    expect(toCommonMark(message, { bot: 'U0BOT' })).toBe('// between us');
    expect(toCommonMark({ text: '<@U0BOT> // between us' }, { bot: 'U0BOT' })).toBe('// between us');
  });

  it.each([' ', '\n', '\u00A0', '\t\n  '])('keeps nothing before the // of a note (%j)', (space) => {
    expect(toCommonMark(rich(section(text(`${space}// note`))))).toBe('// note');
    expect(toCommonMark({ text: `${space}// note` })).toBe('// note');
  });

  it.each([
    ['a quotation', rich({ type: 'rich_text_quote', elements: [text('// between us')] })],
    ['a quotation without blocks', { text: '&gt; // between us' }],
    ['a link', rich(section({ type: 'link', url: 'https://x.example', text: '//' }, text(' between us')))],
  ])('keeps the slashes of a note visible that begins with %s', (_, message) => {
    expect(asNote(toCommonMark(message))).toBe('between us');
  });

  it("reads the blocks of another app's message without text", () => {
    const message = {
      text: '',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*Alarm* on <https://x.example|x>' } }],
    };
    expect(toCommonMark(message)).toBe('**Alarm** on [x](https://x.example)');
  });
});

describe('mrkdwn becomes CommonMark', () => {
  it.each([
    ['styles', '*bold* _it_ ~no~ `code`', '**bold** *it* ~~no~~ `code`'],
    ['styles in styles', '*_both_*', '**_both_**'],
    ['characters', '2 * 3 * 4, snake_case_name, ~/x', '2 \\* 3 \\* 4, snake_case_name, \\~/x'],
    ['a code block', 'see\n```a *b*\nc```', 'see\n\n```\na *b*\nc\n```'],
    ['a quotation', '&gt; one\n&gt; two\nthree', '> one\n> two\n\nthree'],
    ['entities', 'a &lt;b&gt; &amp;amp;', 'a \\<b> \\&amp;'],
    ['links', '<https://x.example|page> <https://y.example>', '[page](https://x.example) <https://y.example>'],
    ['people and places', '<@U1|ada> <#C1|general> <!here> <!subteam^S1|@team>', '@ada #general @here @team'],
  ])('converts %s', (_, mrkdwn, expected) => expect(toCommonMark({ text: mrkdwn })).toBe(expected));
});

describe('a round trip through mrkdwn', () => {
  const typedLine = fc
    .array(
      fc.oneof(
        fc.lorem({ maxCount: 3 }),
        fc.constantFrom('*', '_x_', '`', '<!channel>', '&lt;', '#1', '- a', '1. b', '> q', '[x](y)', '~', '|', '\\', '=', '//'),
      ),
    )
    .map((parts) => parts.join(' '));

  it('keeps every line of plain text as it was typed', () => {
    fc.assert(
      fc.property(typedLine, typedLine, (first, second) => {
        const typed = [first, second]
          .map((line) => line.trim())
          .filter((line) => line !== '')
          .join('\n');
        expect(shownPlain(toMrkdwn(toCommonMark(rich(section(text(typed))))))).toBe(typed);
      }),
    );
  });

  it('keeps styles', () => {
    const style = fc.record({ bold: fc.boolean(), italic: fc.boolean(), strike: fc.boolean() });
    const run = fc.tuple(fc.lorem({ maxCount: 2 }), style);
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 4 }), (runs) => {
        const parts = runs.flatMap(([content, styled]) => [text(content, styled), text(' ')]);
        const shown = toMrkdwn(toCommonMark(rich(section(...parts))));
        expect(toMrkdwn(toCommonMark({ text: shown }))).toBe(shown);
        expect(shown.replace(/[*_~]/g, '').replace(/\s+/g, ' ')).toBe(runs.map(([content]) => content).join(' '));
      }),
    );
  });

  it('leaves code unchanged', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        fc.pre(value.trim() !== '' && !value.includes('```'));
        const shown = shownPlain(
          toMrkdwn(toCommonMark(rich({ type: 'rich_text_preformatted', elements: [text(`x${value}x`)] }))),
        );
        expect(shown).toBe(`\`\`\`\nx${value.replace(/\r\n?|[\u2028\u2029]/g, '\n')}x\n\`\`\``);
      }),
    );
  });
});

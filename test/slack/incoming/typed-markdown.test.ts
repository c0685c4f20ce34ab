import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readValues } from '../../../src/slack/incoming/read-form.ts';
import { typedMarkdown } from '../../../src/slack/incoming/typed-markdown.ts';
import { renderForm } from '../../../src/slack/render/form.ts';
import { typedText } from '../../../src/slack/render/typed-text.ts';
import { toMrkdwn } from '../../../src/slack/render/markdown.ts';

describe('text typed into a form or after a command', () => {
  it.each([
    ['bold, as in a thread', 'it is *very* slow', 'it is **very** slow'],
    ['italic and struck', '_now_ ~then~', '*now* ~~then~~'],
    ['code', 'run `a < b`', 'run `a < b`'],
    ['a code block', '```\n<b>*x*</b>\n\n&amp;\n```', '```\n<b>*x*</b>\n\n&amp;\n```'],
    ['a quotation', '> it broke\nyes', '> it broke\n\nyes'],
    ['a path with an asterisk', '\\\\server\\share\\*.csv', '\\\\\\server\\share\\\\\\*.csv'],
    ['angle brackets', 'a <b> & <!channel> <@U1>', 'a \\<b> & \\<!channel> <@U1>'],
    ['an entity that was typed', '&lt;', '\\&lt;'],
    ['a numbered list', 'Steps:\n1. Open\n2. Click\n   - twice\nDone', 'Steps:\n\n1. Open\n2. Click\n   - twice\n\nDone'],
    ['a dash within a line', 'a - b\n-c', 'a - b\n-c'],
    ['an address', 'see https://x.example/a_b', 'see https://x.example/a_b'],
  ])('reads %s', (_, typed, expected) => expect(typedMarkdown(typed)).toBe(expected));

  const piece = fc.oneof(
    fc.lorem({ maxCount: 2 }),
    fc.constantFrom(
      '*',
      '*b*',
      '_i_',
      '~s~',
      '`c`',
      '<b>',
      '&',
      '&lt;',
      '#1',
      '>',
      '[x](y)',
      '\\',
      '3*4',
      'a_b_c',
      '//',
      '<!channel>',
    ),
  );
  const line = fc.array(piece, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' '));

  it('comes back into the form so that it reads the same again', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
        const markdown = typedMarkdown(lines.join('\n'));
        expect(typedMarkdown(typedText(markdown))).toBe(markdown);
      }),
    );
  });

  it('shows no mention, whatever was typed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '!', '@', '#', 'U1', '|', '&', 'lt;', '*', 'here', ' ') }),
        (typed) => {
          expect(toMrkdwn(typedMarkdown(typed))).not.toMatch(/<[!@#]/);
        },
      ),
    );
  });

  it('is formatted in fields of several lines, and plain in fields of one', () => {
    const view = renderForm({
      name: 'x',
      title: 'x',
      intro: [],
      state: {},
      fields: [
        { kind: 'line', name: 'subject', label: 'Subject', max: 100 },
        { kind: 'paragraph', name: 'description', label: 'Description', max: 100, initial: 'three is **big**, 3\\*4' },
      ],
    });
    const shown = view.blocks as unknown as Parameters<typeof readValues>[1];
    expect(view.blocks[1]).toMatchObject({ element: { initial_value: 'three is *big*, 3*4' } });
    const typed = { subject: { value: { value: '*a*' } }, description: { value: { value: 'is *big*' } } };
    expect(readValues(typed, shown)).toEqual({ subject: '*a*', description: 'is **big**' });
  });
});

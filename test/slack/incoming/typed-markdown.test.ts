import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readValues, shownField } from '../../../src/slack/incoming/read-form.ts';
import { typedMarkdown } from '../../../src/slack/incoming/typed-markdown.ts';
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
    ['an address with markers', 'see https://x.example/_a_/?b=*c*', 'see <https://x.example/_a_/?b=*c>\\*'],
  ])('reads %s', (_, typed, expected) => expect(typedMarkdown(typed)).toBe(expected));

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

  it('is formatted in fields of several lines that an older version opened, and plain in fields of one', () => {
    const shown = [
      { type: 'input', block_id: 'subject', optional: true, element: { initial_value: '*s*' } },
      {
        type: 'input',
        block_id: 'description',
        optional: true,
        element: { multiline: true, initial_value: 'three is *big*, 3*4' },
      },
    ].map((block) => shownField.parse(block));
    const typed = { subject: { value: { value: '*a*' } }, description: { value: { value: 'is *big*' } } };
    expect(readValues(typed, shown)).toEqual({ subject: '*a*', description: 'is **big**' });
    expect(readValues({}, shown)).toEqual({ subject: '*s*', description: 'three is **big**, 3\\*4' });
  });
});

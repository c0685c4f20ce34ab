import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escape } from '../../../src/slack/render/escape.ts';
import { toMrkdwn } from '../../../src/slack/render/markdown.ts';
import { shownPlain } from './visible-mrkdwn.ts';

describe('CommonMark becomes mrkdwn', () => {
  it.each([
    ['bold and italic', '**bold** and *italic* and ~~struck~~', '*bold* and _italic_ and ~struck~'],
    ['a heading', '# Grades **missing**', '*Grades missing*'],
    ['inline code', 'run `a < b && c`', 'run `a &lt; b &amp;&amp; c`'],
    ['a code block', '```sql\nselect *\nfrom t\n```', '```\nselect *\nfrom t\n```'],
    ['a list', '- one\n- two\n  - inner', '• one\n• two\n    • inner'],
    ['a numbered list', '3. three\n4. four', '3. three\n4. four'],
    ['a quotation', '> first\n> second', '> first\n> second'],
    ['a link', '[the page](https://x.example/a?b=1&c=2)', '<https://x.example/a?b=1&amp;c=2|the page>'],
    ['a bare link', 'see https://x.example', 'see <https://x.example|https://x.example>'],
    ['a link by reference', '[page][1]\n\n[1]: https://x.example', '<https://x.example|page>'],
    ['an image in a link', '[![alt](https://x.example/i.png)](https://x.example)', '<https://x.example|alt>'],
    ['bold over lines', '**one\ntwo**', '*one*\n*two*'],
    ['bold in bold', '**a **b** c**', '*a b c*'],
    ['a line break', 'one\\\ntwo', 'one\ntwo'],
    ['a continued shell line', '```\ncurl \\\n  -X\n```', '```\ncurl \\\n  -X\n```'],
  ])('converts %s', (_, markdown, expected) => expect(toMrkdwn(markdown)).toBe(expected));
});

it.each(['>', '- ', '1. '])('shows 10,000 characters of “%s” without failing', (mark) => {
  const text = `${mark.repeat(10_000 / mark.length - 10)}end`;
  expect(toMrkdwn(text)).toContain('end');
});

describe('what people type is never interpreted', () => {
  it.each([
    ['a broadcast', '<!channel> <!here> <!everyone>', '&lt;!channel&gt; &lt;!here&gt; &lt;!everyone&gt;'],
    ['a mention', 'hi <@U0ADA>', 'hi &lt;@U0ADA&gt;'],
    ['a channel', '<#C0GEN|general>', '&lt;#C0GEN|general&gt;'],
    ['a date', '<!date^1^{date}|x>', '&lt;!date^1^{date}|x&gt;'],
    ['html', '<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['a script as a link', '[click](javascript:alert)', 'click'],
    ['data as a link', '[click](data:text/html,x)', 'click'],
    [
      'a link with angle brackets',
      '[a](<https://x.example/?<!channel>>)',
      '[a](&lt;<https://x.example/|https://x.example/>?&lt;!channel&gt;\u200B&gt;)',
    ],
    ['a label with a bar', '[a|<!here>](https://x.example)', '<https://x.example|a¦&lt;!here&gt;>'],
    ['text that is turned round', 'abc\u202Edef\u2066ghi', 'abcdefghi'],
    ['controls', 'a\u0000b\u0007c\u009Fd', 'abcd'],
  ])('is neutralized in %s', (_, markdown, expected) => expect(toMrkdwn(markdown)).toBe(expected));

  it('escapes formatting characters only where they would format', () => {
    expect(escape('a *b* c')).toBe('a \u200B*\u200Bb\u200B*\u200B c');
    expect(escape('snake_case_name')).toBe('snake_case_name');
    expect(escape('select * from t')).toBe('select * from t');
    expect(escape('~/.config and *.csv')).toBe('~/.config and *.csv');
    expect(escape('> no quotation')).toBe('\u200B&gt; no quotation');
    expect(escape('```')).toBe('`\u200B`\u200B`');
  });

  it('contains no broadcast, no mention, and only links to the web, email and phone numbers', () => {
    const trick = fc.constantFrom(
      '<!channel>',
      '<@U0ADA>',
      '<#C1|x>',
      '<!subteam^S1>',
      '<javascript:x|y>',
      '&lt;!here&gt;',
      '[x](javascript:y)',
    );
    const text = fc.array(
      fc.oneof(
        trick,
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('*', '_', '`', '```', '\n', '> ', '|', '[', '](', ')', '\\'),
      ),
    );
    fc.assert(
      fc.property(text, (parts) => {
        const shown = toMrkdwn(parts.join(''));
        for (const [, inner = ''] of shown.matchAll(/<([^>]*)>/g)) expect(inner).toMatch(/^(https?|mailto|tel):/);
        expect(shown.replace(/&(amp|lt|gt);/g, '')).not.toContain('&');
      }),
    );
  });

  it('is shown as it was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const visible = text
          .replace(/\r\n?|[\u2028\u2029]/g, '\n')
          .replace(/[\u202A-\u202E\u2066-\u2069\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFDD0-\uFDD3\u200B]/g, '');
        expect(shownPlain(escape(text))).toBe(visible);
      }),
    );
  });
});

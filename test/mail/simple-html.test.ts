import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readHtml } from '../../src/mail/in/read-html.ts';
import { simpleHtml } from '../../src/mail/in/simple-html.ts';

const tag = fc.constantFrom(
  ...['p', 'div', 'b', 'strong', 'i', 'em', 'span', 'br', 'a'].flatMap((name) => [`<${name}>`, `</${name}>`, `<${name}/>`]),
  ...['<br />', '<!--x-->', '<P>', '</B>', '</p >', '<', '<p style="display:none">', '<div class="zd-comment" dir="auto">'],
);
const text = fc.constantFrom(
  ...['a', 'Since Monday', ' ', '\n', ' b ', '&amp;', '&nbsp;', '&lt;p&gt;', '&#39;', '&copy;', '&copy', 'x & y', '&'],
  ...['*', '1. ', '\u00A0', '\t', '\r\n', '\f'],
);
/** Mostly well-formed HTML. */
const { html } = fc.letrec<{ html: string }>((tie) => ({
  html: fc.oneof(
    { maxDepth: 4 },
    { weight: 6, arbitrary: text },
    { weight: 1, arbitrary: tag },
    {
      weight: 5,
      arbitrary: fc
        .tuple(fc.constantFrom('p', 'div', 'b', 'strong', 'i', 'em', 'span'), fc.array(tie('html'), { maxLength: 3 }))
        .map(([name, inner]) => `<${name}>${inner.join('')}</${name}>`),
    },
  ),
}));

test('reads simple HTML as the parser for all HTML does', () => {
  let simple = 0;
  fc.assert(
    fc.property(fc.array(html, { maxLength: 5 }), fc.boolean(), (parts, keeps) => {
      const source = parts.join('');
      if (simpleHtml(source)) simple += 1;
      // a comment, which nobody reads, has it take the way of all other HTML
      const other = `${source}<!---->`;
      expect(simpleHtml(other)).toBeNull();
      expect(readHtml(source, { keeps })).toEqual(readHtml(other, { keeps }));
    }),
    { numRuns: 2000 },
  );
  expect(simple).toBeGreaterThan(100);
});

test.each([
  '<div class="zd-comment" dir="auto"><p dir="auto">Hello,<br>it <b>still</b> happens &amp; hurts.</p><p>Ada</p></div>',
  '<p>One line</p>\n<p><em>Another</em></p>',
  'No tag at all',
])('takes the short way for %s', (source) => expect(simpleHtml(source)).not.toBeNull());

test.each([
  '<p>a<p>b',
  '<b>a<p>b</p></b>',
  '<p><div>a</div></p>',
  '<b>a</p>',
  'a &copy; b',
  '<P>a</P>',
  '<p onclick="x">a</p>',
  '<ul><li>a</li></ul>',
  '<b>a',
])('leaves %s to the parser for all HTML', (source) => expect(simpleHtml(source)).toBeNull());

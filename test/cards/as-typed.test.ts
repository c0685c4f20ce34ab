import { expect, it } from 'vitest';
import { asTyped, unlessUnchanged } from '../../src/cards/as-typed.ts';

it.each([
  ['3\\*4', '3*4'],
  ['3\\*4 = 12, 2\\*5 = 10', '3*4 = 12, 2*5 = 10'],
  ['snake\\_case', 'snake_case'],
  ['a \\< b \\[x]', 'a < b [x]'],
  ['\\# of pupils', '# of pupils'],
  ['1\\. First', '1. First'],
  ['**bold** and \\*stars\\*', '**bold** and *stars*'],
  ['a\\\\b', 'a\\b'],
  ['`a\\*b` and 3\\*4', '`a\\*b` and 3*4'],
  ['```\na\\*b\n```', '```\na\\*b\n```'],
  ['no escapes', 'no escapes'],
])('shows %j in a text field as %j', (markdown, typed) => {
  expect(asTyped(markdown)).toBe(typed);
});

it('takes an unchanged text for the stored one', () => {
  const stored = '\\*\\*back\\*\\* again';
  expect(unlessUnchanged('**back** again\n', stored)).toBe(stored);
  expect(unlessUnchanged('**back** again!', stored)).toBe('**back** again!');
});

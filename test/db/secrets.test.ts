import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decrypt, encrypt } from '../../src/db/secrets.ts';

const key = Buffer.alloc(32, 1);

test('what is encrypted comes back', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => decrypt(key, encrypt(key, text, 'here'), 'here') === text));
});

test('the same text never looks the same twice, and nothing of it shows', () => {
  const [one, two] = [encrypt(key, 'xoxb-1', 'here'), encrypt(key, 'xoxb-1', 'here')];
  expect(one).not.toBe(two);
  expect(one).not.toContain('xoxb');
});

test.each([
  ['another key', (sealed: string) => decrypt(Buffer.alloc(32, 2), sealed, 'here')],
  ['another place', (sealed: string) => decrypt(key, sealed, 'there')],
  ['a changed text', (sealed: string) => decrypt(key, sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA'), 'here')],
  ['no such text', () => decrypt(key, 'xoxb-in-clear', 'here')],
])('%s: refused', (_case, attempt) => {
  expect(() => attempt(encrypt(key, 'xoxb-1', 'here'))).toThrow('was CASEBRIDGE_SECRET_KEY changed?');
});

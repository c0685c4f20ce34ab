import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decrypt, encrypt } from '../../src/db/secrets.ts';

const key = Buffer.alloc(32, 1);

test('decrypts what it encrypted', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => decrypt(key, encrypt(key, text, 'here'), 'here') === text));
});

test('encrypts the same text differently each time, and reveals nothing of it', () => {
  const [one, two] = [encrypt(key, 'xoxb-1', 'here'), encrypt(key, 'xoxb-1', 'here')];
  expect(one).not.toBe(two);
  expect(one).not.toContain('xoxb');
});

test.each([
  ['another key', (sealed: string) => decrypt(Buffer.alloc(32, 2), sealed, 'here')],
  ['another place', (sealed: string) => decrypt(key, sealed, 'there')],
  ['a changed text', (sealed: string) => decrypt(key, sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA'), 'here')],
  ['no such text', () => decrypt(key, 'xoxb-in-clear', 'here')],
])('refuses to decrypt with %s', (_case, attempt) => {
  expect(() => attempt(encrypt(key, 'xoxb-1', 'here'))).toThrow('was CASEBRIDGE_SECRET_KEY changed?');
});

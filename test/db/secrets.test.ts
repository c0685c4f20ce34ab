import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decrypt, decryptWith, encrypt, fingerprint } from '../../src/db/secrets.ts';

const key = [Buffer.alloc(32, 1)] as const;

test('decrypts what it encrypted', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => decrypt(key, encrypt(key, text, 'here'), 'here') === text));
});

test('encrypts the same text differently each time, and reveals nothing of it', () => {
  const [one, two] = [encrypt(key, 'xoxb-1', 'here'), encrypt(key, 'xoxb-1', 'here')];
  expect(one).not.toBe(two);
  expect(one).not.toContain('xoxb');
});

test.each([
  ['another key', (sealed: string) => decrypt([Buffer.alloc(32, 2)], sealed, 'here')],
  ['another place', (sealed: string) => decrypt(key, sealed, 'there')],
  ['a changed text', (sealed: string) => decrypt(key, sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA'), 'here')],
  ['no such text', () => decrypt(key, 'xoxb-in-clear', 'here')],
])('refuses to decrypt with %s', (_case, attempt) => {
  expect(() => attempt(encrypt(key, 'xoxb-1', 'here'))).toThrow('was CASEBRIDGE_SECRET_KEY changed?');
});

test('reads what a former key encrypted, and says so', () => {
  const current = Buffer.alloc(32, 2);
  const former = encrypt(key, 'xoxb-1', 'here');
  expect(decryptWith([current, ...key], former, 'here')).toEqual({ text: 'xoxb-1', keyIndex: 1 });
  expect(decryptWith([...key, current], former, 'here')).toEqual({ text: 'xoxb-1', keyIndex: 0 });
  expect(decrypt([current], encrypt([current, ...key], 'xoxb-2', 'here'), 'here')).toBe('xoxb-2');
});

test('names keys apart without showing them', () => {
  const [one, two] = [fingerprint(key[0]), fingerprint(Buffer.alloc(32, 2))];
  expect(one).toMatch(/^[0-9a-f]{12}$/);
  expect(one).not.toBe(two);
  expect(key[0].toString('hex')).not.toContain(one);
});

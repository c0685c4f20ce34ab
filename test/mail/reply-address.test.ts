import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createReplyAddresses, maxBaseLength } from '../../src/mail/reply-address.ts';
import { readMessageId, threadHeaders } from '../../src/mail/message-ids.ts';

const key = Buffer.alloc(32, 7);
const addresses = createReplyAddresses([key], 'Support@Campus.example');
const target = { number: 10_042, personId: 12 };

it('reads what it wrote, in whatever case, and fits into 64 characters', () => {
  const address = addresses.write(target);
  expect(address).toMatch(/^support\+[a-z2-7]{32}@campus\.example$/);
  expect(addresses.read(address)).toEqual(target);
  expect(addresses.read(` ${address.toUpperCase()} `)).toEqual(target);
  const long = createReplyAddresses([key], `${'a'.repeat(maxBaseLength)}@campus.example`).write(target);
  expect(long.split('@')[0]).toHaveLength(64);
});

it('reads nothing that it did not write: another key, another case or person, a shortened or lengthened token', () => {
  const address = addresses.write(target);
  const other = createReplyAddresses([Buffer.alloc(32, 8)], 'support@campus.example').write(target);
  expect(addresses.read(other)).toBeNull();
  for (const forged of [
    address.replace('+', '+a'),
    address.replace(/.@/, '@'),
    address.replace('campus', 'elsewhere'),
    'support@campus.example',
  ])
    expect(addresses.read(forged)).toBeNull();
  const [local = '', domain] = address.split('@');
  for (let at = 'support+'.length; at < local.length; at++) {
    const changed = local[at] === 'a' ? 'b' : 'a';
    expect(addresses.read(`${local.slice(0, at)}${changed}${local.slice(at + 1)}@${domain}`)).toBeNull();
  }
});

it('never reads a made-up token', () => {
  const letters = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567');
  fc.assert(
    fc.property(fc.array(letters, { minLength: 30, maxLength: 34 }), (token) => {
      expect(addresses.read(`support+${token.join('')}@campus.example`)).toBeNull();
    }),
  );
});

it('tells the case of our message IDs from those of others', () => {
  expect(readMessageId('delivery-31.CB-10042@campus.example', 'campus.example')).toEqual({ number: 10_042, deliveryId: 31 });
  expect(readMessageId('CB-10042@Campus.example', 'campus.example')).toEqual({ number: 10_042, deliveryId: null });
  for (const id of [
    'delivery-31@campus.example',
    'CB-10042@else.example',
    'xCB-1@campus.example',
    'CB-1@campus.example.evil.example',
  ])
    expect(readMessageId(id, 'campus.example')).toBeNull();
});

it('refers to the case and to what the reader sent', () => {
  expect(threadHeaders('CB-1', 'campus.example', ['a@x', 'b@x'])).toEqual({
    inReplyTo: '<b@x>',
    references: ['<CB-1@campus.example>', '<a@x>', '<b@x>'],
  });
});

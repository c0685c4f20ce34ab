import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReplyAddresses, maxBaseLength } from '../../src/mail/reply-address.ts';
import { createMessageIds, threadHeaders } from '../../src/mail/message-ids.ts';

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

describe('a message ID of ours', () => {
  const host = 'campus.example';
  const ids = createMessageIds([key], host);
  const bare = (id: string) => id.replace(/^<|>$/g, '');

  it('names its case and its delivery, in whatever case it comes back', () => {
    const id = bare(ids.write(31, 'CB-10042'));
    expect(id).toMatch(/^delivery-31\.CB-10042\.[0-9a-f]{20}@campus\.example$/);
    for (const read of [id, id.toUpperCase()]) {
      expect(ids.read(read)).toEqual({ number: 10_042, deliveryId: 31 });
      expect(ids.deliveryOf(read)).toBe(31);
      expect(ids.isOwn(read)).toBe(true);
    }
    const outside = bare(ids.write(32, undefined));
    expect([ids.deliveryOf(outside), ids.read(outside), ids.isOwn(outside)]).toEqual([32, null, true]);
    expect(ids.read('CB-10042@Campus.example')).toEqual({ number: 10_042, deliveryId: null });
  });

  it('still finds the case without a signature or with a wrong one, but proves nothing then', () => {
    const id = bare(ids.write(31, 'CB-10042'));
    const signature = id.slice(id.lastIndexOf('.', id.indexOf('@')) + 1, id.indexOf('@'));
    for (const forged of [
      'delivery-31.CB-10042@campus.example',
      `delivery-32.CB-10042.${signature}@campus.example`,
      `delivery-31.CB-10042.${'0'.repeat(20)}@campus.example`,
      bare(createMessageIds([Buffer.alloc(32, 8)], host).write(31, 'CB-10042')),
    ]) {
      expect(ids.read(forged)).toEqual({ number: 10_042, deliveryId: null });
      expect(ids.deliveryOf(forged)).toBeNull();
    }
    expect(ids.deliveryOf(`delivery-31.CB-10043.${signature}@campus.example`)).toBeNull();
    expect(ids.deliveryOf(id.replace(host, 'else.example'))).toBeNull();
  });

  it('is read after the key was changed, and is not signed without one', () => {
    const id = bare(ids.write(31, 'CB-10042'));
    expect(createMessageIds([Buffer.alloc(32, 8), key], host).deliveryOf(id)).toBe(31);
    const unsigned = createMessageIds(null, host);
    expect(unsigned.write(31, 'CB-10042')).toBe('<delivery-31.CB-10042@campus.example>');
    expect(unsigned.deliveryOf(id)).toBeNull();
  });

  it('is not one of others', () => {
    for (const id of [
      'delivery-31@campus.example',
      'CB-10042@else.example',
      'xCB-1@campus.example',
      '.CB-1@campus.example',
      'CB-1@campus.example.evil.example',
      '@campus.example',
    ])
      expect(ids.read(id)).toBeNull();
    expect(ids.isOwn('CB-10042@campus.example')).toBe(false);
  });
});

it('refers to the case and to what the reader sent', () => {
  expect(threadHeaders('CB-1', 'campus.example', ['a@x', 'b@x'])).toEqual({
    inReplyTo: '<b@x>',
    references: ['<CB-1@campus.example>', '<a@x>', '<b@x>'],
  });
});

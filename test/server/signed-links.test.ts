import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createExpiringSigner, createSigner } from '../../src/server/signed-links.ts';
import { createLinks as createFileLinks } from '../../src/files/links.ts';
import { createLinks as createMailLinks } from '../../src/mail/links.ts';

const keys = [Buffer.alloc(32, 7)] as const;
const at = { now: new Date('2026-11-24T15:00:00Z') };
const clock = { now: () => at.now };
const shape = z.tuple([z.string(), z.string()]);

describe('a signed token', () => {
  const signer = createSigner(keys, 'test', shape);
  const token = signer.sign(['ada', 'confirm'], '/page');

  it('returns the data that was signed', () => {
    expect(signer.read(token, '/page')).toEqual(['ada', 'confirm']);
  });

  it.each([
    ['bound to something else', () => signer.read(token, '/other')],
    ['read for another purpose', () => createSigner(keys, 'other', shape).read(token, '/page')],
    ['signed with another key', () => createSigner([Buffer.alloc(32, 8)], 'test', shape).read(token, '/page')],
    ['cut off', () => signer.read(token.slice(0, -1), '/page')],
    ['of another shape', () => createSigner(keys, 'test', z.tuple([z.string()])).read(token, '/page')],
    ['empty', () => signer.read('', '/page')],
  ])('is refused when it is %s', (_, read) => {
    expect(read()).toBeNull();
  });
});

describe('a changed key', () => {
  const former = createSigner(keys, 'test', shape).sign(['ada', 'confirm']);
  const changed = createSigner([Buffer.alloc(32, 9), ...keys], 'test', shape);

  it('leaves what the former key signed valid, as long as that key is known', () => {
    expect(changed.read(former)).toEqual(['ada', 'confirm']);
    expect(createSigner([Buffer.alloc(32, 9)], 'test', shape).read(former)).toBeNull();
  });

  it('signs everything new', () => {
    const token = changed.sign(['ada', 'confirm']);
    expect(createSigner([Buffer.alloc(32, 9)], 'test', shape).read(token)).toEqual(['ada', 'confirm']);
    expect(createSigner(keys, 'test', shape).read(token)).toBeNull();
  });
});

describe('an expiring token', () => {
  const signer = createExpiringSigner(keys, 'test', shape, 14, clock);

  it('is valid until the second it expires', () => {
    const expiresAt = Date.parse('2026-12-08T15:00:00Z') / 1000;
    const token = signer.sign(['ada', 'confirm']);
    at.now = new Date(expiresAt * 1000);
    expect(signer.read(token)).toEqual({ content: ['ada', 'confirm'], expiresAt });
    at.now = new Date((expiresAt + 1) * 1000);
    expect(signer.read(token)).toBe('expired');
  });

  it('expires at the time it is given', () => {
    const expiresAt = Math.floor(at.now.getTime() / 1000) + 60;
    expect(signer.read(signer.sign(['ada', 'confirm'], '', expiresAt))).toMatchObject({ expiresAt });
  });
});

describe('links that 0.4.0 mailed and posted', () => {
  // made by 0.4.0 with the same key on 2026-11-02
  const mailed = 'WyJhZGFAcGxhaW52aWV3LmV4YW1wbGUiLCJjb25maXJtIiwiMTAwMjUiLDE3OTQ4NDEyMDBd.5katOaRMg5LNfhsiPn6AurpE';
  const filed = '/files/notices/7/timeline.md?key=WyJBbWVyaWNhL0NoaWNhZ28iLDE3OTQ4NDEyMDBd.LPFG-9TZtQD3ou4DthN57WLL';

  it('still open their page or file', () => {
    at.now = new Date('2026-11-10T00:00:00Z');
    expect(createMailLinks(keys, '', clock).read(mailed)).toMatchObject({
      address: 'ada@plainview.example',
      action: 'confirm',
      value: '10025',
    });
    expect(createFileLinks(keys, '', clock).read(filed)).toEqual({ noticeId: 7, format: 'md', zone: 'America/Chicago' });
  });
});

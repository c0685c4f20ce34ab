import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeUrl } from '../../src/cards/safe-url.ts';

describe('a safe address', () => {
  it.each([
    ['https://x.example', 'https://x.example'],
    ['HTTP://X.example/A?b=c#d', 'HTTP://X.example/A?b=c#d'],
    ['mailto:ada@x.example', 'mailto:ada@x.example'],
    ['tel:+18005550100', 'tel:+18005550100'],
    ['  https://x.example/ ', 'https://x.example/'],
  ])('keeps %s as it was written', (url, safe) => expect(safeUrl(url)).toBe(safe));

  it('percent-encodes what would end a link in HTML, in mrkdwn or in Markdown', () => {
    expect(safeUrl('https://x.example/a b|c>d"e`f\\g{h}i^j<k')).toBe(
      'https://x.example/a%20b%7Cc%3Ed%22e%60f%5Cg%7Bh%7Di%5Ej%3Ck',
    );
  });

  it('loses characters that hide where it leads', () => {
    expect(safeUrl('https://x.example/\u202Egpj.exe\u0000')).toBe('https://x.example/gpj.exe');
  });

  it('is refused when it is longer than the platform allows, once encoded', () => {
    expect(safeUrl('https://x.example/ab', 20)).toBe('https://x.example/ab');
    expect(safeUrl('https://x.example/a b', 21)).toBeNull();
  });
});

describe('an unsafe address', () => {
  it.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'java\tscript:alert(1)',
    'ht\ntps://x.example',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://x.example',
    'slack://open',
    'msteams:/l/chat',
    'x.example',
    '/relative',
    '//x.example',
    'https:x.example',
    'https:///x.example',
    'https:\\\\x.example',
    'https://',
    'https:// x.example',
    'https://[x',
    'mailto:',
    'tel:',
    'mailto: ',
    '',
  ])('refuses %j', (url) => expect(safeUrl(url)).toBeNull());

  it('never gets through, whatever surrounds its scheme', () => {
    const odd = fc.string({
      unit: fc.constantFrom('javascript:', 'https://', '\t', '\n', ' ', '\u0000', '\u202E', 'x', '/', ':', '\\', '<', '"'),
    });
    fc.assert(
      fc.property(odd, (url) => {
        const safe = safeUrl(url);
        return safe === null || (/^(https?|mailto|tel):$/.test(new URL(safe).protocol) && !/[\s<>"`|]/.test(safe));
      }),
    );
  });
});

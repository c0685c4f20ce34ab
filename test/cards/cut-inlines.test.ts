import { expect, it } from 'vitest';
import type { Inline } from '../../src/cards/elements.ts';
import { cutInlines } from '../../src/cards/cut-inlines.ts';

const at = { at: new Date('2026-11-24T15:04:05Z'), as: 'moment' as const };

it.for([
  ['a short line as it is', ['New · High · ', at], 60, ['New · High · ', at]],
  ['a long text, and keeps its date', ['New · High · Grade Book · ', at], 32, ['New · High…', ' ', at]],
  ['bold text and links by their text', [{ bold: 'CB-10293' }, { link: 'https://a.example', text: 'Status page' }], 18, [{ bold: 'CB-10293' }, { link: 'https://a.example', text: 'Status…' }]],
  ['a mention whole', ['Ask ', { mention: 'U0ADA', name: 'Ada Park' }, ' today'], 8, ['Ask ']],
  ['everything but the date where there is no room', [{ bold: 'CB-10293' }, at], 10, [' ', at]],
] as [string, Inline[], number, Inline[]][])('shortens %s', ([, line, max, expected]) => {
  expect(cutInlines(line, max)).toEqual(expected);
}); // prettier-ignore

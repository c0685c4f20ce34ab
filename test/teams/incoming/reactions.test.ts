import { expect, it } from 'vitest';
import { emojiOf } from '../../../src/teams/incoming/reactions.ts';

it.each([
  ['like', '👍'],
  ['heart', '❤'],
  ['1f440_eyes', '👀'],
  ['2705_whiteheavycheckmark', '✅'],
  ['1f468-200d-1f4bb_mantechnologist', '👨‍💻'],
  ['launch', ':launch:'],
  ['110000_beyond', ':110000_beyond:'],
  ['0_nothing', ':0_nothing:'],
  ['constructor', ':constructor:'],
  ['', '::'],
])('reads the reaction %s as %s', (type, emoji) => {
  expect(emojiOf(type)).toBe(emoji);
});

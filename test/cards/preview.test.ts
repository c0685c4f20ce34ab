import { describe, expect, it } from 'vitest';
import { preview } from '../../src/cards/flat-text.ts';
import { truncate } from '../../src/cards/visible-text.ts';

describe('a preview', () => {
  it.each([
    ['**Please** try [this page](https://x.example) and `reload`.', 'Please try this page and reload.'],
    ['# Steps\n\n1. Open *School*\n2. Click Terms', 'Steps Open School Click Terms'],
    ['3\\*4 \\#2', '3*4 #2'],
  ])('shows %j without Markdown', (markdown, text) => {
    expect(preview(markdown, 150)).toBe(text);
  });
});

describe('a text that is too long', () => {
  it('is cut at the end of a word, with an ellipsis', () => {
    expect(truncate('The grades are gone since this morning', 20)).toBe('The grades are gone…');
    expect(truncate('The grades are gone since this morning', 22)).toBe('The grades are gone…');
    expect(truncate('one two', 7)).toBe('one two');
  });

  it('is cut within a word that is longer than half of what fits', () => {
    expect(truncate(`see https://x.example/${'a'.repeat(50)}`, 30)).toHaveLength(30);
  });

  it.each(['👩‍👩‍👧‍👦', '🇺🇸', 'e\u0301', '👍🏽', '😀'])('never cuts within the character %s', (character) => {
    for (let max = 0; max < 60; max++) {
      const whole = truncate(character.repeat(20), max).replace(/…$/, '');
      expect(whole.length % character.length).toBe(0);
      expect(whole.length).toBeLessThanOrEqual(max);
    }
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flatText } from '../../../src/cards/flat-text.ts';
import { toVector } from '../../../src/domain/search/prepare-text.ts';
import { plainText } from '../../../src/usecases/search-index.ts';

const words = (text: string): string => toVector([{ text, weight: 'C' }]);

test('removes bold without reading the Markdown', () => {
  expect(plainText('in **every** class of **Mrs. Park**')).toBe('in every class of Mrs. Park');
});

test('finds the words that reading the Markdown finds, apart from the numbers of a list', () => {
  const pieces = fc.constantFrom('**', '**', '*', '_', '`', '\\', 'ab', 'c', ' ', '.', '(', ')', '\n', '\n\n', 'é');
  const texts = fc.array(pieces, { maxLength: 14 }).map((some) => some.join(''));
  fc.assert(
    fc.property(texts, (text) => {
      expect(words(plainText(text))).toBe(words(flatText(text)));
    }),
    { numRuns: 3_000, examples: [['a **b**c**d** e'], ['**a** ***b***'], ['\\**a**'], ['`**a**`'], ['**(a)**b'], ['**a\nb**']] },
  );
});

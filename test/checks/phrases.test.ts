import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findPhrases } from './phrases.ts';

describe('the phrase check', () => {
  it.each([
    'It is drawn anew.',
    'An internal note, for ever.',
    'He is a contact no more.',
    'What had no effect is none',
    'a case, none of theirs',
    'whoever asks',
    'So many are listed.',
    'after so long',
    'The lead is told.',
    'It stands in the queue.',
    'const words = text;',
    'It is no command.',
    'The case waits on its contact.',
    'done by whom',
  ])('reports “%s”', (text) => expect(findPhrases('src/a.ts', `// fine\n${text}`)).toMatchObject([{ line: 2 }]));

  it.each(['It is no longer sent.', 'There are no more results than 20.', 'a sword', 'The lead is notified.'])(
    'lets “%s” pass',
    (text) => expect(findPhrases('src/a.ts', text)).toEqual([]),
  );
});

it('src/README.md names only files that exist', () => {
  const named = [...readFileSync('src/README.md', 'utf8').matchAll(/`([a-z/-]+\.ts)`/g)].map(([, file]) => file ?? '');
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((file) => !existsSync(file) && !existsSync(`src/${file}`))).toEqual([]);
});

// The preview of a redaction asks before a common word is taken out everywhere.
import { expect, test } from 'vitest';
import { previewElements } from '../../../src/chat/cases/redaction-cards.ts';
import { unreachedLines } from '../../../src/domain/redaction-result.ts';

const of = (counts: Record<string, number>): string =>
  JSON.stringify(
    previewElements({ id: 'x', accountName: 'Plainview', caseNumber: 12, cases: 1, looked: 1, counts, excerpts: [] }),
  );

test('a text in many places is asked about, and what is only counted does not count', () => {
  expect(of({ posts: 24, insideWords: 900, directory: 80 })).not.toContain('common word');
  expect(of({ posts: 2_000, history: 310 })).toContain('This is in 2,310 places.');
  expect(of({ posts: 20, history: 5 })).toContain('Is it a common word?');
});

test('files that nobody opened are named before and after', () => {
  expect(of({ posts: 1, unreadFiles: 1 })).toContain('1 file was not opened. Redact it if it has the text.');
  expect(unreachedLines({ unreadFiles: 1_200 })[0]).toBe('1,200 files were not opened. Redact each one that has the text.');
});

import { asNote } from '../domain/note.ts';
import type { Advisor } from '../domain/person.ts';
import { changeCase } from './change-case.ts';
import { written } from './written.ts';
import type { Outcome, Said, Work } from './work.ts';

/**
 * An advisor's internal note: it stays with advisors for ever.
 * @param text CommonMark, with or without the leading `//`
 * @throws CaseError empty, too-long
 */
export async function addNote(
  work: Work,
  advisor: Advisor,
  input: { number: number; text: string },
  said: Said,
): Promise<Outcome> {
  const body = written(asNote(input.text) ?? input.text, 'note', 'Write the note.');
  return changeCase(work, advisor, input.number, 'note', said, () => ({ post: { kind: 'note', body } }));
}

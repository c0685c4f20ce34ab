// What an advisor writes on a case: a question, a resolution, an internal note.
import { CaseError } from '../../domain/case-error.ts';
import type { Advisor } from '../../domain/person.ts';
import { addNote } from '../../usecases/cases/add-note.ts';
import { askContact } from '../../usecases/cases/ask-contact.ts';
import { resolveCase } from '../../usecases/cases/resolve-case.ts';
import type { Capability, Turn } from '../capability.ts';
import { textVerb } from '../text-form.ts';

/** @throws CaseError not-allowed */
export function asAdvisor(turn: Turn): Advisor {
  if (turn.person.kind === 'advisor') return turn.person;
  throw new CaseError('not-allowed', 'Only an advisor can do this.', 'Use “help” to see what you can do.');
}

export const ask: Capability = textVerb({
  name: 'ask',
  deed: 'ask',
  word: { does: 'ask the contact; the case waits on the answer', done: 'asked. It waits on the answer now.' },
  title: 'Ask the contact',
  label: 'Question',
  hint: 'The case becomes Pending Customer Input until the contact answers.',
  field: 'question',
  submit: 'Ask',
  run: async (turn, number, question) => {
    await askContact(turn.work, asAdvisor(turn), { number, question }, turn.said);
    return null;
  },
});

export const resolve: Capability = textVerb({
  name: 'resolve',
  deed: 'resolve',
  word: { does: 'explain the resolution; the contact verifies it', done: 'explained. The contact is asked to verify it.' },
  title: 'Resolve case',
  label: 'Explanation',
  hint: 'What was wrong and what was done. The contact is asked to verify it.',
  field: 'explanation',
  submit: 'Resolve',
  run: async (turn, number, explanation) => {
    await resolveCase(turn.work, asAdvisor(turn), { number, explanation }, turn.said);
    return null;
  },
});

export const note: Capability = textVerb({
  name: 'note',
  deed: 'note',
  word: { does: 'write an internal note: only advisors ever see it', done: 'internal note saved. Only advisors see it.' },
  title: 'Internal note',
  label: 'Note',
  hint: 'Only advisors see this. It never reaches the contact.',
  field: 'note',
  submit: 'Save note',
  run: async (turn, number, text) => {
    await addNote(turn.work, asAdvisor(turn), { number, text }, turn.said);
    return null;
  },
});

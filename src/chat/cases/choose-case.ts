import { CaseError } from '../../domain/case-error.ts';
import { parseNumber } from '../../domain/case-number.ts';
import { addPost } from '../../usecases/cases/add-post.ts';
import { loadDraft } from '../../usecases/cases/drafts.ts';
import type { Capability, Turn, Values } from '../capability.ts';
import type { Form } from '../../cards/elements.ts';
import { afterPostElsewhere } from './after-post.ts';

/** "Another case": the number is asked for, the words are kept. */
export const chooseCase: Capability = {
  presses: {
    'choose-case': {
      opensForm: true,
      press: async (turn, value) => ({ kind: 'form', form: await chooseForm(turn, { receipt: turn.newId(), draft: value }) }),
    },
  },
  forms: {
    'choose-case': {
      draw: (turn, _values, carries) => chooseForm(turn, carries),
      submit: async (turn, values, carries) => {
        const number = parseNumber(values.number ?? '');
        if (number === null) {
          const words = 'A case number looks like CB-123.';
          throw new CaseError('no-number', words, undefined, { number: words });
        }
        const { text } = await loadDraft(turn.work, turn.person, carries.draft ?? '');
        const reply = afterPostElsewhere(await addPost(turn.work, turn.person, { number, text }, turn.said));
        return reply?.kind === 'card' ? { kind: 'done', card: reply.card } : { kind: 'done' };
      },
    },
  },
};

async function chooseForm(turn: Turn, carries: Values): Promise<Form> {
  const { text } = await loadDraft(turn.work, turn.person, carries.draft ?? '');
  return {
    name: 'choose-case',
    title: 'Post to a case',
    submit: 'Share',
    intro: [{ kind: 'quiet', words: [text.length > 500 ? `${text.slice(0, 500)}…` : text] }],
    fields: [{ kind: 'line', name: 'number', label: 'Case number', required: true, max: 20, placeholder: 'CB-123' }],
    carries,
  };
}

// Handles the button *Another case* under a message that names no case: asks for the number and posts the kept message there.
import { CaseError } from '../../domain/case-error.ts';
import { parseCaseNumber } from '../../domain/case-number.ts';
import { addPost } from '../../usecases/cases/add-post.ts';
import { loadDraft } from '../../usecases/cases/drafts.ts';
import type { Capability, Context, Values } from '../capability.ts';
import type { Form } from '../../cards/elements.ts';
import { afterPostElsewhere } from './after-post.ts';

/** Posts a kept message to the case whose number is entered. */
export const chooseCase: Capability = {
  actions: {
    'choose-case': {
      opensForm: true,
      run: async (context, value) => ({
        kind: 'form',
        form: await chooseForm(context, { idempotencyKey: context.newId(), draft: value }),
      }),
    },
  },
  forms: {
    'choose-case': {
      render: (context, _values, state) => chooseForm(context, state),
      submit: async (context, values, state) => {
        const number = parseCaseNumber(values.number ?? '');
        if (number === null) {
          const message = 'A case number looks like CB-123.';
          throw new CaseError('no-number', message, undefined, { number: message });
        }
        const { text } = await loadDraft(context.services, context.person, state.draft ?? '');
        const reply = afterPostElsewhere(await addPost(context.services, context.person, { number, text }, context.request));
        return reply?.kind === 'card' ? { kind: 'done', card: reply.card } : { kind: 'done' };
      },
    },
  },
};

async function chooseForm(context: Context, state: Values): Promise<Form> {
  const { text } = await loadDraft(context.services, context.person, state.draft ?? '');
  return {
    name: 'choose-case',
    title: 'Post to a case',
    submit: 'Post',
    intro: [{ kind: 'context', text: [text.length > 500 ? `${text.slice(0, 500)}…` : text] }],
    fields: [{ kind: 'line', name: 'number', label: 'Case number', required: true, max: 20, placeholder: 'CB-123' }],
    state: state,
  };
}

// Handles the button *Another case* under a message that names no case: asks for the number and posts the kept message there.
import { truncate } from '../../cards/visible-text.ts';
import { z } from 'zod';
import { loadDraft } from '../../usecases/cases/drafts.ts';
import { actions } from '../actions.ts';
import type { Capability, Context } from '../capability.ts';
import { draftId, typedCaseNumber } from '../codecs.ts';
import { defineForm, type StateOf } from '../define-form.ts';
import type { Form } from '../../cards/elements.ts';
import { postKept } from './post.ts';
import { namesOf } from './sent-files.ts';

const chooseForm = defineForm({
  name: 'choose-case',
  state: z.object({ draft: draftId }),
  fields: z.object({ number: typedCaseNumber }),
});

/** Posts a kept message to the case whose number is entered. */
export const chooseCase: Capability = {
  actions: [
    actions.chooseCase.handle({
      opensForm: true,
      run: async (context, draft) => ({ kind: 'form', form: await draw(context, chooseForm.start(context, { draft })) }),
    }),
  ],
  forms: [
    chooseForm.handle({
      render: (context, _typed, state) => draw(context, state),
      submit: async (context, { number }, { draft }) => {
        const reply = await postKept(context, number, draft);
        return reply ? { kind: 'done', card: reply.card } : { kind: 'done' };
      },
    }),
  ],
};

async function draw(context: Context, state: StateOf<typeof chooseForm>): Promise<Form> {
  const { text, files } = await loadDraft(context.services, context.person, state.draft);
  return chooseForm.form(state, {
    title: 'Post to a case',
    submit: 'Post',
    intro: [{ kind: 'context', text: [truncate(text, 500) || namesOf(files)] }],
    fields: [{ kind: 'line', name: 'number', label: 'Case number', required: true, max: 20, placeholder: 'CB-123' }],
  });
}

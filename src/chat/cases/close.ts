// Handles `close CB-123` and the button *Close case*: asks for a reason, then closes the case. Confirming a resolution, which closes
// a case as well, is in contact-commands.ts.
import { z } from 'zod';
import { closeReasonsFor } from '../../domain/close-reason.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { can } from '../../domain/permission.ts';
import { closeCase } from '../../usecases/cases/close-case.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { maxPostLength } from '../../usecases/text-input.ts';
import { checkNow } from '../allowed-now.ts';
import { actions } from '../actions.ts';
import type { Capability, Context } from '../capability.ts';
import { caseNumber, fieldText } from '../codecs.ts';
import { caseAndText, defineCommand } from '../define-command.ts';
import { defineForm, type StateOf } from '../define-form.ts';
import type { Reply } from '../interaction.ts';
import type { Field, Form } from '../../cards/elements.ts';

const closeForm = defineForm({
  name: 'close',
  state: z.object({ number: caseNumber }),
  fields: z.object({ reason: fieldText, 'duplicate-of': fieldText, comment: fieldText }),
});

/** Closes a case with a reason; contacts and advisors have different reasons. */
export const close: Capability = {
  commands: [
    defineCommand({
      name: 'close',
      usage: 'CB-123',
      description: 'close a case',
      topic: 'cases',
      example: 'close CB-123',
      formButton: 'Close case',
      availableTo: (person) => can(person, 'close'),
      args: caseAndText,
      opensForm: true,
      run: (context, { number }) => open(context, number),
    }),
  ],
  actions: [actions.close.handle({ opensForm: true, run: open })],
  forms: [
    closeForm.handle({
      render: (context, _typed, state) => draw(context, state),
      submit: async (context, { reason: chosen, 'duplicate-of': original, comment }, { number }) => {
        const reason = chosen === 'Duplicate' ? `Duplicate of ${original}` : chosen;
        await closeCase(context.services, context.person, { number, reason, comment }, context.request);
        return { kind: 'done', toast: `${formatCaseNumber(number)} is closed.` };
      },
    }),
  ],
};

async function open(context: Context, number: number): Promise<Reply> {
  return { kind: 'form', form: await draw(context, closeForm.start(context, { number })) };
}

async function draw(context: Context, state: StateOf<typeof closeForm>): Promise<Form> {
  const { number } = state;
  const viewed = await viewCase(context.services, context.person, number);
  checkNow(context, viewed, 'close');
  const reasons = closeReasonsFor(context.person);
  const fields: Field[] = [
    {
      kind: 'choice',
      name: 'reason',
      label: 'Reason',
      required: true,
      options: reasons.map((reason) => ({ label: reason, value: reason })),
    },
  ];
  if (reasons.includes('Duplicate')) {
    fields.push({
      kind: 'line',
      name: 'duplicate-of',
      label: 'Duplicate of',
      hint: 'For duplicates: the number of the other case.',
      max: 20,
      placeholder: 'CB-123',
    });
  }
  fields.push({
    kind: 'paragraph',
    name: 'comment',
    label: 'Comment',
    hint: 'Visible to everyone on the case.',
    max: maxPostLength,
  });
  return closeForm.form(state, {
    title: 'Close case',
    submit: 'Close case',
    intro: [{ kind: 'context', text: [`${formatCaseNumber(number)} · ${viewed.case.subject}`] }],
    fields,
  });
}

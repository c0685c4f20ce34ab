// Handles `close CB-123` and the button *Close case*: asks for a reason, then closes the case. Confirming a resolution, which closes
// a case as well, is in contact-commands.ts.
import { closeReasonsFor } from '../../domain/close-reason.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { can } from '../../domain/permission.ts';
import { closeCase } from '../../usecases/cases/close-case.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { maxPostLength } from '../../usecases/text-input.ts';
import { checkNow } from '../allowed-now.ts';
import type { Capability, Context } from '../capability.ts';
import { carriedNumber, caseArgument } from '../case-argument.ts';
import type { Field, Form } from '../../cards/elements.ts';

/** Closes a case with a reason; contacts and advisors have different reasons. */
export const close: Capability = {
  commands: [
    {
      name: 'close',
      usage: 'CB-123',
      description: 'close a case',
      availableTo: (person) => can(person, 'close'),
      opensForm: () => true,
      run: async (context, rest) => ({ kind: 'form', form: await closeForm(context, caseArgument(rest, 'close').number) }),
    },
  ],
  actions: {
    close: {
      opensForm: true,
      run: async (context, value) => ({ kind: 'form', form: await closeForm(context, carriedNumber(value)) }),
    },
  },
  forms: {
    close: {
      render: async (context, _values, state) => ({ ...(await closeForm(context, carriedNumber(state.number))), state }),
      submit: async (context, values, state) => {
        const chosen = values.reason ?? '';
        const reason = chosen === 'Duplicate' ? `Duplicate of ${values['duplicate-of'] ?? ''}` : chosen;
        await closeCase(
          context.services,
          context.person,
          { number: carriedNumber(state.number), reason, comment: values.comment },
          context.request,
        );
        return { kind: 'done' };
      },
    },
  },
};

async function closeForm(context: Context, number: number): Promise<Form> {
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
    hint: 'Optional. Visible to everyone on the case.',
    max: maxPostLength,
  });
  return {
    name: 'close',
    title: 'Close case',
    submit: 'Close case',
    intro: [{ kind: 'context', text: [`${formatCaseNumber(number)} · ${viewed.case.subject}`] }],
    fields,
    state: { idempotencyKey: context.newId(), number: String(number) },
  };
}

import { closeReasonsFor } from '../../domain/close-reason.ts';
import { formatNumber } from '../../domain/case-number.ts';
import { can } from '../../domain/permission.ts';
import { closeCase } from '../../usecases/cases/close-case.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { longestPost } from '../../usecases/text-input.ts';
import { checkNow } from '../allowed-now.ts';
import type { Capability, Turn } from '../capability.ts';
import { carriedNumber, caseArgument } from '../case-argument.ts';
import type { Field, Form } from '../../cards/elements.ts';

/** Closing asks for its reason; a contact's and an advisor's differ. */
export const close: Capability = {
  words: [
    {
      word: 'close',
      usage: 'CB-123',
      does: 'close a case',
      for: (person) => can(person, 'close'),
      opensForm: () => true,
      say: async (turn, rest) => ({ kind: 'form', form: await closeForm(turn, caseArgument(rest, 'close').number) }),
    },
  ],
  presses: {
    close: {
      opensForm: true,
      press: async (turn, value) => ({ kind: 'form', form: await closeForm(turn, carriedNumber(value)) }),
    },
  },
  forms: {
    close: {
      draw: async (turn, _values, carries) => ({ ...(await closeForm(turn, carriedNumber(carries.number))), carries }),
      submit: async (turn, values, carries) => {
        const chosen = values.reason ?? '';
        const reason = chosen === 'Duplicate' ? `Duplicate of ${values['duplicate-of'] ?? ''}` : chosen;
        await closeCase(
          turn.work,
          turn.person,
          { number: carriedNumber(carries.number), reason, comment: values.comment },
          turn.said,
        );
        return { kind: 'done' };
      },
    },
  },
};

async function closeForm(turn: Turn, number: number): Promise<Form> {
  const viewed = await viewCase(turn.work, turn.person, number);
  checkNow(turn, viewed, 'close');
  const reasons = closeReasonsFor(turn.person);
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
      hint: 'The number of the other case, for a duplicate.',
      max: 20,
      placeholder: 'CB-123',
    });
  }
  fields.push({
    kind: 'paragraph',
    name: 'comment',
    label: 'Comment',
    hint: 'Optional; everybody on the case reads it.',
    max: longestPost,
  });
  return {
    name: 'close',
    title: 'Close case',
    submit: 'Close case',
    intro: [{ kind: 'quiet', words: [`${formatNumber(number)} · ${viewed.case.subject}`] }],
    fields,
    carries: { receipt: turn.newId(), number: String(number) },
  };
}

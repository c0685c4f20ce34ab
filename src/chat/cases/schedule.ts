// Handles `schedule CB-123` and the button *Schedule*: pauses a case until a date. What happens on that day is in
// usecases/clock/resume-scheduled.ts.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { scheduleCase } from '../../usecases/cases/schedule-case.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { maxPostLength } from '../../usecases/text-input.ts';
import { checkNow } from '../allowed-now.ts';
import { asAdvisor, advisorsOnly, type Capability, type Context } from '../capability.ts';
import { carriedNumber, caseArgument } from '../case-argument.ts';
import type { Form } from '../../cards/elements.ts';

/** Pauses a case until a date. */
export const schedule: Capability = {
  commands: [
    {
      name: 'schedule',
      usage: 'CB-123 [what will be done]',
      description: 'pause a case until a date',
      availableTo: advisorsOnly,
      opensForm: () => true,
      run: async (context, rest) => {
        const { number, text } = caseArgument(rest, 'schedule');
        return { kind: 'form', form: await scheduleForm(context, number, text) };
      },
    },
  ],
  actions: {
    schedule: {
      opensForm: true,
      run: async (context, value) => ({ kind: 'form', form: await scheduleForm(context, carriedNumber(value)) }),
    },
  },
  forms: {
    schedule: {
      render: async (context, _values, state) => ({ ...(await scheduleForm(context, carriedNumber(state.number))), state }),
      submit: async (context, { date = '', what = '' }, state) => {
        await scheduleCase(
          context.services,
          asAdvisor(context),
          { number: carriedNumber(state.number), date, what },
          context.request,
        );
        return { kind: 'done' };
      },
    },
  },
};

async function scheduleForm(context: Context, number: number, what?: string): Promise<Form> {
  const viewed = await viewCase(context.services, asAdvisor(context), number);
  checkNow(context, viewed, 'schedule');
  return {
    name: 'schedule',
    title: 'Schedule',
    submit: 'Schedule',
    intro: [{ kind: 'context', text: [`${formatCaseNumber(number)} · ${viewed.case.subject}`] }],
    fields: [
      {
        kind: 'date',
        name: 'date',
        label: 'Date',
        hint: "The case returns to its advisor that morning (or the account's next business day).",
        required: true,
      },
      {
        kind: 'paragraph',
        name: 'what',
        label: 'What will be done',
        hint: 'The contact sees the date and this text.',
        required: true,
        max: maxPostLength,
        initial: what,
      },
    ],
    state: { idempotencyKey: context.newId(), number: String(number) },
  };
}

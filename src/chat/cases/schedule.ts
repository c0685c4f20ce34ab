import { formatNumber } from '../../domain/case-number.ts';
import { scheduleCase } from '../../usecases/cases/schedule-case.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { longestPost } from '../../usecases/text-input.ts';
import { asAdvisor } from './advisor-commands.ts';
import { checkNow } from '../allowed-now.ts';
import { advisorsOnly, type Capability, type Turn } from '../capability.ts';
import { carriedNumber, caseArgument } from '../case-argument.ts';
import type { Form } from '../../cards/elements.ts';

/** Work that waits for a day. */
export const schedule: Capability = {
  words: [
    {
      word: 'schedule',
      usage: 'CB-123 [what will be done]',
      does: 'say when the case goes on, and how',
      for: advisorsOnly,
      opensForm: () => true,
      say: async (turn, rest) => {
        const { number, text } = caseArgument(rest, 'schedule');
        return { kind: 'form', form: await scheduleForm(turn, number, text) };
      },
    },
  ],
  presses: {
    schedule: {
      opensForm: true,
      press: async (turn, value) => ({ kind: 'form', form: await scheduleForm(turn, carriedNumber(value)) }),
    },
  },
  forms: {
    schedule: {
      draw: async (turn, _values, carries) => ({ ...(await scheduleForm(turn, carriedNumber(carries.number))), carries }),
      submit: async (turn, { date = '', what = '' }, carries) => {
        await scheduleCase(turn.work, asAdvisor(turn), { number: carriedNumber(carries.number), date, what }, turn.said);
        return { kind: 'done' };
      },
    },
  },
};

async function scheduleForm(turn: Turn, number: number, what?: string): Promise<Form> {
  const viewed = await viewCase(turn.work, asAdvisor(turn), number);
  checkNow(turn, viewed, 'schedule');
  return {
    name: 'schedule',
    title: 'Schedule',
    submit: 'Schedule',
    intro: [{ kind: 'quiet', words: [`${formatNumber(number)} · ${viewed.case.subject}`] }],
    fields: [
      {
        kind: 'date',
        name: 'date',
        label: 'Date',
        hint: "The case is its advisor's again that morning, or on the next business day of the account.",
        required: true,
      },
      {
        kind: 'paragraph',
        name: 'what',
        label: 'What will be done',
        hint: 'The contact reads the date and this.',
        required: true,
        max: longestPost,
        initial: what,
      },
    ],
    carries: { receipt: turn.newId(), number: String(number) },
  };
}

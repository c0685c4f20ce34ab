// Asking an internal team, and its answer on its way back.
import { formatNumber } from '../../domain/case-number.ts';
import { escalateCase } from '../../usecases/cases/escalate-case.ts';
import { returnCase } from '../../usecases/cases/return-case.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { longestPost } from '../../usecases/text-input.ts';
import { asAdvisor } from './advisor-commands.ts';
import { checkNow } from '../allowed-now.ts';
import { advisorsOnly, type Capability, type Turn } from '../capability.ts';
import { carriedNumber, caseArgument } from '../case-argument.ts';
import type { Form } from '../../cards/elements.ts';
import { textVerb } from '../text-form.ts';

export const escalate: Capability = {
  words: [
    {
      word: 'escalate',
      usage: 'CB-123 [reason]',
      does: 'ask an internal team; what it says stays with advisors',
      for: advisorsOnly,
      opensForm: () => true,
      say: async (turn, rest) => {
        const { number, text } = caseArgument(rest, 'escalate');
        return { kind: 'form', form: await escalateForm(turn, number, text) };
      },
    },
  ],
  presses: {
    escalate: {
      opensForm: true,
      press: async (turn, value) => ({ kind: 'form', form: await escalateForm(turn, carriedNumber(value)) }),
    },
  },
  forms: {
    escalate: {
      draw: async (turn, _values, carries) => ({ ...(await escalateForm(turn, carriedNumber(carries.number))), carries }),
      submit: async (turn, values, carries) => {
        const { team = '', reason = '', 'to-contact': toContact = '' } = values;
        const number = carriedNumber(carries.number);
        await escalateCase(turn.work, asAdvisor(turn), { number, team, reason, toContact }, turn.said);
        return { kind: 'done' };
      },
    },
  },
};

const usually =
  'Your case was handed to specialists, who look into it together with us. You will hear from us here as soon as they have answered; there is nothing you need to do meanwhile.';

async function escalateForm(turn: Turn, number: number, reason?: string): Promise<Form> {
  const viewed = await viewCase(turn.work, asAdvisor(turn), number);
  checkNow(turn, viewed, 'escalate');
  return {
    name: 'escalate',
    title: 'Escalate case',
    submit: 'Escalate',
    intro: [{ kind: 'quiet', words: [`${formatNumber(number)} · ${viewed.case.subject}`] }],
    fields: [
      {
        kind: 'choice',
        name: 'team',
        label: 'Team',
        required: true,
        options: turn.work.settings.escalationTeams.map((team) => ({ label: team, value: team })),
      },
      {
        kind: 'paragraph',
        name: 'reason',
        label: 'Reason',
        hint: 'What the team should do. Only advisors see this.',
        required: true,
        max: longestPost,
        initial: reason,
      },
      {
        kind: 'paragraph',
        name: 'to-contact',
        label: 'What the contact reads',
        hint: 'What was escalated and what to expect. The name of the team stands above it.',
        required: true,
        max: longestPost,
        initial: usually,
      },
    ],
    carries: { receipt: turn.newId(), number: String(number) },
  };
}

export const returned: Capability = textVerb({
  name: 'return',
  deed: 'return',
  word: { does: 'return an escalated case with the answer of its team', done: 'returned. Its advisor has the answer.' },
  title: 'Return with answer',
  label: 'Answer',
  hint: 'What the team has found. Only advisors see this; one of them sends it on to the contact.',
  field: 'answer',
  submit: 'Return',
  run: async (turn, number, answer) => {
    await returnCase(turn.work, asAdvisor(turn), { number, answer }, turn.said);
    return null;
  },
});

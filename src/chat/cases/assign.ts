import { CaseError } from '../../domain/case-error.ts';
import { formatNumber } from '../../domain/case-number.ts';
import { assignCase } from '../../usecases/cases/assign-case.ts';
import { listAdvisors } from '../../usecases/people/list-advisors.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { whoIs } from '../../usecases/people/resolve-actor.ts';
import { asAdvisor } from './advisor-commands.ts';
import { checkNow } from '../allowed-now.ts';
import { advisorsOnly, speakerOf, type Capability, type Turn } from '../capability.ts';
import { carriedNumber, caseArgument, onlyNumber } from '../case-argument.ts';
import type { Form, Option } from '../../cards/elements.ts';
import { tell } from '../replies.ts';

export const assign: Capability = {
  words: [
    {
      word: 'assign',
      usage: 'CB-123 [advisor]',
      does: 'give a case to an advisor',
      for: advisorsOnly,
      opensForm: onlyNumber,
      takesMention: true,
      say: async (turn, rest) => {
        const { number, text } = caseArgument(rest, 'assign');
        const advisor = asAdvisor(turn);
        if (text === '') return { kind: 'form', form: await assignForm(turn, number) };
        const to = await advisorNamed(turn, text);
        await assignCase(turn.work, advisor, { number, to: to.id }, turn.said);
        return tell(`${formatNumber(number)} is assigned to ${to.name}.`);
      },
    },
  ],
  presses: {
    assign: {
      opensForm: true,
      press: async (turn, value) => ({ kind: 'form', form: await assignForm(turn, carriedNumber(value)) }),
    },
  },
  forms: {
    assign: {
      draw: async (turn, _values, carries) => ({ ...(await assignForm(turn, carriedNumber(carries.number))), carries }),
      submit: async (turn, values, carries) => {
        const number = carriedNumber(carries.number);
        await assignCase(turn.work, asAdvisor(turn), { number, to: chosenAdvisor(values.advisor) }, turn.said);
        return { kind: 'done' };
      },
    },
  },
};

/** A platform's form takes at most so many options (Slack: 100). */
export const mostOptions = 100;

async function assignForm(turn: Turn, number: number): Promise<Form> {
  const viewed = await viewCase(turn.work, asAdvisor(turn), number);
  checkNow(turn, viewed, 'assign');
  const advisors = await listAdvisors(turn.work);
  const options = advisors
    .slice(0, mostOptions)
    .map(({ id, name, team }): Option => ({ label: team ? `${name} (${team})` : name, value: String(id) }));
  const more =
    advisors.length > mostOptions
      ? `The first ${mostOptions} of ${advisors.length}; for others: assign ${formatNumber(number)} name@…`
      : undefined;
  return {
    name: 'assign',
    title: 'Assign case',
    submit: 'Assign',
    intro: [{ kind: 'quiet', words: [`${formatNumber(number)} · ${viewed.case.subject}`] }],
    fields: [{ kind: 'choice', name: 'advisor', label: 'Advisor', required: true, options, hint: more }],
    carries: { receipt: turn.newId(), number: String(number) },
  };
}

/** @throws CaseError no-advisor, at its field */
function chosenAdvisor(id: string | undefined): number {
  const words = 'Choose an advisor.';
  if (!/^\d{1,9}$/.test(id ?? '')) throw new CaseError('no-advisor', words, undefined, { advisor: words });
  return Number(id);
}

/** By mention, e-mail address, or the beginning of the name. */
async function advisorNamed(turn: Turn, text: string): Promise<{ id: number; name: string }> {
  const advisors = await listAdvisors(turn.work);
  const mention = /^@\{([^}]+)\}$/.exec(text)?.[1];
  const mentioned = mention === undefined ? null : (await whoIs(turn.work, { ...speakerOf(turn), userId: mention })).person;
  const wanted = text.replace(/^@/, '').toLowerCase();
  const found = advisors.filter(({ id, name, email }) =>
    mention === undefined ? email === wanted || name.toLowerCase().startsWith(wanted) : id === mentioned?.id,
  );
  const [first, second] = found;
  if (first && !second) return first;
  throw second
    ? new CaseError(
        'no-advisor',
        `More than one advisor is called so: ${found.map((one) => one.name).join(', ')}.`,
        'Write the whole name or the address.',
      )
    : new CaseError('no-advisor', 'There is no such advisor.', 'Mention them, or write their name or address.');
}

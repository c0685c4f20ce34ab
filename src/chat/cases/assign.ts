import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { assignCase } from '../../usecases/cases/assign-case.ts';
import { listAdvisors } from '../../usecases/people/list-advisors.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { resolveActor } from '../../usecases/people/resolve-actor.ts';
import { asAdvisor } from './advisor-commands.ts';
import { checkNow } from '../allowed-now.ts';
import { advisorsOnly, speakerOf, type Capability, type Context } from '../capability.ts';
import { carriedNumber, caseArgument, onlyNumber } from '../case-argument.ts';
import type { Form, Option } from '../../cards/elements.ts';
import { reply } from '../replies.ts';

export const assign: Capability = {
  commands: [
    {
      name: 'assign',
      usage: 'CB-123 [advisor]',
      description: 'give a case to an advisor',
      availableTo: advisorsOnly,
      opensForm: onlyNumber,
      takesMention: true,
      run: async (context, rest) => {
        const { number, text } = caseArgument(rest, 'assign');
        const advisor = asAdvisor(context);
        if (text === '') return { kind: 'form', form: await assignForm(context, number) };
        const to = await advisorNamed(context, text);
        await assignCase(context.services, advisor, { number, to: to.id }, context.request);
        return reply(`${formatCaseNumber(number)} is assigned to ${to.name}.`);
      },
    },
  ],
  actions: {
    assign: {
      opensForm: true,
      run: async (context, value) => ({ kind: 'form', form: await assignForm(context, carriedNumber(value)) }),
    },
  },
  forms: {
    assign: {
      render: async (context, _values, state) => ({ ...(await assignForm(context, carriedNumber(state.number))), state }),
      submit: async (context, values, state) => {
        const number = carriedNumber(state.number);
        await assignCase(context.services, asAdvisor(context), { number, to: chosenAdvisor(values.advisor) }, context.request);
        return { kind: 'done' };
      },
    },
  },
};

/** A platform's form takes at most so many options (Slack: 100). */
export const mostOptions = 100;

async function assignForm(context: Context, number: number): Promise<Form> {
  const viewed = await viewCase(context.services, asAdvisor(context), number);
  checkNow(context, viewed, 'assign');
  const advisors = await listAdvisors(context.services);
  const options = advisors
    .slice(0, mostOptions)
    .map(({ id, name, team }): Option => ({ label: team ? `${name} (${team})` : name, value: String(id) }));
  const more =
    advisors.length > mostOptions
      ? `The first ${mostOptions} of ${advisors.length}; for others: assign ${formatCaseNumber(number)} name@…`
      : undefined;
  return {
    name: 'assign',
    title: 'Assign case',
    submit: 'Assign',
    intro: [{ kind: 'context', text: [`${formatCaseNumber(number)} · ${viewed.case.subject}`] }],
    fields: [{ kind: 'choice', name: 'advisor', label: 'Advisor', required: true, options, hint: more }],
    state: { idempotencyKey: context.newId(), number: String(number) },
  };
}

/** @throws CaseError no-advisor, at its field */
function chosenAdvisor(id: string | undefined): number {
  const words = 'Choose an advisor.';
  if (!/^\d{1,9}$/.test(id ?? '')) throw new CaseError('no-advisor', words, undefined, { advisor: words });
  return Number(id);
}

/** By mention, e-mail address, or the beginning of the name. */
async function advisorNamed(context: Context, text: string): Promise<{ id: number; name: string }> {
  const advisors = await listAdvisors(context.services);
  const mention = /^@\{([^}]+)\}$/.exec(text)?.[1];
  const mentioned =
    mention === undefined ? null : (await resolveActor(context.services, { ...speakerOf(context), userId: mention })).person;
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

// What an advisor does to a case without writing: claim, assign, tick the expected phone call.
import { CaseError } from '../domain/case-error.ts';
import { formatNumber } from '../domain/case-number.ts';
import { permit } from '../domain/permission.ts';
import { assignCase } from '../usecases/assign-case.ts';
import { claimCase } from '../usecases/claim-case.ts';
import { listAdvisors } from '../usecases/list-advisors.ts';
import { tickPhoneCall } from '../usecases/tick-phone-call.ts';
import { viewCase } from '../usecases/view-case.ts';
import { whoIs } from '../usecases/who-is.ts';
import { asAdvisor } from './advisor-verbs.ts';
import { advisorsOnly, type Capability, type Turn } from './capability.ts';
import { caseArgument, onlyNumber } from './case-argument.ts';
import type { Form, Option } from './elements.ts';
import { tell } from './say-words.ts';

export const claim: Capability = {
  words: [
    {
      word: 'claim',
      usage: 'CB-123',
      does: 'take a case',
      for: advisorsOnly,
      say: async (turn, rest) => {
        const { number } = caseArgument(rest, 'claim');
        await claimCase(turn.work, asAdvisor(turn), number, turn.said);
        return tell(`${formatNumber(number)} is yours.`);
      },
    },
  ],
  presses: {
    claim: {
      press: async (turn, value) => {
        await claimCase(turn.work, asAdvisor(turn), Number(value), turn.said);
        return { kind: 'nothing' };
      },
    },
  },
};

export const phoneCall: Capability = {
  presses: {
    'tick-phone-call': {
      press: async (turn, value) => {
        await tickPhoneCall(turn.work, asAdvisor(turn), Number(value), turn.said);
        return { kind: 'nothing' };
      },
    },
  },
};

export const assign: Capability = {
  words: [
    {
      word: 'assign',
      usage: 'CB-123 [advisor]',
      does: 'give a case to an advisor',
      for: advisorsOnly,
      opensForm: onlyNumber,
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
    assign: { opensForm: true, press: async (turn, value) => ({ kind: 'form', form: await assignForm(turn, Number(value)) }) },
  },
  forms: {
    assign: {
      submit: async (turn, values, carries) => {
        await assignCase(turn.work, asAdvisor(turn), { number: Number(carries.number), to: Number(values.advisor) }, turn.said);
        return { kind: 'done' };
      },
    },
  },
};

/** A platform's form takes at most so many options (Slack: 100). */
const mostOptions = 100;

async function assignForm(turn: Turn, number: number): Promise<Form> {
  permit(asAdvisor(turn), 'assign');
  const { case: shown } = await viewCase(turn.work, turn.person, number);
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
    intro: [{ kind: 'quiet', words: [`${formatNumber(number)} · ${shown.subject}`] }],
    fields: [{ kind: 'choice', name: 'advisor', label: 'Advisor', required: true, options, hint: more }],
    carries: { receipt: turn.newId(), number: String(number) },
  };
}

/** By mention, e-mail address, or the beginning of the name. */
async function advisorNamed(turn: Turn, text: string): Promise<{ id: number; name: string }> {
  const advisors = await listAdvisors(turn.work);
  const mention = /^@\{([^}]+)\}$/.exec(text)?.[1];
  const mentioned = mention === undefined ? null : (await whoIs(turn.work, { ...turn.speaker, userId: mention })).person;
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

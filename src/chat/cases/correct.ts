// Correcting what was chosen wrongly: priority, module, case type, environment, case contact.
import { CaseError } from '../../domain/case-error.ts';
import { longest } from '../../domain/case-input.ts';
import { formatNumber } from '../../domain/case-number.ts';
import { longestContact } from '../../domain/contact-change.ts';
import { priorities } from '../../domain/priority.ts';
import { contactsOf, type CaseContact } from '../../usecases/people/contacts-of.ts';
import { correctCase } from '../../usecases/cases/correct-case.ts';
import { viewCase, type ViewedCase } from '../../usecases/cases/view-case.ts';
import { asAdvisor } from './advisor-commands.ts';
import { checkNow } from '../allowed-now.ts';
import { advisorsOnly, type Capability, type Turn, type Values } from '../capability.ts';
import { carriedNumber, caseArgument } from '../case-argument.ts';
import type { Field, Form } from '../../cards/elements.ts';

export const correct: Capability = {
  words: [
    {
      word: 'correct',
      usage: 'CB-123',
      does: 'correct priority, module, case type, environment or contact',
      for: advisorsOnly,
      opensForm: () => true,
      say: async (turn, rest) => ({ kind: 'form', form: await correctForm(turn, caseArgument(rest, 'correct').number) }),
    },
  ],
  presses: {
    correct: {
      opensForm: true,
      press: async (turn, value) => ({ kind: 'form', form: await correctForm(turn, carriedNumber(value)) }),
    },
  },
  forms: {
    correct: {
      draw: async (turn, values, carries) => ({ ...(await correctForm(turn, carriedNumber(carries.number), values)), carries }),
      submit: async (turn, values, carries) => {
        const number = carriedNumber(carries.number);
        const { priority = '', module = '', caseType = '', environment = '', reason = '' } = values;
        const contactId = await chosenContact(turn, number, values.contact ?? '');
        const said = { number, priority, module, caseType, environment, contactId, reason };
        await correctCase(turn.work, asAdvisor(turn), said, turn.said);
        return { kind: 'done' };
      },
    },
  },
};

/** A platform's form takes at most so many options (Slack: 100). */
const mostOptions = 100;

async function correctForm(turn: Turn, number: number, values: Values = {}): Promise<Form> {
  const viewed = await viewCase(turn.work, asAdvisor(turn), number);
  checkNow(turn, viewed, 'correct');
  const { case: shown } = viewed;
  const { modules, caseTypes, environments } = turn.work.settings;
  const choice = (name: string, label: string, options: readonly string[], now: string | null, required = true): Field => ({
    kind: 'choice',
    name,
    label,
    required,
    // what was configured when the case was opened may be no more
    options: [...new Set([...options, ...(now === null ? [] : [now])])].map((value) => ({ label: value, value })),
    initial: values[name] ?? now ?? undefined,
  });
  return {
    name: 'correct',
    title: 'Correct case',
    submit: 'Correct',
    intro: [{ kind: 'quiet', words: [`${formatNumber(number)} · ${shown.subject}`] }],
    fields: [
      choice('priority', 'Priority', priorities, shown.priority),
      choice('module', 'Module', modules, shown.module),
      choice('caseType', 'Case type', caseTypes, shown.caseType),
      choice('environment', 'Environment', environments, shown.environment, false),
      contactField(shown, await contactsOf(turn.work, shown.account.id), values.contact),
      {
        kind: 'line',
        name: 'reason',
        label: 'Reason',
        hint: 'Everybody on the case reads it.',
        required: true,
        max: longest.reason,
        initial: values.reason,
      },
    ],
    carries: { receipt: turn.newId(), number: String(number) },
  };
}

/** A case contact who is none any more stays until somebody else is chosen. */
function contactField({ contact }: ViewedCase['case'], listed: CaseContact[], typed: string | undefined): Field {
  const field = { name: 'contact', label: 'Contact', required: true };
  if (listed.length > mostOptions)
    return {
      ...field,
      kind: 'line',
      hint: 'The name or e-mail address of an Authorized Contact of the account.',
      max: longestContact.email,
      initial: typed ?? contact.name,
    };
  const known = listed.map(({ id, name, email }) => ({ label: `${name} (${email})`, value: String(id) }));
  const former = listed.some(({ id }) => id === contact.id) ? [] : [{ label: contact.name, value: String(contact.id) }];
  return { ...field, kind: 'choice', options: [...former, ...known], initial: typed ?? String(contact.id) };
}

/**
 * @param text an id of the list, or a name or address
 * @throws CaseError no-contact, at its field
 */
async function chosenContact(turn: Turn, number: number, text: string): Promise<number> {
  const { case: shown } = await viewCase(turn.work, asAdvisor(turn), number);
  const listed = await contactsOf(turn.work, shown.account.id);
  const wanted = text.trim().toLowerCase();
  if (wanted === String(shown.contact.id) || wanted === shown.contact.name.toLowerCase()) return shown.contact.id;
  const exactly = listed.filter(
    ({ id, name, email }) => email === wanted || name.toLowerCase() === wanted || String(id) === wanted,
  );
  const [found, another] = exactly;
  if (found && !another) return found.id;
  const words = another
    ? `More than one is called so: ${exactly.map(({ email }) => email).join(', ')}. Write the address.`
    : 'Choose an Authorized Contact of the account.';
  throw new CaseError('no-contact', words, undefined, { contact: words });
}

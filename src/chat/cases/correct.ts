// Handles `correct CB-123` and the button *Correct*: changes what was chosen wrongly when the case was opened (priority, module, case
// type, environment, contact). Setting the priority from an assessment is in triage.ts.
import { z } from 'zod';
import { maxLengths } from '../../domain/case-input.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { maxContactLengths } from '../../domain/contact-change.ts';
import { priorities } from '../../domain/priority.ts';
import { contactsOf, type CaseContact } from '../../usecases/people/contacts-of.ts';
import { correctCase } from '../../usecases/cases/correct-case.ts';
import { viewCase, type ViewedCase } from '../../usecases/cases/view-case.ts';
import { checkNow } from '../allowed-now.ts';
import { actions } from '../actions.ts';
import { asAdvisor, advisorsOnly, type Capability, type Context } from '../capability.ts';
import { caseNumber, fieldText } from '../codecs.ts';
import { caseAndText, defineCommand } from '../define-command.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import type { Reply } from '../interaction.ts';
import type { Field, Form } from '../../cards/elements.ts';
import { maxOptions } from './form-limits.ts';

const correctForm = defineForm({
  name: 'correct',
  state: z.object({ number: caseNumber }),
  fields: z.object({
    priority: fieldText,
    module: fieldText,
    caseType: fieldText,
    environment: fieldText,
    contact: fieldText,
    reason: fieldText,
  }),
});
type Values = ValuesOf<typeof correctForm>;

/** Changes the priority, module, case type, environment or contact of a case, with a reason. */
export const correct: Capability = {
  commands: [
    defineCommand({
      name: 'correct',
      usage: 'CB-123',
      description: 'change priority, module, case type, environment or contact',
      topic: 'assignment',
      example: 'correct CB-123',
      formButton: 'Correct',
      availableTo: advisorsOnly,
      args: caseAndText,
      opensForm: true,
      run: (context, { number }) => open(context, number),
    }),
  ],
  actions: [actions.correct.handle({ opensForm: true, run: open })],
  forms: [
    correctForm.handle({
      render: draw,
      submit: async (context, values, { number }) => {
        await correctCase(context.services, asAdvisor(context), { number, ...values }, context.request);
        return { kind: 'done' };
      },
    }),
  ],
};

async function open(context: Context, number: number): Promise<Reply> {
  return { kind: 'form', form: await draw(context, {}, correctForm.start(context, { number })) };
}

async function draw(context: Context, values: Partial<Values>, state: StateOf<typeof correctForm>): Promise<Form> {
  const { number } = state;
  const viewed = await viewCase(context.services, asAdvisor(context), number);
  checkNow(context, viewed, 'correct');
  const { case: shown } = viewed;
  const { modules, caseTypes, environments } = context.services.settings;
  const choice = (name: keyof Values, label: string, options: readonly string[], now: string | null, required = true): Field => ({
    kind: 'choice',
    name,
    label,
    required,
    // the case may hold a value that is no longer configured
    options: [...new Set([...options, ...(now === null ? [] : [now])])].map((value) => ({ label: value, value })),
    initial: values[name] ?? now ?? undefined,
  });
  return correctForm.form(state, {
    title: 'Correct case',
    submit: 'Correct',
    intro: [{ kind: 'context', text: [`${formatCaseNumber(number)} · ${shown.subject}`] }],
    fields: [
      choice('priority', 'Priority', priorities, shown.priority),
      choice('module', 'Module', modules, shown.module),
      choice('caseType', 'Case type', caseTypes, shown.caseType),
      choice('environment', 'Environment', environments, shown.environment, false),
      contactField(shown, await contactsOf(context.services, shown.account.id), values.contact),
      {
        kind: 'line',
        name: 'reason',
        label: 'Reason',
        hint: 'Visible to everyone on the case.',
        required: true,
        max: maxLengths.reason,
        initial: values.reason,
      },
    ],
  });
}

/** Builds the contact field. A case contact who is no longer an Authorized Contact stays selected until somebody else is chosen. */
function contactField({ contact }: ViewedCase['case'], listed: CaseContact[], typed: string | undefined): Field {
  const field = { name: 'contact', label: 'Contact', required: true };
  if (listed.length > maxOptions)
    return {
      ...field,
      kind: 'line',
      hint: 'Name or email of an Authorized Contact of this account.',
      max: maxContactLengths.email,
      initial: typed ?? contact.name,
    };
  const known = listed.map(({ id, name, email }) => ({ label: `${name} (${email})`, value: String(id) }));
  const former = listed.some(({ id }) => id === contact.id) ? [] : [{ label: contact.name, value: String(contact.id) }];
  return { ...field, kind: 'choice', options: [...former, ...known], initial: typed ?? String(contact.id) };
}

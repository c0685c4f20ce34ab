// Handles `assign CB-123 [advisor]` and the button *Assign*. Without a name it shows a form. Taking a case oneself is `claim`, and moving
// all cases of an advisor is `handover`.
import { z } from 'zod';
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { assignCase } from '../../usecases/cases/assign-case.ts';
import { listAdvisors } from '../../usecases/people/list-advisors.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { resolveActor } from '../../usecases/people/resolve-actor.ts';
import { actions } from '../actions.ts';
import { checkNow } from '../allowed-now.ts';
import { asAdvisor, advisorsOnly, speakerOf, type Capability, type Context } from '../capability.ts';
import { caseNumber, chosenId } from '../codecs.ts';
import { caseAndText, defineCommand } from '../define-command.ts';
import { defineForm, type StateOf } from '../define-form.ts';
import type { Reply } from '../interaction.ts';
import type { Form, Option } from '../../cards/elements.ts';
import { reply } from '../replies.ts';
import { formatCount, formatList } from '../../domain/text/numbers.ts';
import { maxOptions } from './form-limits.ts';

const assignForm = defineForm({
  name: 'assign',
  state: z.object({ number: caseNumber }),
  fields: z.object({ advisor: chosenId('Choose an advisor.') }),
});

/** Assigns a case to an advisor. */
export const assign: Capability = {
  commands: [
    defineCommand({
      name: 'assign',
      usage: 'CB-123 [advisor]',
      description: 'assign a case to an advisor',
      topic: 'assignment',
      example: 'assign CB-123 Max Reyes',
      formButton: 'Assign',
      availableTo: advisorsOnly,
      args: caseAndText,
      opensForm: ({ text }) => text === '',
      takesMention: true,
      run: async (context, { number, text }) => {
        const advisor = asAdvisor(context);
        if (text === '') return open(context, number);
        const to = await advisorNamed(context, text);
        await assignCase(context.services, advisor, { number, to: to.id }, context.request);
        return reply(`${formatCaseNumber(number)} is assigned to ${to.name}.`);
      },
    }),
  ],
  actions: [actions.assign.handle({ opensForm: true, run: open })],
  forms: [
    assignForm.handle({
      render: (context, _typed, state) => draw(context, state),
      submit: async (context, { advisor }, { number }) => {
        await assignCase(context.services, asAdvisor(context), { number, to: advisor }, context.request);
        return { kind: 'done' };
      },
    }),
  ],
};

async function open(context: Context, number: number): Promise<Reply> {
  return { kind: 'form', form: await draw(context, assignForm.start(context, { number })) };
}

async function draw(context: Context, state: StateOf<typeof assignForm>): Promise<Form> {
  const { number } = state;
  const viewed = await viewCase(context.services, asAdvisor(context), number);
  checkNow(context, viewed, 'assign');
  const advisors = await listAdvisors(context.services);
  const options = advisors
    .slice(0, maxOptions)
    .map(({ id, name, team }): Option => ({ label: team ? `${name} (${team})` : name, value: String(id) }));
  const more =
    advisors.length > maxOptions
      ? `Showing ${maxOptions} of ${formatCount(advisors.length)} advisors. For anyone else, type assign ${formatCaseNumber(number)} name@…`
      : undefined;
  return assignForm.form(state, {
    title: 'Assign case',
    submit: 'Assign',
    intro: [{ kind: 'context', text: [`${formatCaseNumber(number)} · ${viewed.case.subject}`] }],
    fields: [{ kind: 'choice', name: 'advisor', label: 'Advisor', required: true, options, hint: more }],
  });
}

/**
 * Finds an advisor by mention, email address or the beginning of the name.
 * @throws CaseError no-advisor when none or more than one matches
 */
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
        `Several advisors match: ${formatList(found.map((one) => one.name))}.`,
        'Enter the full name or email address.',
      )
    : new CaseError('no-advisor', "We couldn't find that advisor.", 'Mention them, or enter their name or email address.');
}

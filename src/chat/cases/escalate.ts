// Handles `escalate CB-123` and `return CB-123` with their buttons: asks an internal team for help, and returns the case with the team's
// answer. Sending that answer on to the contact is in send-to-contact.ts. The teams are configured as `escalationTeams`.
import { z } from 'zod';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { escalateCase } from '../../usecases/cases/escalate-case.ts';
import { returnCase } from '../../usecases/cases/return-case.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { checkNow } from '../allowed-now.ts';
import { actions } from '../actions.ts';
import { asAdvisor, advisorsOnly, typedMarkdown, type Capability, type Context } from '../capability.ts';
import { caseNumber, fieldText } from '../codecs.ts';
import { caseAndText, defineCommand } from '../define-command.ts';
import { defineForm, type StateOf } from '../define-form.ts';
import type { Reply } from '../interaction.ts';
import type { Form } from '../../cards/elements.ts';
import { postField, textForm } from '../text-form.ts';
import { unreachedReply } from './unreached.ts';

const escalateForm = defineForm({
  name: 'escalate',
  state: z.object({ number: caseNumber }),
  fields: z.object({ team: fieldText, reason: fieldText, 'to-contact': fieldText }),
});

/** Asks an internal team for help with a case. */
export const escalate: Capability = {
  commands: [
    defineCommand({
      name: 'escalate',
      usage: 'CB-123 [reason]',
      description: 'ask an internal team for help',
      topic: 'assignment',
      example: 'escalate CB-123 Needs a database change',
      formButton: 'Escalate',
      availableTo: advisorsOnly,
      args: caseAndText,
      opensForm: true,
      run: (context, { number, text }) => open(context, number, typedMarkdown(context, text)),
    }),
  ],
  actions: [actions.escalate.handle({ opensForm: true, run: (context, number) => open(context, number) })],
  forms: [
    escalateForm.handle({
      render: (context, _typed, state) => draw(context, state),
      submit: async (context, { team, reason, 'to-contact': toContact }, { number }) => {
        const outcome = await escalateCase(
          context.services,
          asAdvisor(context),
          { number, team, reason, toContact },
          context.request,
        );
        return { kind: 'done', card: (await unreachedReply(context, number, outcome))?.card };
      },
    }),
  ],
};

async function open(context: Context, number: number, reason?: string): Promise<Reply> {
  return { kind: 'form', form: await draw(context, escalateForm.start(context, { number }), reason) };
}

/** Proposed text for the contact; the advisor edits it. */
const usualMessage =
  "We've asked our specialists to look into your case with us. We'll update you here as soon as we hear back. There's nothing you need to do for now.";

async function draw(context: Context, state: StateOf<typeof escalateForm>, reason?: string): Promise<Form> {
  const { number } = state;
  const viewed = await viewCase(context.services, asAdvisor(context), number);
  checkNow(context, viewed, 'escalate');
  return escalateForm.form(state, {
    title: 'Escalate case',
    submit: 'Escalate',
    intro: [{ kind: 'context', text: [`${formatCaseNumber(number)} · ${viewed.case.subject}`] }],
    fields: [
      {
        kind: 'choice',
        name: 'team',
        label: 'Team',
        required: true,
        options: context.services.settings.escalationTeams.map((team) => ({ label: team, value: team })),
      },
      postField({
        name: 'reason',
        label: 'Reason',
        hint: 'What the team should do. Advisors only.',
        initial: reason,
      }),
      postField({
        name: 'to-contact',
        label: 'Message to contact',
        hint: "Tell the customer what to expect. We'll add the team name.",
        initial: usualMessage,
      }),
    ],
  });
}

/** Returns an escalated case with the team's answer. */
export const returned: Capability = textForm({
  action: actions.returnCase,
  permission: 'return',
  command: {
    description: "return an escalated case with the team's answer",
    topic: 'assignment',
    example: 'The export is fixed.',
    done: (number) => `Returned ${number}. Its advisor has the answer.`,
  },
  title: 'Return with answer',
  label: 'Answer',
  hint: 'What the team found. Advisors only; they can send it on to the contact.',
  field: 'answer',
  submit: 'Return',
  run: async (context, number, answer) => {
    await returnCase(context.services, asAdvisor(context), { number, answer }, context.request);
    return null;
  },
});

// Handles `schedule CB-123` and the button *Schedule*: pauses a case until a date. What happens on that day is in
// usecases/clock/resume-scheduled.ts.
import { z } from 'zod';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { scheduleCase } from '../../usecases/cases/schedule-case.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { dayOffNote } from '../../usecases/people/day-off-note.ts';
import { checkNow } from '../allowed-now.ts';
import { actions } from '../actions.ts';
import { asAdvisor, advisorsOnly, typedMarkdown, type Capability, type Context } from '../capability.ts';
import { caseNumber, fieldText } from '../codecs.ts';
import { caseAndText, defineCommand } from '../define-command.ts';
import { postField } from '../text-form.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import type { Reply } from '../interaction.ts';
import type { Form } from '../../cards/elements.ts';
import { reply } from '../replies.ts';
import { joinReplies } from './sent-files.ts';
import { unreachedReply } from './unreached.ts';

const scheduleForm = defineForm({
  name: 'schedule',
  state: z.object({ number: caseNumber }),
  fields: z.object({ date: fieldText, what: fieldText }),
});

/** Pauses a case until a date. */
export const schedule: Capability = {
  commands: [
    defineCommand({
      name: 'schedule',
      usage: 'CB-123 [what will be done]',
      description: 'pause a case until a date',
      topic: 'assignment',
      example: 'schedule CB-123 Rebuild the index',
      formButton: 'Schedule',
      availableTo: advisorsOnly,
      args: caseAndText,
      opensForm: true,
      run: (context, { number, text }) => open(context, number, typedMarkdown(context, text)),
    }),
  ],
  actions: [actions.schedule.handle({ opensForm: true, run: (context, number) => open(context, number) })],
  forms: [
    scheduleForm.handle({
      render: (context, typed, state) => draw(context, state, typed),
      submit: async (context, { date, what }, { number }) => {
        const outcome = await scheduleCase(context.services, asAdvisor(context), { number, date, what }, context.request);
        const { case: shown } = await viewCase(context.services, context.person, number);
        const note = await dayOffNote(context.services, shown.account.id, date);
        const dayOff = note === null ? null : reply(`${note} The case returns on the next business day.`);
        return { kind: 'done', card: joinReplies(dayOff, await unreachedReply(context, number, outcome))?.card };
      },
    }),
  ],
};

async function open(context: Context, number: number, what?: string): Promise<Reply> {
  return { kind: 'form', form: await draw(context, scheduleForm.start(context, { number }), { what }) };
}

async function draw(
  context: Context,
  state: StateOf<typeof scheduleForm>,
  { date, what }: Partial<ValuesOf<typeof scheduleForm>>,
): Promise<Form> {
  const { number } = state;
  const viewed = await viewCase(context.services, asAdvisor(context), number);
  checkNow(context, viewed, 'schedule');
  const usual = "The case returns to its advisor that morning (or the account's next business day).";
  const note = await dayOffNote(context.services, viewed.case.account.id, date);
  return scheduleForm.form(state, {
    title: 'Schedule',
    submit: 'Schedule',
    intro: [{ kind: 'context', text: [`${formatCaseNumber(number)} · ${viewed.case.subject}`] }],
    fields: [
      {
        kind: 'date',
        name: 'date',
        label: 'Date',
        hint: note === null ? usual : `${note} The case returns on the next business day.`,
        required: true,
        refreshes: true,
        initial: date || undefined,
      },
      postField({
        name: 'what',
        label: 'What will be done',
        hint: 'The contact sees the date and this text.',
        initial: what,
      }),
    ],
  });
}

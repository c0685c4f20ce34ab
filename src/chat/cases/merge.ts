// Handles `merge CB-124 into CB-123` and `unmerge CB-124`, with the form and the button *Undo*: a duplicate becomes a part of another case of its
// account. Closing a duplicate without moving anything is close.ts.
import { z } from 'zod';
import { formatCaseNumber, parseCaseNumber } from '../../domain/case-number.ts';
import { fieldError } from '../../domain/form-errors.ts';
import { mergeCases } from '../../usecases/cases/merge-cases.ts';
import { unmergeCases } from '../../usecases/cases/unmerge-cases.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { checkNow } from '../allowed-now.ts';
import { actions } from '../actions.ts';
import { advisorsOnly, asAdvisor, type Capability, type Context } from '../capability.ts';
import { caseNumber, fieldText } from '../codecs.ts';
import { caseAndText, defineCommand } from '../define-command.ts';
import { defineForm, type StateOf } from '../define-form.ts';
import type { Reply } from '../interaction.ts';
import type { Card, Form } from '../../cards/elements.ts';
import { offer, type CardReply } from '../replies.ts';

const mergeForm = defineForm({
  name: 'merge',
  state: z.object({ number: caseNumber }),
  fields: z.object({ into: fieldText }),
});

/** Merges a duplicate into another case, and undoes it. */
export const merge: Capability = {
  commands: [
    defineCommand({
      name: 'merge',
      usage: 'CB-124 into CB-123',
      description: 'make a duplicate a part of another case of its account',
      topic: 'cases',
      example: 'merge CB-124 into CB-123',
      details: () => 'Posts, files, recipients and conversations move, and the duplicate is closed. You can undo it for a day.',
      formButton: 'Merge',
      availableTo: advisorsOnly,
      args: caseAndText,
      opensForm: ({ text }) => text === '',
      run: async (context, { number, text }) =>
        text === ''
          ? open(context, number)
          : { kind: 'card', card: await mergeInto(context, number, text.replace(/^(in)?to\s+/i, '')) },
    }),
    defineCommand({
      name: 'unmerge',
      usage: 'CB-124',
      description: 'undo the merge of a duplicate, within a day',
      topic: 'cases',
      example: 'unmerge CB-124',
      availableTo: advisorsOnly,
      args: caseAndText,
      run: (context, { number }) => undo(context, number),
    }),
  ],
  actions: [
    actions.merge.handle({ opensForm: true, run: open }),
    actions.unmerge.handle({ run: async (context, number) => ({ ...(await undo(context, number)), replace: true }) }),
  ],
  forms: [
    mergeForm.handle({
      render: (context, _typed, state) => draw(context, state),
      submit: async (context, { into }, { number }) => ({ kind: 'done', card: await mergeInto(context, number, into) }),
    }),
  ],
};

async function mergeInto(context: Context, number: number, text: string): Promise<Card> {
  const into = parseCaseNumber(text);
  if (into === null) throw fieldError('bad-merge', 'into', 'Enter the number of the other case, such as CB-123.');
  await mergeCases(context.services, asAdvisor(context), { number, into }, context.request);
  const done = `${formatCaseNumber(number)} is merged into ${formatCaseNumber(into)}.`;
  const buttons = [
    actions.view.button(into, `View ${formatCaseNumber(into)}`, 'primary'),
    actions.unmerge.button(number, 'Undo'),
  ];
  return offer([{ bold: done }, ' Both sides are notified. You can undo it for a day.'], buttons, done).card;
}

async function undo(context: Context, number: number): Promise<CardReply> {
  await unmergeCases(context.services, asAdvisor(context), number, context.request);
  const name = formatCaseNumber(number);
  const done = `${name} is a case of its own again.`;
  return offer([done], [actions.view.button(number, `View ${name}`, 'primary')], done);
}

async function open(context: Context, number: number): Promise<Reply> {
  return { kind: 'form', form: await draw(context, mergeForm.start(context, { number })) };
}

async function draw(context: Context, state: StateOf<typeof mergeForm>): Promise<Form> {
  const { number } = state;
  const viewed = await viewCase(context.services, asAdvisor(context), number);
  checkNow(context, viewed, 'close');
  const name = formatCaseNumber(number);
  return mergeForm.form(state, {
    title: 'Merge',
    submit: 'Merge',
    intro: [
      { kind: 'context', text: [`${name} · ${viewed.case.subject} · ${viewed.case.account.name}`] },
      {
        kind: 'text',
        text: [`Posts, files, recipients and conversations of ${name} move to the other case, and ${name} is closed.`],
      },
      { kind: 'context', text: ['Both sides are notified. You can undo it for a day.'] },
    ],
    fields: [
      {
        kind: 'line',
        name: 'into',
        label: 'Merge into',
        hint: 'The number of the other case. It must be open and of the same account.',
        required: true,
        max: 20,
        placeholder: 'CB-123',
      },
    ],
  });
}

// Handles `snooze CB-123 until monday 9am`, `unsnooze CB-123`, their form and their buttons: an advisor puts a case out of their own lists until
// a time in their own time zone. Pausing a case for everybody, with a date that the contact sees, is schedule.ts.
import { z } from 'zod';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { formError } from '../../domain/form-errors.ts';
import { checkSnoozeTime, formatSnooze, readSnoozeTime, snoozeChoices } from '../../domain/snooze-time.ts';
import { isOpen } from '../../domain/status.ts';
import { CaseError } from '../../domain/case-error.ts';
import { snoozeCase, unsnoozeCase } from '../../usecases/cases/snooze-case.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { actions } from '../actions.ts';
import { advisorsOnly, asAdvisor, type Capability, type Context } from '../capability.ts';
import { caseNumber, fieldText } from '../codecs.ts';
import { caseAndText, defineCommand } from '../define-command.ts';
import { defineForm, type StateOf } from '../define-form.ts';
import type { Reply } from '../interaction.ts';
import type { Card, Form } from '../../cards/elements.ts';
import { clocksRun } from './snooze-card.ts';
import { changed } from './view.ts';

const snoozeForm = defineForm({
  name: 'snooze',
  state: z.object({ number: caseNumber }),
  fields: z.object({ until: fieldText, time: fieldText }),
});

/** Snoozes a case for the advisor who asks. */
export const snooze: Capability = {
  commands: [
    defineCommand({
      name: 'snooze',
      usage: 'CB-123 [until …]',
      description: 'put a case out of your lists until a time, or until the contact writes',
      topic: 'assignment',
      example: 'snooze CB-123 until monday 9am',
      details: () => `${clocksRun} Only you are affected: the case stays in the lists of your colleagues.`,
      formButton: 'Snooze',
      availableTo: advisorsOnly,
      args: caseAndText,
      opensForm: ({ text }) => text === '',
      run: async (context, { number, text }) =>
        text === '' ? open(context, number) : { kind: 'card', card: await put(context, number, readTime(context, text)) },
    }),
    defineCommand({
      name: 'unsnooze',
      usage: 'CB-123',
      description: 'take a snoozed case back',
      topic: 'assignment',
      example: 'unsnooze CB-123',
      availableTo: advisorsOnly,
      args: caseAndText,
      run: async (context, { number }) => ({ kind: 'card', card: done(await takeBack(context, number), number) }),
    }),
  ],
  actions: [
    actions.snooze.handle({ opensForm: true, run: open }),
    // the answer that it is pressed in shows the case again, like the whole case does
    actions.unsnooze.handle({
      run: async (context, number) => {
        const { card } = await changed(context, number, await takeBack(context, number));
        return { kind: 'card', card, replace: true };
      },
    }),
  ],
  forms: [
    snoozeForm.handle({
      render: (context, _typed, state) => draw(context, state),
      submit: async (context, { until, time }, { number }) => {
        if (until === '' && time.trim() === '') throw formError('empty', { until: 'Choose a time or enter one.' });
        const at = time.trim() === '' ? checkSnoozeTime(new Date(until), context.services.clock.now()) : readTime(context, time);
        return { kind: 'done', card: await put(context, number, at) };
      },
    }),
  ],
};

function zoneOf({ actor }: Context): string {
  return actor.timezone ?? 'UTC';
}

function readTime(context: Context, text: string): Date {
  const { clock, settings } = context.services;
  return readSnoozeTime(text, clock.now(), zoneOf(context), settings.businessHours.start);
}

async function put(context: Context, number: number, until: Date): Promise<Card> {
  const { services } = context;
  await snoozeCase(services, asAdvisor(context), { number, until }, context.request);
  const name = formatCaseNumber(number);
  const when = formatSnooze(until, zoneOf(context), services.clock.now());
  return done(`${name} is out of your lists until ${when}, or until the contact writes.`, number, clocksRun);
}

async function takeBack(context: Context, number: number): Promise<string> {
  await unsnoozeCase(context.services, asAdvisor(context), number, context.request);
  return `${formatCaseNumber(number)} is back in your lists.`;
}

function done(text: string, number: number, note?: string): Card {
  const button = note === undefined ? actions.snooze.button(number, 'Snooze') : actions.unsnooze.button(number, 'End snooze');
  return {
    summary: text,
    elements: [
      { kind: 'text', text: [text] },
      ...(note === undefined ? [] : [{ kind: 'context' as const, text: [note] }]),
      { kind: 'actions', actions: [button, actions.view.button(number, 'View case')] },
    ],
  };
}

async function open(context: Context, number: number): Promise<Reply> {
  return { kind: 'form', form: await draw(context, snoozeForm.start(context, { number })) };
}

async function draw(context: Context, state: StateOf<typeof snoozeForm>): Promise<Form> {
  const { number } = state;
  const { case: shown } = await viewCase(context.services, asAdvisor(context), number);
  if (!isOpen(shown.status)) throw new CaseError('not-now', "This case is closed, so it isn't in your lists.");
  const { clock, settings } = context.services;
  const choices = snoozeChoices(clock.now(), zoneOf(context), settings.businessHours.start);
  return snoozeForm.form(state, {
    title: 'Snooze',
    submit: 'Snooze',
    intro: [
      { kind: 'context', text: [`${formatCaseNumber(number)} · ${shown.subject}`] },
      { kind: 'context', text: [`The case leaves your lists until then, or until the contact writes. ${clocksRun}`] },
    ],
    fields: [
      {
        kind: 'choice',
        name: 'until',
        label: 'Until',
        options: choices.map(({ label, at }) => ({ label, value: at.toISOString() })),
      },
      {
        kind: 'line',
        name: 'time',
        label: 'Or another time',
        hint: 'In your own time zone.',
        max: 60,
        placeholder: 'monday 9am, dec 5, in 2 hours',
      },
    ],
  });
}

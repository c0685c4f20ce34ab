// Handles the button *Add details* on a case: the fields that the form for a new case did not ask for. A contact fills in what they know.
import { DateTime } from 'luxon';
import { z } from 'zod';
import { CaseError } from '../../domain/case-error.ts';
import { parseCaseDetails } from '../../domain/case-input.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { contactChangeType } from '../../domain/case-type.ts';
import { isOpen } from '../../domain/status.ts';
import { addDetails as addToCase } from '../../usecases/cases/add-details.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import type { CaseFacts } from '../../usecases/case-facts.ts';
import { dayOffNote } from '../../usecases/people/day-off-note.ts';
import { actions } from '../actions.ts';
import { asContact, type Capability, type Context } from '../capability.ts';
import { caseNumber, optionalText } from '../codecs.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import type { Field, Form } from '../../cards/elements.ts';
import { textCard } from '../replies.ts';
import type { Reply } from '../interaction.ts';
import { askedByType, caseTypeField, dueFields } from './open-form.ts';

const detailsForm = defineForm({
  name: 'add-details',
  state: z.object({
    number: caseNumber,
    /** the reason for the due date is asked for */
    due: z.literal('shown').optional(),
  }),
  fields: z.object({
    caseType: optionalText,
    replicationSteps: optionalText,
    expected: optionalText,
    actual: optionalText,
    environment: optionalText,
    impact: optionalText,
    dueDate: optionalText,
    dueReason: optionalText,
  }),
});
type Values = ValuesOf<typeof detailsForm>;
type State = StateOf<typeof detailsForm>;

/** Adds details to a case after it was opened. */
export const addDetails: Capability = {
  actions: [
    actions.addDetails.handle({
      opensForm: true,
      run: async (context, number) => ({ kind: 'form', form: await draw(context, {}, detailsForm.start(context, { number })) }),
    }),
  ],
  forms: [detailsForm.handle({ render: draw, submit })],
};

async function draw(context: Context, typed: Values, state: State): Promise<Form> {
  const { case: shown } = await viewCase(context.services, asContact(context), state.number);
  if (!isOpen(shown.status)) throw new CaseError('not-now', 'This case is closed.', 'Reopen it if you still need help.');
  const values = { caseType: shown.caseType, ...typed };
  const note = await dayOffNote(context.services, shown.account.id, values.dueDate);
  const asksForReason = values.dueDate !== undefined;
  return detailsForm.form(asksForReason ? { ...state, due: 'shown' } : state, {
    title: 'Add details',
    submit: 'Add',
    intro: [
      { kind: 'context', text: [`${formatCaseNumber(shown.number)} · ${shown.subject}`] },
      { kind: 'text', text: ['Everything here is optional. Add what you know.'] },
    ],
    fields: [
      ...typeField(context, values),
      ...[...askedByType(context, values, false).map(withoutProposal(values)), ...dueFields(values, note)].filter(
        isUnknown(shown),
      ),
    ],
  });
}

/** What the contact has said already stays as it is. */
function isUnknown({ replicationSteps, expected, actual, environment, impact, dueDate, dueReason }: CaseFacts) {
  const known: Record<string, string | null> = { replicationSteps, expected, actual, environment, impact, dueDate, dueReason };
  return ({ name }: Field): boolean => !known[name];
}

/** A case type that is no longer configured, or that has a form of its own, stays as it is. */
function typeField(context: Context, values: Values): Field[] {
  const field = caseTypeField(context, values);
  const { caseTypes } = context.services.settings;
  if (field.kind !== 'choice' || !caseTypes.includes(values.caseType ?? '') || values.caseType === contactChangeType) return [];
  return [{ ...field, options: field.options.filter(({ value }) => value !== contactChangeType) }];
}

/** An environment is only shown as chosen once somebody chose it. */
function withoutProposal({ environment }: Values) {
  return (field: Field): Field =>
    field.name === 'environment' && field.kind === 'choice' ? { ...field, initial: environment } : field;
}

async function submit(context: Context, values: Values, state: State): Promise<Reply> {
  const { services } = context;
  const contact = asContact(context);
  const today = DateTime.fromJSDate(services.clock.now(), { zone: context.actor.timezone ?? 'utc' }).toISODate() ?? '';
  try {
    const details = parseCaseDetails(values, services.settings, today);
    const outcome = await addToCase(services, contact, { number: state.number, details }, context.request);
    if (outcome === 'repeat') return { kind: 'done' };
    return { kind: 'done', card: textCard(`Details added to ${formatCaseNumber(state.number)}.`) };
  } catch (error) {
    if (!(error instanceof CaseError) || state.due !== undefined || values.dueDate === undefined) throw error;
    // submitted before the form could ask for the reason of the due date
    if (Object.keys(error.fields ?? {}).join() !== 'dueReason') throw error;
    return { kind: 'form', form: await draw(context, values, state) };
  }
}

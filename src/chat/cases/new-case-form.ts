// What the forms that open a case have in common: their state and their fields. Choosing the case type "Modify Support Contacts" turns one
// form into the other, so both keep the state and read each other's fields.
import { z } from 'zod';
import { draftId, optionalText, plainText, rowId, caseNumber, sentFiles, wholeNumber } from '../codecs.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';

const characters = wholeNumber(10_000_000);

const state = z.object({
  /** a message that becomes the description */
  draft: draftId.optional(),
  /** the closed case that this one follows up on */
  previous: caseNumber.optional(),
  /** the incident that the form was opened from */
  incident: rowId.optional(),
  /** the channel that the form was opened in */
  channel: plainText.optional(),
  /** characters of the message that are added on submission, and that do not fit into a case */
  rest: characters.optional(),
  lost: characters.optional(),
  /** similar cases have been shown */
  similar: z.literal('shown').optional(),
  /**
   * the account: where the form was opened, of the case it follows up on, or once an advisor has named the contact. Contacts of several
   * accounts can choose another one in the form
   */
  account: rowId.optional(),
  /** an advisor is asked for which of the contact's accounts the case is */
  accounts: z.literal('shown').optional(),
  /** the fields that few people need are shown */
  details: z.literal('shown').optional(),
  /** the case type whose fields are shown */
  asks: plainText.optional(),
  /** the reason for the due date is asked for */
  due: z.literal('shown').optional(),
  /** the draft that keeps the files of a form that is shown again */
  kept: draftId.optional(),
});

const fields = z.object({
  /** the button *More details* was pressed */
  details: z.literal('shown').optional(),
  /** for people of several accounts */
  account: rowId.optional(),
  caseType: optionalText,
  /** the similar case that it is, after all */
  similar: z.union([z.literal('none'), caseNumber], { error: 'Choose an answer.' }).optional(),
  subject: optionalText,
  module: optionalText,
  incident: z.union([z.literal('none'), rowId], { error: 'Choose an answer.' }).optional(),
  priority: optionalText,
  description: optionalText,
  replicationSteps: optionalText,
  expected: optionalText,
  actual: optionalText,
  environment: optionalText,
  impact: optionalText,
  dueDate: optionalText,
  dueReason: optionalText,
  /** whose case it is, or whom to change */
  contact: optionalText,
  do: optionalText,
  name: optionalText,
  email: optionalText,
  type: optionalText,
  reason: optionalText,
  files: sentFiles.optional(),
});

/** The form for a new case. */
export const newCaseForm = defineForm({ name: 'open', state, fields });
/** The form that asks for a change of the account's contacts. */
export const contactChangeForm = defineForm({ name: 'modify-contacts', state, fields });

/** The state of both forms. */
export type NewCaseState = StateOf<typeof newCaseForm>;
/** The values of both forms; a field that is empty or not shown is absent. */
export type NewCaseValues = ValuesOf<typeof newCaseForm>;

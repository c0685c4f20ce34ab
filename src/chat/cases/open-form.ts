// The form for a new case. The case type decides which fields it has; the priority and open incidents decide what it says.
import { maxLengths } from '../../domain/case-input.ts';
import { isApplicationIssue, mustDescribe, usualCaseType } from '../../domain/case-type.ts';
import { asTyped } from '../../cards/as-typed.ts';
import { priorities } from '../../domain/priority.ts';
import type { Settings, SlaPriority } from '../../domain/settings.ts';
import { promiseText } from '../../domain/sla-text.ts';
import { dayOffNote } from '../../usecases/people/day-off-note.ts';
import type { Context } from '../capability.ts';
import { filesField } from '../files-field.ts';
import type { Element, Field, Form, Option } from '../../cards/elements.ts';
import { accountFields, accountOf } from './account-field.ts';
import { attachedIntro } from './filing.ts';
import { incidentFields, noticeIntro, noticesFor, shownIncident } from './incident-field.ts';
import { formatCount } from '../../domain/text/numbers.ts';
import { maxFieldLength } from './form-limits.ts';
import { newCaseForm, type NewCaseState, type NewCaseValues } from './new-case-form.ts';
import { callUs } from './phone.ts';
import { truncate } from '../../cards/visible-text.ts';
import { withSimilar } from './similar-step.ts';

/**
 * Renders the form for a new case.
 * @param values what was entered so far
 * @param state the account, once an advisor has named the contact; the incident, if the form was opened from one
 */
export async function openForm(context: Context, values: NewCaseValues, state: NewCaseState): Promise<Form> {
  const notices = await noticesFor(context, accountOf(context, values, state));
  // only a contact is asked to call, and not about an incident we know of
  const { supportPhone } = context.services.settings;
  const asksToCall = values.priority === 'Critical' && context.person.kind === 'contact' && supportPhone !== null;
  const linked = typeof shownIncident(notices, values, state) === 'number';
  const detailed = showsDetails(values, state);
  const about = incidentFields(notices, values, state, asksToCall, context.services.settings);
  const parts = {
    title: 'Open a case',
    submit: 'Open case',
    intro: [
      ...noticeIntro(notices, context.services.clock.now()),
      ...callOrNot(context, asksToCall, linked),
      ...intro(context, state),
      ...(await attachedIntro(context, state)),
    ],
    fields: [
      ...accountFields(context, values, state),
      ...asked(context, values, notices.length > 0, about),
      ...(detailed ? await details(context, values, state) : []),
    ],
    ...(detailed ? {} : { more: { label: 'More details', name: 'details', value: 'shown' } }),
  };
  const shown: NewCaseState = detailed
    ? {
        ...state,
        details: 'shown',
        asks: typeOf(context, values),
        ...(values.dueDate === undefined ? {} : { due: 'shown' as const }),
      }
    : state;
  return newCaseForm.form(shown, await withSimilar(context, values, state, parts));
}

/** The fields that few people need. */
async function details(context: Context, values: NewCaseValues, state: NewCaseState): Promise<Field[]> {
  const type = { caseType: typeOf(context, values), priority: values.priority };
  const accountId = accountOf(context, values, state);
  return [
    caseTypeField(context, values),
    ...askedByType(context, values, mustDescribe(type)),
    ...attached(context, state),
    ...dueFields(values, await dayOffNote(context.services, accountId, values.dueDate)),
  ];
}

function callOrNot({ services }: Context, asksToCall: boolean, linked: boolean): Element[] {
  if (!asksToCall) return [];
  if (!linked) return callUs(services.settings);
  return [{ kind: 'callout', tone: 'neutral', text: [{ bold: 'No need to call.' }, ' We already know about this incident.'] }];
}

function intro(context: Context, state: NewCaseState): Element[] {
  const { selfService } = context.services.settings;
  const forContact = context.person.kind === 'contact';
  return [
    ...(selfService && forContact
      ? [
          {
            kind: 'context' as const,
            text: ['Check for an answer first: ', { link: selfService.url, text: selfService.name }],
          },
        ]
      : []),
    ...(state.rest
      ? [
          {
            kind: 'context' as const,
            text: [overflowText(state.rest, state.lost)],
          },
        ]
      : []),
  ];
}

function overflowText(rest: number, lost: number | undefined): string {
  const added = `This message is long. Its next ${formatCount(rest)} characters will be added to the description.`;
  if (lost === undefined) return added;
  return `${added} The last ${formatCount(lost)} don't fit. Post them after you open the case.`;
}

/** Whether the fields that few people need are shown: once they were asked for, or one of them is filled in. */
function showsDetails(values: NewCaseValues, state: NewCaseState): boolean {
  const { details, caseType, replicationSteps, dueDate } = values;
  return [state.details, details, caseType, replicationSteps, dueDate].some((one) => one !== undefined);
}

/** Builds the field for the case type; choosing one redraws the form. */
export function caseTypeField(context: Context, values: NewCaseValues): Field {
  return {
    kind: 'choice',
    name: 'caseType',
    label: 'Case type',
    required: true,
    refreshes: true,
    options: options(context.services.settings.caseTypes),
    initial: typeOf(context, values),
  };
}

/** The four fields of every case. @param refreshes whether choosing a module redraws the form, because an open incident may affect it */
function asked(context: Context, values: NewCaseValues, refreshes: boolean, incident: readonly Field[]): Field[] {
  const { settings } = context.services;
  return [
    {
      kind: 'line',
      name: 'subject',
      label: 'Subject',
      required: true,
      max: maxLengths.subject,
      initial: values.subject && truncate(values.subject, maxLengths.subject),
    },
    paragraph('description', 'Description', values, { required: true, plain: asTyped(values.description ?? '') }),
    {
      kind: 'choice',
      name: 'module',
      label: 'Module',
      required: true,
      ...(refreshes ? { refreshes } : {}),
      options: options(settings.modules),
      initial: values.module,
    },
    ...incident,
    {
      kind: 'choice',
      name: 'priority',
      label: 'Priority',
      required: true,
      refreshes: true,
      hint: responseTimes(settings),
      options: options(priorities),
      initial: values.priority ?? 'Medium',
    },
  ];
}

/** Promises by when somebody replies, for each priority that has a target. */
function responseTimes({ sla }: Pick<Settings, 'sla'>): string | undefined {
  const promises = priorities.flatMap((priority) => {
    const { firstResponse, clock } = sla[priority.toLowerCase() as SlaPriority];
    return firstResponse === null ? [] : [`${priority} within ${promiseText(firstResponse, clock)}`];
  });
  return promises.length === 0 ? undefined : `First reply: ${promises.reverse().join(', ')}.`;
}

/** Builds the fields that describe a case of the chosen type. */
export function askedByType(context: Context, values: NewCaseValues, isRequired: boolean): Field[] {
  const { environments } = context.services.settings;
  const required = isRequired ? { required: true } : {};
  const steps = 'How to see it, step by step.';
  if (!isApplicationIssue(typeOf(context, values)))
    return [paragraph('replicationSteps', 'Replication steps', values, { hint: steps })];
  return [
    paragraph('replicationSteps', 'Replication steps', values, { ...required, hint: steps }),
    paragraph('expected', 'Expected behavior', values, required),
    paragraph('actual', 'Actual behavior', values, required),
    {
      kind: 'choice',
      name: 'environment',
      label: 'Environment',
      ...required,
      options: options(environments),
      initial: values.environment ?? environments[0],
    },
    paragraph('impact', 'Impact', values, { ...required, hint: 'Who is affected and how.' }),
  ];
}

/** Returns the chosen case type, or the usual one. */
export function typeOf(context: Context, values: NewCaseValues): string {
  return values.caseType ?? usualCaseType(context.services.settings);
}

/** Builds the field for files. What was attached before the form was shown again is named in its introduction instead. */
function attached({ services }: Context, { kept }: NewCaseState): Field[] {
  return kept === undefined ? filesField(services) : [];
}

/**
 * Builds the field for the due date, and for its reason once a date is chosen.
 * @param note says that nobody works on the chosen day
 */
export function dueFields(values: NewCaseValues, note: string | null): Field[] {
  const hint = ['Only if this is time-sensitive.', ...(note === null ? [] : [note])].join(' ');
  const date: Field = { kind: 'date', name: 'dueDate', label: 'Due date', hint, refreshes: true, initial: values.dueDate };
  if (values.dueDate === undefined) return [date];
  return [
    date,
    {
      kind: 'line',
      name: 'dueReason',
      label: 'Reason',
      hint: 'Why is it time-sensitive?',
      required: true,
      max: maxLengths.reason,
      initial: values.dueReason,
    },
  ];
}

function paragraph(
  name: 'description' | 'replicationSteps' | 'expected' | 'actual' | 'impact',
  label: string,
  values: NewCaseValues,
  more: { required?: boolean; hint?: string; plain?: string },
): Field {
  return { kind: 'paragraph', name, label, max: maxFieldLength, initial: values[name] ?? '', ...more };
}

function options(values: readonly string[]): Option[] {
  return values.map((value) => ({ label: value, value }));
}

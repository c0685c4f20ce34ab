// The form for a new case. The case type decides which fields it has; the priority and open incidents decide what it says.
import { isApplicationIssue, maxLengths } from '../../domain/case-input.ts';
import { asTyped } from '../../cards/as-typed.ts';
import { priorities } from '../../domain/priority.ts';
import type { Context } from '../capability.ts';
import { filesField } from '../files-field.ts';
import type { Element, Field, Form, Option } from '../../cards/elements.ts';
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
  const notices = await noticesFor(context, state);
  // only a contact is asked to call, and not about an incident we know of
  const { supportPhone } = context.services.settings;
  const asksToCall = values.priority === 'Critical' && context.person.kind === 'contact' && supportPhone !== null;
  const linked = typeof shownIncident(notices, values, state) === 'number';
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
      ...asked(context, values, notices.length > 0, about),
      ...askedByType(context, values),
      ...attached(context, state),
      ...due(values),
    ],
  };
  return newCaseForm.form({ ...state, asks: typeOf(context, values) }, await withSimilar(context, values, state, parts));
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

/** @param refreshes whether choosing a module redraws the form, because an open incident may affect it */
function asked(context: Context, values: NewCaseValues, refreshes: boolean, incident: readonly Field[]): Field[] {
  const { modules } = context.services.settings;
  return [
    caseTypeField(context, values),
    {
      kind: 'line',
      name: 'subject',
      label: 'Subject',
      required: true,
      max: maxLengths.subject,
      initial: values.subject && truncate(values.subject, maxLengths.subject),
    },
    {
      kind: 'choice',
      name: 'module',
      label: 'Module',
      required: true,
      ...(refreshes ? { refreshes } : {}),
      options: options(modules),
      initial: values.module,
    },
    ...incident,
    {
      kind: 'choice',
      name: 'priority',
      label: 'Priority',
      required: true,
      refreshes: true,
      options: options(priorities),
      initial: values.priority ?? 'Medium',
    },
    paragraph('description', 'Description', values, { required: true, plain: asTyped(values.description ?? '') }),
  ];
}

function askedByType(context: Context, values: NewCaseValues): Field[] {
  const { environments } = context.services.settings;
  if (!isApplicationIssue(typeOf(context, values)))
    return [paragraph('replicationSteps', 'Replication steps', values, { hint: 'Optional. How to see it, step by step.' })];
  return [
    paragraph('replicationSteps', 'Replication steps', values, { required: true, hint: 'How to see it, step by step.' }),
    paragraph('expected', 'Expected behavior', values, { required: true }),
    paragraph('actual', 'Actual behavior', values, { required: true }),
    {
      kind: 'choice',
      name: 'environment',
      label: 'Environment',
      required: true,
      options: options(environments),
      initial: values.environment ?? environments[0],
    },
    paragraph('impact', 'Impact', values, { required: true, hint: 'Who is affected and how.' }),
  ];
}

/** Returns the chosen case type, or the first one. */
export function typeOf(context: Context, values: NewCaseValues): string {
  return values.caseType ?? context.services.settings.caseTypes[0] ?? '';
}

/** Builds the field for files. What was attached before the form was shown again is named in its introduction instead. */
function attached({ services }: Context, { kept }: NewCaseState): Field[] {
  return kept === undefined ? filesField(services) : [];
}

function due(values: NewCaseValues): Field[] {
  return [
    { kind: 'date', name: 'dueDate', label: 'Due date', hint: 'Only if this is time-sensitive.', initial: values.dueDate },
    {
      kind: 'line',
      name: 'dueReason',
      label: 'Reason',
      hint: 'Why is it time-sensitive? Required with a due date.',
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

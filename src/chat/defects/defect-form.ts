// Renders the form that qualifies a case: an attempt to reproduce it, the finding, and for a product defect its number. It shows what the
// finding needs, and a known defect before the case is linked to it.
import { z } from 'zod';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { findingLabels, findings, maxQualificationLengths } from '../../domain/qualification.ts';
import { isPendingNumber } from '../../domain/issue-number.ts';
import { waitsForDefect } from '../../domain/transition.ts';
import type { ViewedCase } from '../../usecases/cases/view-case.ts';
import { peekDefect, viewQualification } from '../../usecases/defects/defects.ts';
import { checkNow } from '../allowed-now.ts';
import { asAdvisor, type Context } from '../capability.ts';
import { caseNumber, defectNumber, fieldText } from '../codecs.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import { plural } from '../../domain/text/numbers.ts';
import { defectText } from '../cases/case-card.ts';
import type { Element, Field, Form } from '../../cards/elements.ts';
import { issueFields } from './issue-fields.ts';
import { flatText } from '../../cards/flat-text.ts';
import { truncate } from '../../cards/visible-text.ts';

/** Earlier attempts that are shown, and how many characters of each text. */
const maxAttempts = 5;
const maxTextLength = 300;

/** The form that qualifies a case. */
export const defectForm = defineForm({
  name: 'defect',
  state: z.object({
    number: caseNumber,
    /** the known defect that was shown, so that submitting again links the case to it */
    joins: defectNumber.optional(),
    /** the defect of which the form has said what removing the link does */
    unlinks: z.string().optional(),
  }),
  fields: z.object({
    environment: fieldText,
    steps: fieldText,
    result: fieldText,
    finding: fieldText,
    'defect-number': fieldText,
    summary: fieldText,
    severity: fieldText,
    reason: fieldText,
    // where the case is linked to a defect, `remove` unlinks it
    link: fieldText,
    // where a tracker is configured
    issue: fieldText,
    tracker: fieldText,
    'issue-title': fieldText,
    'issue-text': fieldText,
  }),
});

type Typed = Partial<ValuesOf<typeof defectForm>>;

/**
 * Renders the form.
 * @param values what was typed so far
 * @throws CaseError not-allowed, not-now, unknown-case
 */
export async function renderDefectForm(context: Context, values: Typed, state: StateOf<typeof defectForm>): Promise<Form> {
  const advisor = asAdvisor(context);
  const { viewed, attempts } = await viewQualification(context.services, advisor, state.number);
  checkNow(context, viewed, 'qualify');
  const { number, subject, defect, environment } = viewed.case;
  const known = state.joins === undefined ? null : await peekDefect(context.services, advisor, state.joins, number);
  const unlinks = defect !== null && values.finding !== 'defect' && values.link === 'remove';
  const shown = { ...state, unlinks: unlinks ? defect.number : undefined };
  return defectForm.form(shown, {
    title: 'Defect',
    submit: known ? truncate(`Link to ${known.number}`, 24) : unlinks ? 'Remove link' : 'Save',
    intro: [
      { kind: 'context', text: [`${formatCaseNumber(number)} · ${subject}`] },
      ...(defect ? [{ kind: 'text' as const, text: [defectText(defect)] }] : []),
      ...(known ? [knownDefectCallout(known)] : []),
      ...attemptElements(attempts),
      ...(unlinks ? [unlinkCallout(viewed)] : []),
    ],
    fields: [...attemptFields(context, values, environment), ...findingFields(context, values, { viewed, attempts })],
  });
}

function knownDefectCallout(known: NonNullable<Awaited<ReturnType<typeof peekDefect>>>): Element {
  const { number, summary, module, severity, state } = known;
  const others = plural(known.otherCases, 'other case is', 'other cases are');
  return {
    kind: 'callout',
    tone: 'neutral',
    text: [
      { bold: `${number} already exists: ` },
      `${summary} (${module}, ${severity}, ${state}). ${others} linked to it. Submit again to link this case to it.`,
    ],
  };
}

/** Says where a case goes that waits for the defect it is unlinked from. */
function goesBack({ case: { status, advisor } }: ViewedCase): string {
  return waitsForDefect(status) ? `The case goes back to ${advisor?.name ?? 'the queue'}. ` : '';
}

function unlinkCallout(viewed: ViewedCase): Element {
  return {
    kind: 'callout',
    tone: 'warning',
    text: [
      { bold: `This removes the link to ${defectName(viewed.case.defect)}. ` },
      `${goesBack(viewed)}The contact is notified, without your reason. You can link the case to another issue later.`,
    ],
  };
}

function attemptElements(attempts: Awaited<ReturnType<typeof viewQualification>>['attempts']): Element[] {
  if (attempts.length === 0) return [{ kind: 'context', text: ['Not reproduced yet.'] }];
  const latest = attempts.length > maxAttempts ? `, the latest ${maxAttempts} below` : '';
  return [
    { kind: 'text', text: [{ bold: `${plural(attempts.length, 'attempt')}${latest}` }] },
    ...attempts.slice(-maxAttempts).flatMap(({ environment, steps, result, byName, at }): Element[] => [
      { kind: 'context', text: [`${environment} · ${byName} · `, { at, as: 'moment' }] },
      { kind: 'markdown', text: truncate(steps, maxTextLength) },
      { kind: 'text', text: [{ bold: 'Result: ' }, truncate(flatText(result), maxTextLength)] },
    ]),
  ];
}

function attemptFields({ services }: Context, values: Typed, environment: string | null): Field[] {
  const { environments } = services.settings;
  const { text: max } = maxQualificationLengths;
  return [
    {
      kind: 'choice',
      name: 'environment',
      label: 'Environment',
      hint: 'Where you tried to reproduce the issue.',
      options: environments.map((value) => ({ label: value, value })),
      initial: (values.environment || environments.find((one) => one === environment)) ?? environments[0],
    },
    {
      kind: 'paragraph',
      name: 'steps',
      label: 'Steps',
      hint: "What you tried. Leave blank if you haven't.",
      max,
      initial: values.steps,
    },
    { kind: 'paragraph', name: 'result', label: 'Result', hint: 'What happened.', max, initial: values.result },
  ];
}

/** Names a defect in a sentence. One whose issue is still being created has no number yet. */
function defectName(defect: ViewedCase['case']['defect']): string {
  return defect === null || isPendingNumber(defect.number) ? 'its new issue' : defect.number;
}

function findingFields({ services }: Context, values: Typed, viewed: Awaited<ReturnType<typeof viewQualification>>): Field[] {
  const finding = values.finding || 'undecided';
  const isDefect = finding === 'defect';
  const linked = viewed.viewed.case.defect;
  const isLinked = linked !== null;
  const unlinks = !isDefect && isLinked && values.link === 'remove';
  const { reason } = maxQualificationLengths;
  const ask: Field = {
    kind: 'choice',
    name: 'finding',
    label: 'What is it?',
    required: true,
    refreshes: true,
    options: findings.map((value) => ({ label: findingLabels[value], value })),
    initial: finding,
  };
  const why: Field = {
    kind: 'paragraph',
    name: 'reason',
    label: 'Reason',
    hint: isDefect
      ? 'Why the case is linked to another defect. Advisors only.'
      : unlinks
        ? 'Why the link is removed. Advisors only.'
        : 'Why it is an isolated incident. Advisors only.',
    required: unlinks,
    max: reason,
    initial: values.reason,
  };
  const link: Field = {
    kind: 'choice',
    name: 'link',
    label: 'Link to the defect',
    // beside the choice, because the callout may be out of sight
    hint: unlinks ? `${goesBack(viewed.viewed)}The contact is notified.` : undefined,
    required: true,
    refreshes: true,
    options: [
      { label: `Keep the link to ${defectName(linked)}`, value: 'keep' },
      { label: `Remove the link to ${defectName(linked)}`, value: 'remove' },
    ],
    initial: unlinks ? 'remove' : 'keep',
  };
  if (!isDefect) return [ask, ...(isLinked ? [link] : []), ...(finding === 'incident' || unlinks ? [why] : [])];
  return [ask, ...issueFields(values, services.settings.trackers, viewed), ...(isLinked ? [why] : [])];
}

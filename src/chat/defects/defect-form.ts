// The form that qualifies a case: a try, what it is, and for a product defect its number.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { findingLabels, findings, maxQualificationLengths } from '../../domain/qualification.ts';
import { priorities } from '../../domain/priority.ts';
import { peekDefect, viewQualification } from '../../usecases/defects/defects.ts';
import { checkNow } from '../allowed-now.ts';
import { asAdvisor, type Context, type Values } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import { defectText } from '../cases/case-card.ts';
import type { Element, Field, Form } from '../../cards/elements.ts';
import { truncate } from '../../cards/visible-text.ts';

/** Earlier tries that are shown, and how much of each text. */
const shownTries = 5;
const shownText = 300;

/**
 * @param values what was typed so far
 * @param carries `joins`: the known defect that was shown and may be joined now
 */
export async function defectForm(context: Context, values: Values, state: Values): Promise<Form> {
  const advisor = asAdvisor(context);
  const { viewed, attempts } = await viewQualification(context.services, advisor, carriedNumber(state.number));
  checkNow(context, viewed, 'qualify');
  const { number, subject, defect, environment } = viewed.case;
  const known = state.joins === undefined ? null : await peekDefect(context.services, advisor, state.joins, number);
  return {
    name: 'defect',
    title: 'Defect',
    submit: known ? `Join ${known.number}`.slice(0, 24) : 'Save',
    intro: [
      { kind: 'context', text: [`${formatCaseNumber(number)} · ${subject}`] },
      ...(defect ? [{ kind: 'text' as const, text: [defectText(defect)] }] : []),
      ...(known ? [joining(known)] : []),
      ...tries(attempts),
    ],
    fields: [...tryFields(context, values, environment), ...findingFields(values, defect !== null)],
    state: state,
  };
}

function joining(known: NonNullable<Awaited<ReturnType<typeof peekDefect>>>): Element {
  const { otherCases } = known;
  const others = otherCases === 1 ? '1 other case is' : `${otherCases.toLocaleString('en-US')} other cases are`;
  return {
    kind: 'callout',
    tone: 'neutral',
    text: [
      { bold: `${known.number} is known: ` },
      `${known.summary} (${known.module}, ${known.severity}, ${known.state}). ${others} linked to it. Send the form again to join it.`,
    ],
  };
}

function tries(attempts: Awaited<ReturnType<typeof viewQualification>>['attempts']): Element[] {
  if (attempts.length === 0) return [{ kind: 'context', text: ['Nobody has tried to replicate it yet.'] }];
  const before = attempts.length > shownTries ? `, the latest ${shownTries} below` : '';
  return [
    { kind: 'text', text: [{ bold: attempts.length === 1 ? '1 try' : `${attempts.length} tries${before}` }] },
    ...attempts.slice(-shownTries).flatMap(({ environment, steps, result, byName, at }): Element[] => [
      { kind: 'context', text: [`${environment} · ${byName} · `, { at, as: 'moment' }] },
      { kind: 'markdown', text: truncate(steps, shownText) },
      { kind: 'text', text: [{ bold: 'Result: ' }, truncate(result, shownText)] },
    ]),
  ];
}

function tryFields({ services }: Context, values: Values, environment: string | null): Field[] {
  const { environments } = services.settings;
  const { text: max } = maxQualificationLengths;
  return [
    {
      kind: 'choice',
      name: 'environment',
      label: 'Environment',
      hint: 'Where you tried to see what the contact sees.',
      options: environments.map((value) => ({ label: value, value })),
      initial: values.environment ?? environments.find((one) => one === environment) ?? environments[0],
    },
    {
      kind: 'paragraph',
      name: 'steps',
      label: 'Steps',
      hint: 'What you did. Empty: no try this time.',
      max,
      initial: values.steps,
    },
    { kind: 'paragraph', name: 'result', label: 'Result', hint: 'What you saw.', max, initial: values.result },
  ];
}

function findingFields(values: Values, linked: boolean): Field[] {
  const finding = values.finding ?? 'undecided';
  const isDefect = finding === 'defect';
  const { summary, reason } = maxQualificationLengths;
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
    hint: isDefect ? 'Why the case is linked anew. Only advisors read it.' : 'What makes it one. Only advisors read it.',
    max: reason,
    initial: values.reason,
  };
  if (!isDefect) return finding === 'incident' ? [ask, why] : [ask];
  return [
    ask,
    {
      kind: 'line',
      name: 'defect-number',
      label: 'Development issue number',
      hint: 'One that is known is joined; the contact reads the number.',
      required: true,
      max: 40,
      placeholder: 'DEV-4711',
      initial: values['defect-number'],
    },
    {
      kind: 'line',
      name: 'summary',
      label: 'Summary',
      hint: 'For a number that is new. Only advisors read it.',
      max: summary,
      initial: values.summary,
    },
    {
      kind: 'choice',
      name: 'severity',
      label: 'Severity',
      hint: 'For a number that is new: how soon it is due.',
      options: priorities.map((value) => ({ label: value, value })),
      initial: values.severity ?? 'Medium',
    },
    ...(linked ? [why] : []),
  ];
}

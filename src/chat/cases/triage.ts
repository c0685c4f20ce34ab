// Handles `triage CB-123` and the button *Triage*: six questions about the impact, then the priority they suggest, which the advisor
// accepts or replaces with a reason. The rules are in domain/triage.ts.
import { z } from 'zod';
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { maxLengths } from '../../domain/case-input.ts';
import { priorities, type Priority } from '../../domain/priority.ts';
import { isOpen } from '../../domain/status.ts';
import {
  answers,
  questionLabels,
  questions,
  readAnswers,
  suggestPriority,
  triageTable,
  type Answers,
  type Question,
} from '../../domain/triage.ts';
import { triageCase } from '../../usecases/cases/triage-case.ts';
import { viewCase, type ViewedCase } from '../../usecases/cases/view-case.ts';
import { checkNow } from '../allowed-now.ts';
import { actions } from '../actions.ts';
import { asAdvisor, advisorsOnly, type Capability, type Context } from '../capability.ts';
import { caseNumber, fieldText, oneOf, optionalText } from '../codecs.ts';
import { caseAndText, defineCommand } from '../define-command.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import type { Element, Field, Form, Inline } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';

const triageForm = defineForm({
  name: 'triage',
  state: z.object({ number: caseNumber, suggested: z.enum(priorities).optional() }),
  fields: z.object({
    ...(Object.fromEntries(questions.map((question) => [question, optionalText])) as Record<Question, typeof optionalText>),
    priority: oneOf(priorities),
    why: fieldText,
    'to-contact': fieldText,
  }),
});
type Values = Partial<ValuesOf<typeof triageForm>>;
type State = StateOf<typeof triageForm>;

/** Assesses the impact of a case and sets its priority. */
export const triage: Capability = {
  commands: [
    defineCommand({
      name: 'triage',
      usage: 'CB-123',
      description: "assess a case's impact and set its priority",
      topic: 'assignment',
      example: 'triage CB-123',
      formButton: 'Triage',
      availableTo: advisorsOnly,
      args: caseAndText,
      opensForm: true,
      run: (context, { number }) => openTriage(context, number),
    }),
  ],
  actions: [actions.triage.handle({ opensForm: true, run: openTriage })],
  forms: [
    triageForm.handle({
      render: async (context, values, state) => renderTriage(await caseToAssess(context, state.number), values, state),
      submit,
    }),
  ],
};

async function openTriage(context: Context, number: number): Promise<Reply> {
  const viewed = await caseToAssess(context, number);
  const known = viewed.case.triage?.answers ?? {};
  return { kind: 'form', form: renderTriage(viewed, known, triageForm.start(context, { number })) };
}

async function caseToAssess(context: Context, number: number): Promise<ViewedCase> {
  const viewed = await viewCase(context.services, asAdvisor(context), number);
  checkNow(context, viewed, 'triage');
  if (!isOpen(viewed.case.status)) throw new CaseError('not-now', "This case is closed, so there's nothing to triage.");
  return viewed;
}

async function submit(context: Context, values: ValuesOf<typeof triageForm>, state: State): Promise<Reply> {
  const { number } = state;
  const given = requireAnswers(values);
  const { priority: suggested } = suggestPriority(given);
  // a suggestion must be seen to be accepted, and changed answers may suggest another priority
  if (state.suggested !== suggested) {
    const { priority: _before, ...rest } = values;
    return { kind: 'form', form: renderTriage(await caseToAssess(context, number), rest, { ...state, suggested }) };
  }
  const chosen = values.priority ?? suggested;
  const input = { number, answers: given, chosen, why: values.why, toContact: values['to-contact'] };
  await triageCase(context.services, asAdvisor(context), input, context.request);
  return { kind: 'done' };
}

/** @throws CaseError unanswered at every question without an answer */
function requireAnswers(values: Values): Answers {
  const answersOrMissing = readAnswers(values);
  if (!Array.isArray(answersOrMissing)) return answersOrMissing;
  const fields = Object.fromEntries(answersOrMissing.map((question) => [question, 'Choose an answer.']));
  throw new CaseError('unanswered', 'Answer every question.', undefined, fields);
}

function renderTriage({ case: shown }: ViewedCase, values: Values, state: State): Form {
  const given = readAnswers(values);
  const suggestion = state.suggested === undefined || Array.isArray(given) ? null : suggestPriority(given);
  return triageForm.form(state, {
    title: 'Triage',
    submit: suggestion ? 'Set priority' : 'Suggest a priority',
    intro: [
      { kind: 'context', text: [`${formatCaseNumber(shown.number)} · ${shown.subject} · currently ${shown.priority}`] },
      ...(suggestion
        ? [
            {
              kind: 'text' as const,
              text: [{ bold: `Suggested: ${suggestion.priority}.` }, ` ${suggestion.reasons.join(' ')}`],
            },
            ...reasonsByPriority(),
          ]
        : []),
    ],
    fields: [
      ...(suggestion ? priorityFields(values, suggestion.priority, shown.priority) : []),
      ...questions.map((question) => questionField(question, values)),
    ],
  });
}

/** Shows advisors the outcome of the latest assessment; empty before the first one. */
export function triageField({ triage: known }: ViewedCase['case']): { label: string; value: Inline[] }[] {
  if (!known) return [];
  const { chosen, suggested, why, by, at } = known;
  const priority = chosen === suggested ? `${chosen}, as suggested` : `${chosen} instead of ${suggested}`;
  const outcome = why === null ? priority : `${priority}: ${why}`;
  return [{ label: 'Triage', value: [`${outcome} · ${by}, `, { at, as: 'moment' }] }];
}

/** Lists what leads to each priority. */
function reasonsByPriority(): Element[] {
  return triageTable().map(({ priority, reasons }) => ({
    kind: 'context',
    text: [{ bold: priority }, `: ${reasons.join(' ')}`],
  }));
}

function priorityFields(values: Values, suggested: string, current: Priority): Field[] {
  const ifLower = current === priorities[0] ? '' : ` Required if it is lower than ${current}; the contact can object then.`;
  return [
    {
      kind: 'choice',
      name: 'priority',
      label: 'Priority',
      required: true,
      options: priorities.map((value) => ({ label: value === suggested ? `${value} (suggested)` : value, value })),
      initial: values.priority ?? suggested,
    },
    {
      kind: 'line',
      name: 'why',
      label: 'Reason',
      hint: 'Why this priority? Required if it is not the suggested one. Advisors only.',
      max: maxLengths.reason,
      initial: values.why,
    },
    {
      kind: 'line',
      name: 'to-contact',
      label: 'Message to contact',
      hint: `Why the priority changes.${ifLower}`,
      max: maxLengths.reason,
      initial: values['to-contact'],
    },
  ];
}

function questionField(question: Question, values: Values): Field {
  return {
    kind: 'choice',
    name: question,
    label: questionLabels[question],
    required: true,
    options: answers[question].map((value) => ({ label: value.charAt(0).toUpperCase() + value.slice(1), value })),
    initial: values[question],
  };
}

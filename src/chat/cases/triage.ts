// Handles `triage CB-123` and the button *Triage*: six questions about the impact, then the priority they suggest, which the advisor
// accepts or replaces with a reason. The rules are in domain/triage.ts.
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { maxLengths } from '../../domain/case-input.ts';
import { priorities } from '../../domain/priority.ts';
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
import { asAdvisor, advisorsOnly, type Capability, type Context, type Values } from '../capability.ts';
import { carriedNumber, caseArgument } from '../case-argument.ts';
import type { Element, Field, Form, Inline } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';

/** Assesses the impact of a case and sets its priority. */
export const triage: Capability = {
  commands: [
    {
      name: 'triage',
      usage: 'CB-123',
      description: "assess a case's impact and set its priority",
      availableTo: advisorsOnly,
      opensForm: () => true,
      run: (context, rest) => start(context, caseArgument(rest, 'triage').number),
    },
  ],
  actions: { triage: { opensForm: true, run: (context, value) => start(context, carriedNumber(value)) } },
  forms: {
    triage: {
      render: async (context, values, state) =>
        triageForm(await caseToAssess(context, carriedNumber(state.number)), values, state),
      submit: (context, values, state) => submit(context, values, state),
    },
  },
};

async function start(context: Context, number: number): Promise<Reply> {
  const viewed = await caseToAssess(context, number);
  const known = viewed.case.triage?.answers ?? {};
  return { kind: 'form', form: triageForm(viewed, known, { idempotencyKey: context.newId(), number: String(number) }) };
}

async function caseToAssess(context: Context, number: number): Promise<ViewedCase> {
  const viewed = await viewCase(context.services, asAdvisor(context), number);
  checkNow(context, viewed, 'triage');
  if (!isOpen(viewed.case.status)) throw new CaseError('not-now', "This case is closed, so there's nothing to triage.");
  return viewed;
}

async function submit(context: Context, values: Values, state: Values): Promise<Reply> {
  const number = carriedNumber(state.number);
  const given = answered(values);
  const { priority: suggested } = suggestPriority(given);
  // a suggestion must be seen to be accepted, and changed answers may suggest another priority
  if (state.suggested !== suggested) {
    const { priority: _before, ...rest } = values;
    return { kind: 'form', form: triageForm(await caseToAssess(context, number), rest, { ...state, suggested }) };
  }
  const chosen = priorities.find((one) => one === values.priority) ?? suggested;
  await triageCase(
    context.services,
    asAdvisor(context),
    { number, answers: given, chosen, why: values.why ?? '' },
    context.request,
  );
  return { kind: 'done' };
}

/** @throws CaseError unanswered at every question without an answer */
function answered(values: Values): Answers {
  const read = readAnswers(values);
  if (!Array.isArray(read)) return read;
  const fields = Object.fromEntries(read.map((question) => [question, 'Choose an answer.']));
  throw new CaseError('unanswered', 'Answer every question.', undefined, fields);
}

function triageForm({ case: shown }: ViewedCase, values: Values, state: Values): Form {
  const given = readAnswers(values);
  const suggestion = state.suggested === undefined || Array.isArray(given) ? null : suggestPriority(given);
  return {
    name: 'triage',
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
            ...table(),
          ]
        : []),
    ],
    fields: [
      ...(suggestion ? decision(values, suggestion.priority) : []),
      ...questions.map((question) => field(question, values)),
    ],
    state,
  };
}

/** Shows advisors the outcome of the latest assessment; empty when there is none. */
export function triageField({ triage: known }: ViewedCase['case']): { label: string; value: Inline[] }[] {
  if (!known) return [];
  const { chosen, suggested, why, by, at } = known;
  const outcome = why === null ? `${chosen}, as suggested` : `${chosen} instead of ${suggested}: ${why}`;
  return [{ label: 'Triage', value: [`${outcome} · ${by}, `, { at, as: 'moment' }] }];
}

/** Lists what leads to each priority. */
function table(): Element[] {
  return triageTable().map(({ priority, asksForIt }) => ({
    kind: 'context',
    text: [{ bold: priority }, `: ${asksForIt.join(' ')}`],
  }));
}

function decision(values: Values, suggested: string): Field[] {
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
      hint: 'Why a different priority? Advisors only.',
      max: maxLengths.reason,
      initial: values.why,
    },
  ];
}

function field(question: Question, values: Values): Field {
  return {
    kind: 'choice',
    name: question,
    label: questionLabels[question],
    required: true,
    options: answers[question].map((value) => ({ label: value.charAt(0).toUpperCase() + value.slice(1), value })),
    initial: values[question],
  };
}

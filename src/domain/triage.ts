// The impact assessment of a case: six questions, and one table from the answers to a suggested priority (process.md, Triage).
import { z } from 'zod';
import { priorities, type Priority } from './priority.ts';

/** The answers to each question, from the mildest to the worst. */
export const answers = {
  disruption: ['none', 'minor', 'major', 'stopped'],
  blocked: ['no', 'yes'],
  workaround: ['yes', 'partial', 'none'],
  schools: ['one school', 'several schools', 'several districts'],
  users: ['one', 'several', 'many'],
  regression: ['no', 'yes'],
} as const;

/** A question of the assessment. */
export type Question = keyof typeof answers;
/** An answer to every question. */
export type Answers = { [Q in Question]: (typeof answers)[Q][number] };
/** The questions, in the order of the form. */
export const questions = Object.keys(answers) as Question[];

/** Names the questions for people. */
export const questionLabels: Record<Question, string> = {
  disruption: 'Workflow disruption',
  blocked: 'Daily functions blocked',
  workaround: 'Workaround',
  schools: 'Schools or districts affected',
  users: 'Users affected',
  regression: 'Regression',
};

/** A priority and the mildest answers that lead to it. */
interface Rule {
  priority: Priority;
  atLeast: Partial<Answers>;
  /** the reason, as a sentence */
  because: string;
}

/**
 * The table. A rule applies to its answers and to all worse ones, so a worse answer never lowers the priority. Without a rule the priority
 * is Low.
 */
export const rules: readonly Rule[] = [
  {
    priority: 'Critical',
    atLeast: { disruption: 'stopped', workaround: 'none' },
    because: 'Work has stopped and there is no workaround.',
  },
  {
    priority: 'Critical',
    atLeast: { disruption: 'stopped', users: 'many' },
    because: 'Work has stopped for many users.',
  },
  {
    priority: 'Critical',
    atLeast: { blocked: 'yes', workaround: 'none', schools: 'several districts' },
    because: 'Daily functions are blocked in several districts and there is no workaround.',
  },
  {
    priority: 'Critical',
    atLeast: { blocked: 'yes', workaround: 'none', users: 'many' },
    because: 'Daily functions are blocked for many users and there is no workaround.',
  },
  { priority: 'High', atLeast: { disruption: 'stopped' }, because: 'Work has stopped.' },
  {
    priority: 'High',
    atLeast: { blocked: 'yes', workaround: 'partial' },
    because: 'Daily functions are blocked and any workaround is only partial.',
  },
  {
    priority: 'High',
    atLeast: { disruption: 'major', regression: 'yes' },
    because: 'The disruption is major and it worked before (a serious regression).',
  },
  {
    priority: 'High',
    atLeast: { disruption: 'major', workaround: 'none' },
    because: 'The disruption is major and there is no workaround.',
  },
  { priority: 'High', atLeast: { disruption: 'major', users: 'many' }, because: 'The disruption is major for many users.' },
  {
    priority: 'High',
    atLeast: { disruption: 'major', schools: 'several districts' },
    because: 'The disruption is major in several districts.',
  },
  { priority: 'Medium', atLeast: { disruption: 'minor' }, because: 'Work is disrupted.' },
  { priority: 'Medium', atLeast: { blocked: 'yes' }, because: 'Daily functions are blocked.' },
  { priority: 'Medium', atLeast: { regression: 'yes' }, because: 'It worked before (a regression).' },
  {
    priority: 'Medium',
    atLeast: { workaround: 'none', schools: 'several schools' },
    because: 'Several schools are affected and there is no workaround.',
  },
];

const noRuleApplies = 'Nothing calls for a higher priority.';

/** Suggests the highest priority of the rules that apply, with the reasons of those rules. */
export function suggestPriority(given: Answers): { priority: Priority; reasons: string[] } {
  const matching = rules.filter(({ atLeast }) =>
    questions.every((question) => isAtLeast(question, given[question], atLeast[question])),
  );
  const priority = priorities.findLast((one) => matching.some((rule) => rule.priority === one)) ?? 'Low';
  const reasons = matching.filter((rule) => rule.priority === priority).map(({ because }) => because);
  return { priority, reasons: reasons.length > 0 ? reasons : [noRuleApplies] };
}

function isAtLeast(question: Question, answer: string, atLeast: string | undefined): boolean {
  const order: readonly string[] = answers[question];
  return atLeast === undefined || order.indexOf(answer) >= order.indexOf(atLeast);
}

/** Lists the table for people: each priority with the reasons for it, the highest first. */
export function triageTable(): { priority: Priority; reasons: string[] }[] {
  return priorities.toReversed().map((priority) => {
    const reasons = rules.filter((rule) => rule.priority === priority).map(({ because }) => because);
    return { priority, reasons: reasons.length > 0 ? reasons : ['Everything else.'] };
  });
}

/** The answers to all questions. */
export const answersSchema = z.object({
  disruption: z.enum(answers.disruption),
  blocked: z.enum(answers.blocked),
  workaround: z.enum(answers.workaround),
  schools: z.enum(answers.schools),
  users: z.enum(answers.users),
  regression: z.enum(answers.regression),
});

/** Reads the answers. @returns the questions without a valid answer, if there are any */
export function readAnswers(values: Readonly<Record<string, string | undefined>>): Answers | Question[] {
  const parsed = answersSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  return questions.filter((question) => !(answers[question] as readonly string[]).includes(values[question] ?? ''));
}

const triage = z.object({
  answers: answersSchema,
  suggested: z.enum(priorities),
  chosen: z.enum(priorities),
  /** why this priority; always there when it is not the suggested one */
  why: z.string().nullable(),
  /** the advisor's name */
  by: z.string(),
  at: z.coerce.date(),
});

/** An assessment as it is stored with its case. */
export type Triage = z.infer<typeof triage>;

/**
 * Reads the assessment stored with a case.
 * @returns null when the case was not assessed
 * @throws ZodError when the JSON was not written by this code
 */
export function readTriage(stored: unknown): Triage | null {
  return stored === null || stored === undefined ? null : triage.parse(stored);
}

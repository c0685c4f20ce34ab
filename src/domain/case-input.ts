import { z } from 'zod';
import { CaseError } from './case-error.ts';
import { priorities, type Priority } from './priority.ts';
import type { Settings } from './settings.ts';

/** What a contact says when opening a case. Long texts are CommonMark. */
export interface NewCase {
  subject: string;
  description: string;
  replicationSteps: string | null;
  expected: string | null;
  actual: string | null;
  environment: string | null;
  impact: string | null;
  priority: Priority;
  module: string;
  caseType: string;
  /** ISO date */
  dueDate: string | null;
  dueReason: string | null;
}

/** The longest of each text, in characters. */
export const longest = { subject: 255, text: 10_000, reason: 500 } as const;

/** An Application Issue asks what was expected, what happened, where, and how to make it happen again. */
export const askedOfApplicationIssue = ['replicationSteps', 'expected', 'actual', 'environment', 'impact'] as const;

export function isApplicationIssue(caseType: string): boolean {
  return caseType === 'Application Issue';
}

/**
 * Reads the form of a new case.
 * @param values by field name, as they were typed; a field that was not shown is absent
 * @param today the ISO date in the account's zone
 * @throws CaseError invalid-case, with every mistake at its field
 */
export function parseNewCase(values: Readonly<Record<string, string>>, settings: Settings, today: string): NewCase {
  const parsed = schemaFor(settings, today).safeParse(values);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) fields[String(issue.path[0])] ??= issue.message;
  throw new CaseError(
    'invalid-case',
    'Some fields need another look.',
    'Correct the marked fields and send the form again.',
    fields,
  );
}

/** Making the schema takes 0.7 ms, more than everything else that is done with the form: one is kept for each day. */
const made = new WeakMap<Settings, { today: string; schema: ReturnType<typeof makeSchema> }>();

function schemaFor(settings: Settings, today: string) {
  const before = made.get(settings);
  if (before?.today === today) return before.schema;
  const schema = makeSchema(settings, today);
  made.set(settings, { today, schema });
  return schema;
}

function makeSchema(settings: Settings, today: string) {
  return z
    .object({
      subject: z.preprocess(oneLine, needed('Subject', longest.subject)),
      description: needed('Description', longest.text),
      replicationSteps: optional('Replication steps', longest.text),
      expected: optional('Expected behaviour', longest.text),
      actual: optional('Actual behaviour', longest.text),
      environment: choice('Environment', settings.environments)
        .nullish()
        .transform((one) => one ?? null),
      impact: optional('Impact', longest.text),
      priority: z.enum(priorities, 'Choose a priority.'),
      module: choice('Module', settings.modules),
      caseType: choice('Case type', settings.caseTypes),
      dueDate: z.preprocess(blankToNull, z.iso.date('Choose a date.').nullable().default(null)),
      dueReason: optional('Reason', longest.reason),
    })
    .superRefine((input, context) => {
      const miss = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
      if (isApplicationIssue(input.caseType)) {
        if (!input.replicationSteps) miss('replicationSteps', 'Write the steps that make it happen.');
        if (!input.expected) miss('expected', 'Write what you expected to happen.');
        if (!input.actual) miss('actual', 'Write what happened instead.');
        if (!input.environment) miss('environment', 'Choose where it happens.');
        if (!input.impact) miss('impact', 'Write who is affected, and how.');
      }
      if (input.dueDate && input.dueDate < today) miss('dueDate', 'The due date is in the past; choose today or later.');
      if (input.dueDate && !input.dueReason) miss('dueReason', 'Write why it is time-sensitive.');
      if (!input.dueDate && input.dueReason) miss('dueDate', 'Choose the date this is due, or leave both empty.');
    });
}

function needed(label: string, max: number) {
  return z
    .string(`${label} is required.`)
    .trim()
    .refine(showsSomething, `${label} is required.`)
    .refine((text) => text.length <= max, tooLong(label, max));
}

function optional(label: string, max: number) {
  return z
    .string()
    .trim()
    .refine((text) => text.length <= max, tooLong(label, max))
    .nullish()
    .transform((text) => (text && showsSomething(text) ? text : null));
}

function choice(label: string, options: readonly string[]) {
  return z
    .string(`Choose a value for ${label}.`)
    .refine((value) => options.includes(value), `Choose a value for ${label} from the list.`);
}

function tooLong(label: string, max: number) {
  return {
    error: (issue: { input?: unknown }) =>
      `${label} is ${String(issue.input).length} characters long; ${max} is the most. Shorten it, or add the rest as a post.`,
  };
}

/** Text of nothing but white space and characters that show nothing says nothing. */
export function showsSomething(text: string): boolean {
  return /[^\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(text);
}

/** A subject is one line, whatever was pasted. */
function oneLine(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\s+/g, ' ') : value;
}

function blankToNull(value: unknown): unknown {
  return value === '' || value === undefined ? null : value;
}

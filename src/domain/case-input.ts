// Reads the form that opens a case. Every form field is checked here once; what follows works with typed values.
import { z } from 'zod';
import { mustDescribe, usualCaseType } from './case-type.ts';
import { formError, tooLongMessage } from './form-errors.ts';
import { priorities, type Priority } from './priority.ts';
import type { Settings } from './settings.ts';

/** The fields of a new case as the contact filled them in. Long texts are CommonMark. */
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

/** What a contact can add to a case once it is open. */
export type CaseDetails = Pick<
  NewCase,
  'replicationSteps' | 'expected' | 'actual' | 'environment' | 'impact' | 'dueDate' | 'dueReason'
> & {
  /** absent to keep it */
  caseType?: string;
};

/** Length limits in characters. */
export const maxLengths = { subject: 255, text: 10_000, reason: 500 } as const;

/**
 * Reads the form of a new case. A case type that was not asked for is the usual one.
 * @param values what was typed, by field name; a field that was not shown is absent
 * @param today ISO date in the account's zone
 * @throws CaseError invalid-case, with a message for each wrong field
 */
export function parseNewCase(values: Readonly<Record<string, string | undefined>>, settings: Settings, today: string): NewCase {
  const parsed = schemaFor(settings).safeParse({ ...values, caseType: values.caseType ?? usualCaseType(settings) });
  const fields = errorsOf(parsed.error, [...missing(values), ...wrongDueDate(values, today)]);
  if (parsed.success && Object.keys(fields).length === 0) return parsed.data;
  throw formError('invalid-case', fields);
}

/**
 * Reads the form that adds details to a case. Everything may be left out.
 * @param today ISO date in the account's zone
 * @throws CaseError invalid-details, with a message for each wrong field
 */
export function parseCaseDetails(
  values: Readonly<Record<string, string | undefined>>,
  settings: Settings,
  today: string,
): CaseDetails {
  const parsed = detailsOf(schemaFor(settings)).safeParse(values);
  const fields = errorsOf(parsed.error, [...wrongDueDate(values, today)]);
  if (parsed.success && Object.keys(fields).length === 0) return parsed.data;
  throw formError('invalid-details', fields);
}

function detailsOf(schema: ReturnType<typeof makeSchema>) {
  const { caseType, replicationSteps, expected, actual, environment, impact, dueDate, dueReason } = schema.shape;
  return z.object({ caseType: caseType.optional(), replicationSteps, expected, actual, environment, impact, dueDate, dueReason });
}

/** Collects the first message of each field. */
function errorsOf(error: z.ZodError | undefined, more: readonly [field: string, message: string][]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error?.issues ?? []) fields[String(issue.path[0])] ??= issue.message;
  for (const [name, message] of more) fields[name] ??= message;
  return fields;
}

type Typed = Readonly<Record<string, string | undefined>>;

function isFilled(values: Typed, name: string): boolean {
  return showsSomething(values[name] ?? '');
}

/** Lists the fields that the case type requires. */
function* missing(values: Typed): Generator<[field: string, message: string]> {
  if (mustDescribe(values)) {
    if (!isFilled(values, 'replicationSteps')) yield ['replicationSteps', 'Enter the steps that reproduce the issue.'];
    if (!isFilled(values, 'expected')) yield ['expected', 'Enter what you expected to happen.'];
    if (!isFilled(values, 'actual')) yield ['actual', 'Enter what happened instead.'];
    if (!isFilled(values, 'environment')) yield ['environment', 'Choose an environment.'];
    if (!isFilled(values, 'impact')) yield ['impact', 'Enter who is affected and how.'];
  }
}

const isoDate = z.iso.date();

/** Checks the rules between the due date and its reason. */
function* wrongDueDate(values: Typed, today: string): Generator<[field: string, message: string]> {
  const due = values.dueDate === undefined ? undefined : isoDate.safeParse(values.dueDate).data;
  if (due && due < today) yield ['dueDate', 'This date is in the past. Choose today or later.'];
  if (due && !isFilled(values, 'dueReason')) yield ['dueReason', 'Enter why it is time-sensitive.'];
  if (!isFilled(values, 'dueDate') && isFilled(values, 'dueReason')) yield ['dueDate', 'Choose a due date, or clear the reason.'];
}

/** Schemas by settings. Building one takes 0.7 ms, more than everything else that happens to a form. */
const schemas = new WeakMap<Settings, ReturnType<typeof makeSchema>>();

function schemaFor(settings: Settings) {
  const known = schemas.get(settings);
  if (known) return known;
  const schema = makeSchema(settings);
  schemas.set(settings, schema);
  return schema;
}

function makeSchema(settings: Settings) {
  return z.object({
    subject: z.preprocess(oneLine, required('Enter a subject.', maxLengths.subject)),
    description: required('Enter a description.', maxLengths.text),
    replicationSteps: optional(maxLengths.text),
    expected: optional(maxLengths.text),
    actual: optional(maxLengths.text),
    environment: choice('Choose an environment.', settings.environments)
      .nullish()
      .transform((environment) => environment ?? null),
    impact: optional(maxLengths.text),
    priority: z.enum(priorities, 'Choose a priority.'),
    module: choice('Choose a module.', settings.modules),
    caseType: choice('Choose a case type.', settings.caseTypes),
    dueDate: z.preprocess(blankToNull, z.iso.date('Choose a date.').nullable().default(null)),
    dueReason: optional(maxLengths.reason),
  });
}

function required(message: string, max: number) {
  return z
    .string(message)
    .trim()
    .refine(showsSomething, message)
    .refine((text) => text.length <= max, tooLong(max));
}

function optional(max: number) {
  return z
    .string()
    .trim()
    .refine((text) => text.length <= max, tooLong(max))
    .nullish()
    .transform((text) => (text && showsSomething(text) ? text : null));
}

function choice(message: string, options: readonly string[]) {
  return z.string(message).refine((value) => options.includes(value), message);
}

function tooLong(max: number) {
  return {
    error: (issue: { input?: unknown }) =>
      `${tooLongMessage(String(issue.input).length, max)} Shorten it or add the rest as a post.`,
  };
}

/** Tells whether a text has any visible character. White space, control and format characters are invisible. */
export function showsSomething(text: string): boolean {
  return /[^\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(text);
}

/** Puts pasted text on one line. */
function oneLine(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\s+/g, ' ') : value;
}

function blankToNull(value: unknown): unknown {
  return value === '' || value === undefined ? null : value;
}

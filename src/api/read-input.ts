// Reads parameters and bodies with their schemas. Every mistake is named at its field.
import type { z } from 'zod';
import { CaseError } from '../domain/case-error.ts';
import { formatCount } from '../domain/text/numbers.ts';
import { storable } from './read-body.ts';

/** Wrong fields that an answer names: more than any route has, and not all that a body of unknown ones could have. */
const maxNamed = 50;

/**
 * Reads a part of a request.
 * @throws CaseError invalid-request with a message for each wrong field; unknown-path for a path that cannot name anything
 */
export function readInput<S extends z.ZodObject>(
  schema: S,
  value: unknown,
  part: 'path' | 'query' | 'body' = 'query',
): z.output<S> {
  if (part === 'body' && (typeof value !== 'object' || value === null || Array.isArray(value)))
    throw new CaseError('invalid-request', 'The body must be a JSON object.', 'See /api/docs.');
  const parsed = schema.safeParse(value, { error: explain });
  if (parsed.success) return parsed.data;
  if (part === 'path') throw unknownPath();
  // a map, because a field may have the name of something that every object has
  const wrong = new Map<string, string>();
  for (const issue of parsed.error.issues) {
    const names = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const name of names.map((one) => one.map(String).join('.'))) if (!wrong.has(name)) wrong.set(name, issue.message);
  }
  const fields = Object.fromEntries([...wrong].slice(0, maxNamed));
  const named = Object.entries(fields).map(([field, message]) => `${field}: ${message}`);
  throw new CaseError(
    'invalid-request',
    `The ${part} is not valid. ${named.join(' ')}`,
    'Fix the fields that are named.',
    fields,
  );
}

/** Reads the parameters of a query. @throws CaseError invalid-request for one that is sent twice, because only one could count */
export function readQuery(sent: URLSearchParams): Record<string, string> {
  const twice = [...new Set(sent.keys())].filter((name) => sent.getAll(name).length > 1).slice(0, maxNamed);
  if (twice.length > 0)
    throw new CaseError(
      'invalid-request',
      `The query has these parameters twice: ${twice.join(', ')}.`,
      'Send each parameter once.',
      Object.fromEntries(twice.map((name) => [name, 'Sent twice.'])),
    );
  return Object.fromEntries([...sent].map(([name, value]) => [name, storable(value)]));
}

/** Builds the error for a path that leads nowhere. */
export function unknownPath(): CaseError {
  return new CaseError('unknown-path', "This path doesn't exist.", 'See /api/docs for all paths.');
}

/** Says what is wrong where the schema has no message of its own. */
const explain: z.core.$ZodErrorMap = (issue) => {
  if (issue.input === undefined && issue.code === 'invalid_type') return 'Required.';
  switch (issue.code) {
    case 'invalid_type':
      return `Must be ${articles[issue.expected] ?? issue.expected}.`;
    case 'too_big':
      return issue.origin === 'string' && typeof issue.input === 'string'
        ? `Too long: ${formatCount(issue.input.length)} characters. The limit is ${formatCount(Number(issue.maximum))}.`
        : `Must be at most ${formatCount(Number(issue.maximum))}.`;
    case 'too_small':
      return issue.origin === 'string' ? 'Must not be empty.' : `Must be at least ${formatCount(Number(issue.minimum))}.`;
    case 'invalid_value':
      return `Must be one of: ${issue.values.map(String).join(', ')}.`;
    case 'unrecognized_keys':
      return 'Unknown field.';
    default:
      return 'Not valid.';
  }
};

const articles: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

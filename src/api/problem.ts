// Problem details (RFC 9457). An error says what chat says: its code, what is wrong, the way forward, and what is wrong with each field.
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { CaseError } from '../domain/case-error.ts';
import { FileUnavailable } from '../ports.ts';

/** The media type of an error. */
export const problemType = 'application/problem+json';

/** An error as it is sent. */
export const problemSchema = z
  .strictObject({
    type: z.literal('about:blank'),
    title: z.string().meta({ description: 'The name of the status.' }),
    status: z.int(),
    code: z.string().meta({ description: 'Stable, for programs, such as `unknown-case` or `not-allowed`.' }),
    detail: z.string().meta({ description: 'What is wrong, as chat says it.' }),
    next: z.string().optional().meta({ description: 'What to do instead.' }),
    errors: z
      .array(z.strictObject({ field: z.string(), detail: z.string() }))
      .optional()
      .meta({ description: 'What is wrong with each field of the body or each parameter.' }),
    requestId: z.string().meta({ description: 'As in the header X-Request-Id. Give it to support.' }),
  })
  .meta({ description: 'Problem details, as in RFC 9457.' });

/** An error as it is sent. */
export type Problem = z.input<typeof problemSchema>;

/** An error of HTTP, with headers of its own. */
export class HttpProblem extends CaseError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  /** @param code as in CaseError */
  constructor(status: number, code: string, message: string, next?: string, headers: Readonly<Record<string, string>> = {}) {
    super(code, message, next);
    this.status = status;
    this.headers = headers;
  }
}

/** The codes of errors about what is already so, or no longer. */
const conflicts = [
  ...['taken', 'not-now', 'already-yours', 'already-theirs', 'no-call-expected', 'erased', 'answer-lost', 'already-linked'],
  ...['not-snoozed', 'already-watching', 'not-watching', 'no-direct', 'already-recipient', 'not-recipient', 'case-contact'],
  ...['not-a-post', 'deleted', 'redacted', 'typed-in-chat', 'filled-in', 'not-linked'],
];

/** The status of an error by its code. What a person can fix in the request is 422. */
const statuses: ReadonlyMap<string, number> = new Map([
  ['bad-cursor', 400],
  ['not-allowed', 403],
  ['changed', 412],
  ['too-large', 413],
  ['busy', 503],
  ...conflicts.map((code) => [code, 409] as const),
]);

/** Converts an error that the caller can understand. @returns null for any other */
export function problemOf(
  error: unknown,
  requestId: string,
): { problem: Problem; headers: Readonly<Record<string, string>> } | null {
  if (error instanceof FileUnavailable) {
    const text = "This file can't be read or stored at the moment.";
    return problemOf(
      new HttpProblem(503, 'file-unavailable', text, 'Try again in a few minutes.', { 'retry-after': '60' }),
      requestId,
    );
  }
  if (!(error instanceof CaseError)) return null;
  const { code, message, next, fields } = error;
  const status = error instanceof HttpProblem ? error.status : (statuses.get(code) ?? (unknown(error) ? 404 : 422));
  // what was read with a schema is named as it was sent; use cases name some fields as forms in chat do
  const nameOf = (field: string): string => (code === 'invalid-request' ? field : camelCase(field));
  const errors = Object.entries(fields ?? {}).map(([field, detail]) => ({ field: nameOf(field), detail }));
  return {
    problem: {
      ...{ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, code, detail: message, requestId },
      ...(next === undefined ? {} : { next }),
      ...(errors.length === 0 ? {} : { errors }),
    },
    headers: error instanceof HttpProblem ? error.headers : code === 'busy' ? { 'retry-after': '5' } : {},
  };
}

/** What was not found is unknown, unless it was named in the body. */
const unknown = ({ code, fields }: CaseError): boolean => /^(unknown-|no-answer$)/.test(code) && fields === undefined;

const camelCase = (field: string): string => field.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

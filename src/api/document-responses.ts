// The answers of a route in the document: the good one, and every problem that it can have.
import { isKeyed, takesJson, type Route } from './define-route.ts';
import { problemType } from './problem.ts';

/**
 * Lists the answers of a route by their status.
 * @param content of the good answer
 * @param problem where the document has the schema of a problem
 */
export function responsesOf(route: Route, content: object, problem: string): Record<string, Record<string, unknown>> {
  const isChange = route.method !== 'GET';
  const isFile = route.response === 'binary';
  return {
    [route.status]: { description: 'Done.', content },
    ...(isFile ? { 206: { description: 'The part of the file that Range asks for.', content } } : {}),
    ...(isChange ? {} : { 304: { description: 'Nothing has changed since the ETag of If-None-Match.' } }),
    ...Object.fromEntries(
      problemsOf(route).map(([status, description]) => [
        status,
        { description, content: { [problemType]: { schema: { $ref: problem } } } },
      ]),
    ),
  };
}

function problemsOf(route: Route): [status: number, description: string][] {
  const names = Object.keys(route.params.shape).length > 0 || 'account' in route.query.shape;
  const isChange = route.method !== 'GET';
  const problems: [number, string, boolean][] = [
    [400, 'The request cannot be read.', true],
    [401, 'The token is missing, unknown, expired or revoked.', true],
    [403, 'The token lacks a scope, or the person may not do this.', true],
    [404, 'It does not exist, or belongs to an account that the request cannot see.', names],
    [408, 'The body comes too slowly.', route.body !== null],
    [
      409,
      `The state of the case does not allow this${isKeyed(route) ? ', or a request with the same Idempotency-Key is still running' : ''}.`,
      isChange,
    ],
    [412, 'The case has changed since the ETag of If-Match.', isChange && 'number' in route.params.shape],
    [413, 'The body is too large.', route.body !== null],
    [415, 'The body is not JSON in UTF-8, or is compressed.', takesJson(route)],
    [415, 'The body is a form or is compressed. It must be the content of the file.', route.body === 'binary'],
    [416, 'The file has no such range. Content-Range says how long it is.', route.response === 'binary'],
    [422, 'Something in the request is not valid; the fields are named.', true],
    [429, 'Too many requests in this minute.', true],
    [503, 'Try again later.', true],
  ];
  return problems.flatMap(([status, description, is]) => (is ? [[status, description]] : []));
}

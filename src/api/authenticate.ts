// Who asks: the token, its limit and its scopes, and the person the request acts as.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiToken } from '../domain/api-token.ts';
import { actAs, readerOf, type Acting } from '../usecases/api/act-as.ts';
import { useToken, windowSeconds } from '../usecases/api/use-token.ts';
import type { Services } from '../usecases/context.ts';
import { withDatabaseScope } from '../usecases/scope.ts';
import { actAsHeader, needScopes } from './call.ts';
import type { RouteFacts } from './define-route.ts';
import { HttpProblem } from './problem.ts';

/**
 * Finds the token of a request and counts the request.
 * @param response gets the headers that say what is left
 * @throws HttpProblem 401, 429
 */
export async function authenticate(services: Services, request: IncomingMessage, response: ServerResponse): Promise<ApiToken> {
  const [, secret] = /^bearer +(\S+)$/i.exec(request.headers.authorization?.trim() ?? '') ?? [];
  if (secret === undefined)
    throw new HttpProblem(401, 'no-token', 'This needs a token.', 'Send it as Authorization: Bearer cbt_…', {
      'www-authenticate': 'Bearer realm="Casebridge"',
    });
  const used = await useToken(services, secret);
  if (!used)
    throw new HttpProblem(401, 'bad-token', 'This token is unknown, expired or revoked.', 'Ask the operator for a new one.', {
      'www-authenticate': 'Bearer realm="Casebridge", error="invalid_token"',
    });
  const { token, left, resetSeconds } = used;
  response.setHeader('ratelimit-policy', `${token.perMinute};w=${windowSeconds}`);
  response.setHeader('ratelimit-limit', token.perMinute);
  response.setHeader('ratelimit-remaining', left ?? 0);
  response.setHeader('ratelimit-reset', resetSeconds);
  if (left === null)
    throw new HttpProblem(
      429,
      'rate-limited',
      `This token may make ${token.perMinute} requests in a minute.`,
      'Wait, then try again.',
      {
        'retry-after': String(resetSeconds),
      },
    );
  return token;
}

/** Checks that a token has the scopes of a route. @throws HttpProblem 403 */
export function checkScopes(token: ApiToken, { scopes }: RouteFacts): void {
  needScopes(token, scopes);
}

/**
 * Finds the person that a request acts as.
 * @returns isPerson: false for a reader who is nobody
 * @throws HttpProblem 400 when the route needs a person and none is named, 422 for one whom the token does not reach
 */
export async function findActor(
  services: Services,
  token: ApiToken,
  { needsPerson }: RouteFacts,
  request: IncomingMessage,
): Promise<Acting & { isPerson: boolean }> {
  const header = request.headers[actAsHeader];
  const address = typeof header === 'string' ? header.trim() : '';
  if (address !== '') return { ...(await withDatabaseScope('lookup', () => actAs(services, token, address))), isPerson: true };
  if (!needsPerson) return { ...readerOf(token), isPerson: false };
  throw new HttpProblem(
    400,
    'no-person',
    'Somebody must do this.',
    'Name the contact or advisor by email address in the header Casebridge-Act-As.',
  );
}

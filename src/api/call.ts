// What every route of the API works with.
import type { ApiScope, ApiToken } from '../domain/api-token.ts';
import type { AccessAction } from '../domain/access.ts';
import { CaseError } from '../domain/case-error.ts';
import type { Advisor, Contact, Person } from '../domain/person.ts';
import type { InputJsonObject, RequestContext, Services, Tx } from '../usecases/context.ts';
import { HttpProblem } from './problem.ts';

/** A request of a token, for the person it acts as. */
export interface ApiCall {
  services: Services;
  token: ApiToken;
  /** whom the token acts as; without one, a reader who is nobody */
  person: Person;
  isPerson: boolean;
  /** IANA, of the person */
  timezone: string;
  /** ends when the client is gone */
  signal: AbortSignal;
  /** what makes the change unique; of reads, nothing uses it */
  request: RequestContext;
  /** when the idempotency key was first used */
  since: Date;
  /** Keeps the body of the answer in the transaction of the change; absent without an idempotency key. */
  keep?: (body: InputJsonObject, tx: Tx) => Promise<void>;
}

/** The header that names the person. */
export const actAsHeader = 'casebridge-act-as';

/** Checks that a token has scopes. @throws HttpProblem 403 */
export function needScopes(token: ApiToken, scopes: readonly ApiScope[]): void {
  const missing = scopes.filter((scope) => !token.scopes.includes(scope));
  if (missing.length === 0) return;
  const text = `This token lacks the scope ${missing.join(', ')}.`;
  const challenge = `Bearer realm="Casebridge", error="insufficient_scope", scope="${missing.join(' ')}"`;
  throw new HttpProblem(403, 'missing-scope', text, 'Ask the operator for a token with it.', { 'www-authenticate': challenge });
}

/** Writes down that something was read. */
export function recordAccess(
  { services, person, isPerson, token }: ApiCall,
  action: AccessAction,
  of: { caseNumber?: number; fileId?: number; detail?: string },
): void {
  const { accountIds } = token;
  const accountId = accountIds?.length === 1 ? (accountIds[0] ?? null) : undefined;
  services.accessLog?.record({
    ...{ action, source: 'api', personId: isPerson ? person.id : null, operator: token.name, ...of },
    ...(of.caseNumber === undefined && of.fileId === undefined ? { accountId } : {}),
  });
}

/** Returns the person as an advisor. @throws CaseError not-allowed */
export function asAdvisor({ person }: ApiCall): Advisor {
  if (person.kind === 'advisor') return person;
  throw new CaseError('not-allowed', 'Only advisors can do that.');
}

/** Returns the person as a contact. @throws CaseError not-allowed */
export function asContact({ person }: ApiCall): Contact {
  if (person.kind === 'contact') return person;
  throw new CaseError('not-allowed', 'Only Authorized Contacts can do that.');
}

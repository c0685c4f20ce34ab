// What of the database the code that runs now may see. It is the wall behind the application's own scope (usecases/scope.ts): the policies of
// the database compare it with every row (migration 20261128161500_scope_once), so a query that forgets its scope finds nothing of others.
// The code that starts work says for whom, once: the router for a person, the worker and the clock for themselves. Without it, no case is visible.
import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Those who see every account, each with what it does:
 * - `advisor`: a request of an advisor
 * - `worker`: sends deliveries, reads files, writes the access log
 * - `clock`: the jobs of the schedule
 * - `mail`: emails that arrive
 * - `lookup`: finds out who somebody is, and which case a thread belongs to
 * - `page`: signed links, until their person is known
 * - `operator`: the command line, and the start of the bot
 *
 * The database knows one more, `migration`.
 */
export const widestScopes = ['advisor', 'worker', 'clock', 'mail', 'lookup', 'page', 'operator'] as const;

/** A named scope that sees every account, or the accounts of a contact. */
export type DatabaseScope = (typeof widestScopes)[number] | { readonly accountIds: readonly number[] };

/** The value of the setting `casebridge.scope`; an empty one sees no case. */
export type ScopeSetting = string;

/** Sees no case. */
export const noScope: ScopeSetting = '';

const current = new AsyncLocalStorage<ScopeSetting>();

/** Runs something that may see what the scope says, and nothing else of the cases. */
export function withDatabaseScope<T>(scope: DatabaseScope, run: () => T): T {
  return current.run(settingOf(scope), () => begun(run()));
}

/** A query of Prisma begins when somebody waits for it, which must happen within the scope. */
function begun<T>(result: T): T {
  const isLazy = typeof result === 'object' && result !== null && 'then' in result && !(result instanceof Promise);
  return isLazy ? (Promise.resolve(result) as T) : result;
}

/** Makes every method of an object run with a scope. */
export function inDatabaseScope<T extends object>(scope: DatabaseScope, methods: T): T {
  const scoped = (value: unknown): unknown =>
    typeof value === 'function'
      ? (...args: unknown[]): unknown => withDatabaseScope(scope, () => (value as (...all: unknown[]) => unknown)(...args))
      : value;
  return Object.fromEntries(Object.entries(methods).map(([name, value]) => [name, scoped(value)])) as T;
}

/** Returns the scope of what runs now; undefined where nothing set one. */
export function currentScope(): ScopeSetting | undefined {
  return current.getStore();
}

/** Writes a scope as the database compares it. */
export function settingOf(scope: DatabaseScope): ScopeSetting {
  if (typeof scope === 'string') return scope;
  const ids = scope.accountIds.filter(Number.isSafeInteger);
  return ids.length === 0 ? noScope : `{${ids.join(',')}}`;
}

const widest: ReadonlySet<string> = new Set(widestScopes);

/** Whether a session with one setting shows what another one would, so that it need not be changed. */
export function showsTheSame(one: ScopeSetting, other: ScopeSetting): boolean {
  return one === other || (widest.has(one) && widest.has(other));
}

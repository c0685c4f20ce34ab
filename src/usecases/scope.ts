import { inAccounts, type AccountIds } from '../db/accounts.ts';
import { inDatabaseScope, withDatabaseScope } from '../db/database-scope.ts';
import { Prisma } from '../db/generated/client.ts';
import { formatCaseNumber } from '../domain/case-number.ts';
import { CaseError } from '../domain/case-error.ts';
import { membershipsOf, type Person } from '../domain/person.ts';

export { inDatabaseScope, withDatabaseScope };

declare const scoped: unique symbol;

/** The cases a query may read or change. Queries on case data take one first, so a query without it does not compile. */
export type Scope = { readonly accountIds: AccountIds; readonly [scoped]: true };

/** Returns the cases a person may see: those of a contact's own accounts, or of every account for an advisor whom no token limits. */
export function scopeOf(actor: Person): Scope {
  const accountIds =
    actor.kind === 'contact' ? membershipsOf(actor).map(({ accountId }) => accountId) : (actor.limits?.accountIds ?? null);
  return { accountIds } as Scope;
}

/** Runs something for a person: the database shows it nothing but the cases that the person may see, even if a query forgets its scope. */
export function runAs<T>(actor: Person, run: () => T): T {
  const { accountIds } = scopeOf(actor);
  return withDatabaseScope(accountIds === null ? 'advisor' : { accountIds }, run);
}

/** The scope of the clock and of the operator's commands. */
export const everyAccount = { accountIds: null } as Scope;

/** Builds the condition of a raw query on `"case" c`. */
export function withinScope({ accountIds }: Scope): Prisma.Sql {
  return inAccounts(Prisma.sql`c.account_id`, accountIds);
}

/** Builds the condition of a Prisma query on cases. */
export function scopeWhere({ accountIds }: Scope): Prisma.CaseWhereInput {
  if (accountIds === null) return {};
  const [accountId, ...more] = accountIds;
  return { accountId: more.length === 0 && accountId !== undefined ? accountId : { in: [...accountIds] } };
}

/** Builds the error for a case that does not exist. Another account's case gives the same one, so that nobody learns it exists. */
export function unknownCase(number: number): CaseError {
  return new CaseError('unknown-case', `We couldn't find ${formatCaseNumber(number)}.`, 'Check the number.');
}

/** Builds the error for a case of which only facts are left, so that it cannot be changed. */
export function erasedCase(number: number): CaseError {
  return new CaseError('erased', `${formatCaseNumber(number)} was erased, so it can't be changed.`, 'Open a new case.');
}

import { Prisma } from '../db/generated/client.ts';
import { formatCaseNumber } from '../domain/case-number.ts';
import { CaseError } from '../domain/case-error.ts';
import type { Person } from '../domain/person.ts';

declare const scoped: unique symbol;

/** The cases a query may read or change. Queries on case data take one first, so a query without it does not compile. */
export type Scope = { readonly accountId: number | null; readonly [scoped]: true };

/** Returns the cases a person may see: a contact's own account, or every account for an advisor. */
export function scopeOf(actor: Person): Scope {
  return { accountId: actor.kind === 'contact' ? actor.accountId : null } as Scope;
}

/** The scope of the clock and of the operator's commands. */
export const everyAccount = { accountId: null } as Scope;

/** Builds the condition of a raw query on `"case" c`. */
export function withinScope(scope: Scope): Prisma.Sql {
  return scope.accountId === null ? Prisma.sql`true` : Prisma.sql`c.account_id = ${scope.accountId}`;
}

/** Builds the condition of a Prisma query on cases. */
export function scopeWhere(scope: Scope): Prisma.CaseWhereInput {
  return scope.accountId === null ? {} : { accountId: scope.accountId };
}

/** Builds the error for a case that does not exist. Another account's case gives the same one, so that nobody learns it exists. */
export function unknownCase(number: number): CaseError {
  return new CaseError('unknown-case', `We couldn't find ${formatCaseNumber(number)}.`, 'Check the number.');
}

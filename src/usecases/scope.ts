import { Prisma } from '../db/generated/client.ts';
import { formatCaseNumber } from '../domain/case-number.ts';
import { CaseError } from '../domain/case-error.ts';
import type { Person } from '../domain/person.ts';

declare const scoped: unique symbol;

/** Which cases a query may touch. Only `scopeOf` makes one, so no query on case data can forget it. */
export type Scope = { readonly accountId: number | null; readonly [scoped]: true };

/** A contact: the own account's cases. An advisor: every account's. */
export function scopeOf(actor: Person): Scope {
  return { accountId: actor.kind === 'contact' ? actor.accountId : null } as Scope;
}

/** The clock's and the operator's own: no person is behind them. */
export const everyAccount = { accountId: null } as Scope;

/** The condition of a raw query on `"case" c`. */
export function withinScope(scope: Scope): Prisma.Sql {
  return scope.accountId === null ? Prisma.sql`true` : Prisma.sql`c.account_id = ${scope.accountId}`;
}

/** The condition of a Prisma query on cases. */
export function scopeWhere(scope: Scope): Prisma.CaseWhereInput {
  return scope.accountId === null ? {} : { accountId: scope.accountId };
}

/** Another account's case and a case that never was are the same thing to whoever asks. */
export function unknownCase(number: number): CaseError {
  return new CaseError(
    'unknown-case',
    `There is no case ${formatCaseNumber(number)} that you can see.`,
    'Check the number, or use “list” to see the cases.',
  );
}

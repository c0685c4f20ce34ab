import { Prisma } from "../db/generated/client.js";
import { formatCaseNumber } from "../domain/case-number.js";
import { CaseError } from "../domain/case-error.js";
/** A contact: the own account's cases. An advisor: every account's. */
export function scopeOf(actor) {
    return { accountId: actor.kind === 'contact' ? actor.accountId : null };
}
/** The clock's and the operator's own: no person is behind them. */
export const everyAccount = { accountId: null };
/** The condition of a raw query on `"case" c`. */
export function withinScope(scope) {
    return scope.accountId === null ? Prisma.sql `true` : Prisma.sql `c.account_id = ${scope.accountId}`;
}
/** The condition of a Prisma query on cases. */
export function scopeWhere(scope) {
    return scope.accountId === null ? {} : { accountId: scope.accountId };
}
/** Another account's case and a case that never was are the same thing to whoever asks. */
export function unknownCase(number) {
    return new CaseError('unknown-case', `There is no case ${formatCaseNumber(number)} that you can see.`, 'Check the number, or use “list” to see the cases.');
}
//# sourceMappingURL=scope.js.map
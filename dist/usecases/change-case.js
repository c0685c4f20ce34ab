// The frame of every verb that changes a case: one transaction, the case row locked first.
import { authorize } from "../domain/permission.js";
import { recordOnce, runOnce } from "./idempotency.js";
import { everyAccount, scopeOf, unknownCase } from "./scope.js";
import { writeChange } from "./write-change.js";
/**
 * Runs one verb on one case: notes the receipt, locks the row, asks `permit` once, lets `decide` say what changes, and writes the
 * case, the post, the history and the deliveries together.
 * @param deed what the actor must be allowed to do
 * @throws CaseError unknown-case, not-allowed, not-now, and whatever `decide` throws; nothing is stored then
 */
export function changeCase(services, actor, number, permission, request, decide) {
    return runOnce(services, async (tx) => {
        await recordOnce(tx, request.idempotencyKey, request.fingerprint);
        const locked = await lockCase(scopeOf(actor), tx, number);
        authorize(actor, permission, locked.accountId);
        await writeChange(services, tx, actor, locked, request, await decide(locked, tx));
        return { number };
    });
}
/**
 * As `changeCase`, but it is the clock that acts: nobody is asked for permission.
 * @param receipt names this very effect: it never happens twice
 * @param decide null: nothing is to be done (any more)
 */
export function changeCaseByClock(services, number, idempotencyKey, decide) {
    return runOnce(services, async (tx) => {
        await recordOnce(tx, idempotencyKey);
        const locked = await lockCase(everyAccount, tx, number);
        const change = await decide(locked, tx);
        if (change)
            await writeChange(services, tx, null, locked, { idempotencyKey, platform: null }, change);
        return { number };
    });
}
/**
 * Reads a case and holds its row until the transaction ends, so that nothing is decided on a stale card.
 * @throws CaseError unknown-case
 */
export async function lockCase(scope, tx, number) {
    const account = scope.accountId;
    const [row] = await tx.$queryRaw `
    select id from "case" where number = ${number} and (${account}::int is null or account_id = ${account}::int) for no key update`;
    if (!row)
        throw unknownCase(number);
    return tx.case.findUniqueOrThrow({ where: { id: row.id } });
}
//# sourceMappingURL=change-case.js.map
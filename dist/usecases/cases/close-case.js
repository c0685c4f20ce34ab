import { CaseError } from "../../domain/case-error.js";
import { parseCaseNumber } from "../../domain/case-number.js";
import { parseCloseReason } from "../../domain/close-reason.js";
import { changeCase } from "../change-case.js";
/**
 * Closes a case with a reason: a contact's (Resolved, Withdrawn) or any of an advisor's.
 * @param comment CommonMark, may be empty
 * @throws CaseError bad-reason
 */
export async function closeCase(services, actor, input, request) {
    const reason = parseCloseReason(actor, input.reason);
    return changeCase(services, actor, input.number, 'close', request, async (locked, tx) => {
        await checkOriginal(tx, locked, reason);
        return {
            action: 'close',
            patch: { closedAt: services.clock.now(), closeReason: reason },
            post: { kind: 'event', action: 'close', body: [reason, input.comment?.trim()].filter(Boolean).join('\n\n') },
            why: reason,
        };
    });
}
/** The contact reads the number of the original: another account's is none of theirs, and one that is not there leads nowhere. */
async function checkOriginal(tx, { id, accountId }, reason) {
    const named = /^Duplicate of (.+)$/.exec(reason)?.[1];
    if (named === undefined)
        return;
    const original = await tx.case.findFirst({ where: { number: parseCaseNumber(named) ?? 0, accountId, id: { not: id } } });
    if (original)
        return;
    const words = `${named} is no other case of this account.`;
    throw new CaseError('bad-reason', words, 'A case of another account is linked by its defect.', { 'duplicate-of': words });
}
//# sourceMappingURL=close-case.js.map
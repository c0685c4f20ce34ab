import { CaseError } from "./case-error.js";
import { formatCaseNumber, parseCaseNumber } from "./case-number.js";
const contactReasons = ['Resolved', 'Withdrawn'];
const advisorReasons = ['Resolved', 'No response', 'Withdrawn', 'Duplicate', 'Not supported'];
/** The reasons this person may choose from. `Duplicate` asks for the number of the other case. */
export function closeReasonsFor(actor) {
    return actor.kind === 'contact' ? contactReasons : advisorReasons;
}
/**
 * @param text one of `closeReasonsFor`, in any letter case; a duplicate as `Duplicate of CB-123`
 * @returns the reason as it is recorded
 * @throws CaseError bad-reason
 */
export function parseCloseReason(actor, text) {
    const given = text.trim();
    const duplicate = /^duplicate of (.+)$/i.exec(given)?.[1];
    const original = duplicate === undefined ? null : parseCaseNumber(duplicate);
    if (original !== null && actor.kind === 'advisor')
        return `Duplicate of ${formatCaseNumber(original)}`;
    if (/^duplicate\b/i.test(given) && actor.kind === 'advisor') {
        throw wrong('Say which case it is a duplicate of, such as CB-10293.', 'duplicate-of');
    }
    const reason = closeReasonsFor(actor).find((one) => one.toLowerCase() === given.toLowerCase());
    if (!reason)
        throw wrong(`Choose a reason: ${closeReasonsFor(actor).join(', ')}.`, 'reason');
    return reason;
}
function wrong(words, field) {
    return new CaseError('bad-reason', words, undefined, { [field]: words });
}
//# sourceMappingURL=close-reason.js.map
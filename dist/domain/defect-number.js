// Development issue numbers, as the developers' tracker writes them: DEV-4711.
import { CaseError } from "./case-error.js";
/** Reads `DEV-4711` in any letter case. @returns it as it is stored; null for anything else, a case's number included */
export function parseDefectNumber(text) {
    const number = text.trim().toUpperCase();
    return /^(?!CB-)[A-Z][A-Z0-9]{0,19}-\d{1,10}$/.test(number) ? number : null;
}
export const defectNumberHint = 'A development issue number looks like DEV-4711.';
/** How many defects one form of a lead takes: each asks for its release note there. */
const mostAtOnce = 20;
/**
 * Reads several numbers, separated by commas, semicolons or spaces; one that is there twice counts once.
 * @param field the form field they came from
 * @throws CaseError bad-defects
 */
export function parseDefectNumbers(text, field) {
    const parts = text.split(/[,;\s]+/).filter((part) => part !== '');
    const wrong = parts.find((part) => parseDefectNumber(part) === null);
    const numbers = [...new Set(parts.flatMap((part) => parseDefectNumber(part) ?? []))];
    const mistake = wrong !== undefined
        ? `“${wrong.slice(0, 40)}” is no development issue number. ${defectNumberHint}`
        : numbers.length === 0
            ? 'Name the defects, such as DEV-4711, DEV-4712.'
            : numbers.length > mostAtOnce
                ? `These are ${numbers.length} defects; ${mostAtOnce} at once is the most. Send the rest in a second form.`
                : null;
    if (mistake !== null)
        throw new CaseError('bad-defects', mistake, undefined, { [field]: mistake });
    return numbers;
}
//# sourceMappingURL=defect-number.js.map
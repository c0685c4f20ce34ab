import { CaseError } from "../domain/case-error.js";
import { parseCaseNumber } from "../domain/case-number.js";
/**
 * Splits `CB-123 the rest` into the case's number and the rest.
 * @throws CaseError no-number
 */
export function caseArgument(rest, word) {
    const [first = '', ...others] = rest.trim().split(/\s+/);
    const number = parseCaseNumber(first);
    if (number === null) {
        const message = first === '' ? `Which case? Try ${word} CB-123.` : `“${first.slice(0, 40)}” isn't a case number.`;
        throw new CaseError('no-number', message, 'A case number looks like CB-123. Type list to see your cases.');
    }
    return { number, text: others.length === 0 ? '' : rest.trim().slice(first.length).trim() };
}
/** Whether nothing stands behind the case number: then a form asks for it. */
export function onlyNumber(rest) {
    const [first = '', ...others] = rest.trim().split(/\s+/);
    return others.length === 0 && parseCaseNumber(first) !== null;
}
/**
 * The number that a button, a select or a form carries.
 * @throws CaseError old-button for what no control of ours carries any more
 */
export function carriedNumber(value) {
    const number = parseCaseNumber(value ?? '');
    if (number === null)
        throw new CaseError('old-button', 'This button is from an older version and does nothing any more.', 'Use “help” to go on.');
    return number;
}
//# sourceMappingURL=case-argument.js.map
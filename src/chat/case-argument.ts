import { CaseError } from '../domain/case-error.ts';
import { parseCaseNumber } from '../domain/case-number.ts';

/**
 * Splits `CB-123 the rest` into the case's number and the rest.
 * @throws CaseError no-number
 */
export function caseArgument(rest: string, word: string): { number: number; text: string } {
  const [first = '', ...others] = rest.trim().split(/\s+/);
  const number = parseCaseNumber(first);
  if (number === null) {
    const message = first === '' ? `Which case? Try ${word} CB-123.` : `“${first.slice(0, 40)}” isn't a case number.`;
    throw new CaseError('no-number', message, 'A case number looks like CB-123. Type list to see your cases.');
  }
  return { number, text: others.length === 0 ? '' : rest.trim().slice(first.length).trim() };
}

/** Whether nothing follows the case number, so that a form asks for the rest. */
export function onlyNumber(rest: string): boolean {
  const [first = '', ...others] = rest.trim().split(/\s+/);
  return others.length === 0 && parseCaseNumber(first) !== null;
}

/**
 * Reads the case number that a button, a select or a form carries.
 * @throws CaseError old-button for a value that current controls never carry
 */
export function carriedNumber(value: string | undefined): number {
  const number = parseCaseNumber(value ?? '');
  if (number === null)
    throw new CaseError('old-button', 'This button is from an older version and does nothing any more.', 'Use “help” to go on.');
  return number;
}

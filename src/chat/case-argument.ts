import { CaseError } from '../domain/case-error.ts';
import { parseCaseNumber } from '../domain/case-number.ts';

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

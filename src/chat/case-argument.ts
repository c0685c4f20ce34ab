import { parseCaseNumber } from '../domain/case-number.ts';
import { oldButton } from './define-action.ts';

/**
 * Reads the case number that a button, a select or a form carries.
 * @throws CaseError old-button for a value that current controls never carry
 */
export function carriedNumber(value: string | undefined): number {
  const number = parseCaseNumber(value ?? '');
  if (number === null) throw oldButton();
  return number;
}

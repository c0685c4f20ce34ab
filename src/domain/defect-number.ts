// Development issue numbers, as the developers' tracker writes them, such as DEV-4711.
import { fieldError } from './form-errors.ts';
import { plural } from './text/numbers.ts';

/** Reads a development issue number such as `DEV-4711`, in any letter case. @returns upper case; null for anything else, case numbers included */
export function parseDefectNumber(text: string): string | null {
  const number = text.trim().toUpperCase();
  return /^(?!CB-)[A-Z][A-Z0-9_]{0,19}-\d{1,10}$/.test(number) ? number : null;
}

/** Tells people what a development issue number looks like. */
export const defectNumberHint = 'A development issue number looks like DEV-4711.';

/** Characters of a wrong number that are quoted; a longer text is pasted by mistake, and half of it would explain nothing. */
const maxQuoted = 40;

/** Defects that one form can mark as fixed; it has a field for the release note of each. */
const maxAtOnce = 20;

/**
 * Reads development issue numbers separated by commas, semicolons or spaces, without duplicates.
 * @param field name of the form field they came from
 * @throws CaseError bad-defects
 */
export function parseDefectNumbers(text: string, field: string): string[] {
  const parts = text.split(/[,;\s]+/).filter((part) => part !== '');
  const wrong = parts.find((part) => parseDefectNumber(part) === null);
  const numbers = [...new Set(parts.flatMap((part) => parseDefectNumber(part) ?? []))];
  const mistake =
    wrong !== undefined
      ? `${wrong.length > maxQuoted ? 'One of them' : `“${wrong}”`} isn't a development issue number. ${defectNumberHint}`
      : numbers.length === 0
        ? 'Enter the defects, such as DEV-4711, DEV-4712.'
        : numbers.length > maxAtOnce
          ? `Too many: ${plural(numbers.length, 'defect')}. Send at most ${maxAtOnce} at a time.`
          : null;
  if (mistake !== null) throw fieldError('bad-defects', field, mistake);
  return numbers;
}

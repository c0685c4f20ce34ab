// The texts that every form shares when something in it must be fixed.
import { CaseError } from './case-error.ts';
import { formatCount } from './text/numbers.ts';

/** Builds the error of a form whose fields need fixing. @param fields messages by form field name; each must make sense alone */
export function formError(code: string, fields: Readonly<Record<string, string>>): CaseError {
  return new CaseError(code, Object.values(fields).join(' '), 'Fix the marked fields and submit again.', fields);
}

/** Builds the error of a single field; its message must make sense outside a form as well. */
export function fieldError(code: string, field: string, message: string): CaseError {
  return new CaseError(code, message, undefined, { [field]: message });
}

/** Says by how much a text is too long. @param length in characters @param max the limit, in characters */
export function tooLongMessage(length: number, max: number): string {
  return `Too long: ${formatCount(length)} characters. The limit is ${formatCount(max)}.`;
}

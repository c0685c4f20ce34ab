import { showsSomething } from '../domain/case-input.ts';
import { CaseError } from '../domain/case-error.ts';
import { fieldError, tooLongMessage } from '../domain/form-errors.ts';

/** Length limit of a post in characters; platforms split or cut what they cannot show at once. */
export const maxPostLength = 10_000;

/**
 * Reads a text that a person had to enter.
 * @param field name of the form field it came from
 * @param ifBlank the message when nothing was entered
 * @returns the text without white space at its edges
 * @throws CaseError empty, too-long
 */
export function textInput(text: string, field: string, ifBlank: string): string {
  const trimmed = text.trim();
  if (!showsSomething(trimmed)) throw fieldError('empty', field, ifBlank);
  if (trimmed.length <= maxPostLength) return trimmed;
  const message = tooLongMessage(trimmed.length, maxPostLength);
  throw new CaseError('too-long', message, 'Shorten it or send it in parts.', { [field]: message });
}

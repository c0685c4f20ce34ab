import { showsSomething } from '../domain/case-input.ts';
import { CaseError } from '../domain/case-error.ts';
import { fieldError, tooLongMessage } from '../domain/form-errors.ts';

/** Length limit of a post in characters; platforms split or cut what they cannot show at once. */
export const maxPostLength = 10_000;

/**
 * Reads a text that a person had to enter.
 * @param field name of the form field it came from
 * @param ifBlank the message when nothing was entered
 * @param limits.max characters
 * @param limits.files files that were sent with it, which need no text
 * @returns the text without white space at its edges
 * @throws CaseError empty, too-long
 */
export function textInput(
  text: string,
  field: string,
  ifBlank: string,
  { max = maxPostLength, files = [] }: { max?: number; files?: readonly unknown[] } = {},
): string {
  const read = optionalTextInput(text, field, max);
  if (read !== null) return read;
  if (files.length > 0) return '';
  throw fieldError('empty', field, ifBlank);
}

/**
 * Reads a text that a person could leave out.
 * @returns the text without white space at its edges; null for a text that shows nothing
 * @throws CaseError too-long
 */
export function optionalTextInput(text: string, field: string, max = maxPostLength): string | null {
  const trimmed = text.trim();
  if (!showsSomething(trimmed)) return null;
  if (trimmed.length <= max) return trimmed;
  const message = tooLongMessage(trimmed.length, max);
  throw new CaseError('too-long', message, 'Shorten it or send it in parts.', { [field]: message });
}

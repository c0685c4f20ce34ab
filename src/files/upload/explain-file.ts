import { formatSize } from '../../cards/file-line.ts';
import { CaseError } from '../../domain/case-error.ts';
import { FileRefused, FileUnavailable } from '../../ports.ts';

/**
 * Says why a file was not added, in one or two sentences that name it.
 * @param maxBytes limit of one file
 * @returns null for an error that its sender cannot do anything about
 */
export function explainFile(error: unknown, name: string, maxBytes: number): string | null {
  if (error instanceof CaseError) return [error.message, error.next].filter(Boolean).join(' ');
  if (error instanceof FileUnavailable) return `“${name}” can't be accepted right now. Try again in a few minutes.`;
  if (!(error instanceof FileRefused)) return null;
  switch (error.code) {
    case 'too-large':
      return `“${name}” wasn't added: the limit is ${formatSize(maxBytes)} per file.`;
    case 'empty':
      return `“${name}” wasn't added: it is empty.`;
    case 'unfinished':
      return `“${name}” wasn't added: it didn't arrive completely. Try again.`;
  }
}

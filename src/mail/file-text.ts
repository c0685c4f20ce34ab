// How an email names the files of a post.
import type { CardFile, Inline } from '../cards/elements.ts';
import { fileLine } from '../cards/file-line.ts';
import type { Reader } from './inline.ts';

/** Names a file with its size, and says where it is: in the email, behind a link, or in the case. */
export function fileText(file: CardFile, { carried }: Pick<Reader, 'carried'>): Inline[] {
  if (carried?.has(file.id)) return [...fileLine(file), ' · attached'];
  return file.url === null ? [...fileLine(file), ' · see the case in Slack or Teams'] : fileLine(file);
}

/** Returns the Content-ID by which the HTML of an email shows an image that it carries (RFC 2392). */
export function contentId({ id }: Pick<CardFile, 'id'>): string {
  return `file-${id}@casebridge`;
}

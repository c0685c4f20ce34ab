// What email-reply-parser recognizes as a quotation or a signature. Its expressions can take very long on a text that was made for it, so it
// gets a limited text and a limited time, after which the text stays as it is.
import { Script } from 'node:vm';
import EmailReplyParser from 'email-reply-parser';

/** Characters it is given; a post has at most 10,000. */
const maxLength = 20_000;
/** Milliseconds. An ordinary email takes less than one. */
const maxMs = 200;

const place = 'casebridgeCutReply';
const script = new Script(`globalThis.${place}()`);

/** Removes what the library recognizes as quoted or as a signature. @returns the same text when it cannot tell in time */
export function libraryCut(text: string): string {
  if (text.length > maxLength) return text;
  const scope = globalThis as Record<string, unknown>;
  // the timeout of a script is the only way to stop a regular expression that is running
  scope[place] = () => new EmailReplyParser().read(text).getVisibleText();
  try {
    return String(script.runInThisContext({ timeout: maxMs }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return text;
    throw error;
  } finally {
    Reflect.deleteProperty(scope, place);
  }
}

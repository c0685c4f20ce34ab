// Plain text in a card. A TextRun is not Markdown, but clients expand {{DATE(…)}} and {{TIME(…)}} in any text
// (learn.microsoft.com/adaptive-cards/authoring-cards/text-features), a mention's tag needs an entity, and some clients may decode HTML entities.
import { truncate, visibleText } from '../../cards/visible-text.ts';

/** A zero-width space: invisible, and separates characters that must not be read as one token. */
export const joint = '\u200B';

/** Escapes text so that no client reads anything in it. A brace at the end is escaped because of the text that may follow. */
export function shown(text: string): string {
  return apart(visibleText(text).replace(/\{(?=\{|$)/g, `{${joint}`));
}

/**
 * Escapes text that is a TextRun, with as few joints as possible, because they are copied along with the text: two braces are left alone
 * unless they would be a function.
 * @param continues whether another run follows in the line, where a brace at the end could become a function
 */
export function shownInRun(text: string, continues: boolean): string {
  const functions = visibleText(text).replace(/\{(?=\{\s*(?:DATE|TIME)\b)/gi, `{${joint}`);
  return apart(continues ? functions.replace(/\{(?=\{?$)/g, `{${joint}`) : functions);
}

function apart(text: string): string {
  return text.replace(/<(?=\/?at\b)/gi, `<${joint}`).replace(/&(?=(#\d+|#x[\da-f]+|[a-z][a-z\d]*);)/gi, `&${joint}`);
}

/** Removes the joints again from text that was copied from a card. */
export function withoutJoints(text: string): string {
  return text.replace(/(?<=\{)\u200B|(?<=<)\u200B(?=\/?at\b)|(?<=&)\u200B(?=(#\d+|#x[\da-f]+|[a-z][a-z\d]*);)/gi, '');
}

/** Makes one line of at least one character, for titles and labels. @param max characters */
export function title(text: string, max: number): string {
  return shown(truncate(visibleText(text).replace(/\s+/g, ' ').trim() || '–', max));
}

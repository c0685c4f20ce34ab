// Plain text in a card. A TextRun is not Markdown, but clients expand {{DATE(…)}} and {{TIME(…)}} in any text
// (learn.microsoft.com/adaptive-cards/authoring-cards/text-features), a mention's tag needs an entity, and some clients may decode HTML entities.
import { truncate, visibleText } from '../../cards/visible-text.ts';

/** A zero-width space: invisible, and separates characters that must not be read as one token. */
export const joint = '\u200B';

/** Escapes text so that no client reads anything in it. A brace at the end is escaped because of the text that may follow. */
export function shown(text: string): string {
  return visibleText(text)
    .replace(/\{(?=\{|$)/g, `{${joint}`)
    .replace(/<(?=\/?at\b)/gi, `<${joint}`)
    .replace(/&(?=(#\d+|#x[\da-f]+|[a-z][a-z\d]*);)/gi, `&${joint}`);
}

/** Makes one line of at least one character, for titles and labels. @param max characters */
export function title(text: string, max: number): string {
  return shown(truncate(visibleText(text).replace(/\s+/g, ' ').trim() || '–', max));
}

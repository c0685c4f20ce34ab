// Plain text in a card. A TextRun is no markdown, but clients expand {{DATE(…)}} and {{TIME(…)}} wherever they stand
// (learn.microsoft.com/adaptive-cards/authoring-cards/text-features); a mention's mark needs an entity, and some may read HTML's entities.
import { truncate, visibleText } from "../../cards/visible-text.js";
/** Shows nothing, and parts what must not be read as one. */
export const joint = '\u200B';
/** Text that no client reads as anything but text; a brace at its end cannot become one of two with what follows. */
export function shown(text) {
    return visibleText(text)
        .replace(/\{(?=\{|$)/g, `{${joint}`)
        .replace(/<(?=\/?at\b)/gi, `<${joint}`)
        .replace(/&(?=(#\d+|#x[\da-f]+|[a-z][a-z\d]*);)/gi, `&${joint}`);
}
/** One line of plain text of at least one character, for titles and labels. @param max characters */
export function title(text, max) {
    return shown(truncate(visibleText(text).replace(/\s+/g, ' ').trim() || '–', max));
}
/** Only web, mail and telephone addresses are opened. @returns null for any other */
export function addressOf(url, max) {
    const address = visibleText(url)
        .trim()
        .replace(/[\s<>"`\\{}|^]/g, (char) => encodeURIComponent(char));
    return address.length <= max && /^(https?:\/\/|mailto:|tel:)[^/]/i.test(address) ? address : null;
}
//# sourceMappingURL=plain-text.js.map
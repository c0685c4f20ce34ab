// Plain text inside Slack's mrkdwn, which has entities for three characters and no way to quote its markers
// (docs.slack.dev, Formatting message text).
import { visibleText } from "../../cards/visible-text.js";
/** Shows nothing, and stands for neither a letter nor a space: next to it a marker marks nothing. */
export const joint = '\u200B';
/** Literal markers wait behind noncharacters until their whole line is known: most need no joint, which would spoil what is copied. */
const heldBy = { '*': '\uFDD0', _: '\uFDD1', '~': '\uFDD2', '`': '\uFDD3' };
const markerOf = new Map(Object.entries(heldBy).map(([marker, holder]) => [holder, marker]));
/** @returns text for mrkdwn, to be passed through `release` with all of its line */
export function hold(text) {
    return entities(text)
        .replace(/[*_~`]/g, (marker) => heldBy[marker] ?? marker)
        .replace(/^(?=&gt;)/gm, joint); // an entity, too, begins a quotation
}
/** Literal markers become characters again, kept apart from words where two of a kind on a line could format what is between them. */
export function release(text) {
    return text.replace(/[^\n]+/g, (line) => line.replace(/([\uFDD0-\uFDD3])\1*/g, (run, holder, at) => released(line, run, holder, at)));
}
function released(line, run, holder, at) {
    const marker = markerOf.get(holder) ?? '';
    const [before, after] = [line.slice(0, at), line.slice(at + run.length)];
    const alone = ![before, after].some((rest) => rest.includes(holder) || rest.includes(marker));
    const insideWord = /[\p{L}\p{N}]$/u.test(before) && /^[\p{L}\p{N}]/u.test(after);
    const plain = run.length > 2 && marker === '`' ? [...run].fill(marker).join(joint) : marker.repeat(run.length);
    return alone || insideWord ? plain : `${joint}${plain}${joint}`;
}
/** Plain text as mrkdwn that shows it as it is. */
export function escape(text) {
    return release(hold(text));
}
export function entities(text) {
    return visibleText(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
/** A link stands in one piece of text: with its words it must fit where 3,000 characters do. */
const longest = { url: 2000, words: 500 };
/** Only web, mail and telephone addresses become links. @param label mrkdwn, held or escaped */
export function link(url, label) {
    const target = visibleText(url).replace(/[<>|\s]/g, (char) => encodeURIComponent(char));
    const address = entities(target);
    if (!/^(https?|mailto|tel):/i.test(target) || address.length > longest.url)
        return label === '' ? hold(url) : label;
    const words = label.replace(/\|/g, '¦').replace(/\s+/g, ' ').trim();
    return words.length > longest.words ? `${words} <${address}>` : `<${address}|${words || address}>`;
}
//# sourceMappingURL=escape.js.map
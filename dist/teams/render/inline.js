import { visibleText } from "../../cards/visible-text.js";
import { markdownLine } from "./escape.js";
import { limits } from "../transport/limits.js";
import { addressOf, shown } from "./plain-text.js";
/** @param style of all of them @returns a line for each that is not empty; an empty one between two keeps them apart */
export function wordLines(words, style, mentions) {
    return spaced(linesIn(words).map((line) => lineOf(line, style, mentions)));
}
/** @returns a block for each line of text */
export function runLines(runs, style) {
    const lines = [[]];
    for (const run of runs) {
        visibleText(run.text)
            .split('\n')
            .forEach((text, index) => {
            if (index > 0)
                lines.push([]);
            if (text !== '')
                lines.at(-1)?.push({ ...run, text });
        });
    }
    return spaced(lines.map((line) => block(line, style)));
}
/** Code, line by line; its indentation is kept by spaces that no client collapses. */
export function codeLines(code) {
    const kept = code.replace(/\t/g, '    ').replace(/^ +| {2,}/gm, (spaces) => '\u00A0'.repeat(spaces.length));
    return runLines([{ text: kept, code: true }], {});
}
function spaced(lines) {
    let isFirst = true;
    let gap = false;
    return lines.flatMap((line) => {
        if (line === null) {
            gap = true;
            return [];
        }
        const placed = isFirst ? line : { ...line, spacing: gap ? 'Small' : 'None' };
        [isFirst, gap] = [false, false];
        return [placed];
    });
}
function linesIn(words) {
    const lines = [[]];
    const add = (text, as) => visibleText(text)
        .split('\n')
        .forEach((part, index) => {
        if (index > 0)
            lines.push([]);
        if (part !== '')
            lines.at(-1)?.push(as(part));
    });
    for (const word of words) {
        if (typeof word === 'string')
            add(word, (text) => text);
        else if ('bold' in word)
            add(word.bold, (bold) => ({ bold }));
        else
            lines.at(-1)?.push(word);
    }
    return lines;
}
function lineOf(words, style, mentions) {
    const isMarked = (word) => typeof word === 'object' && 'mention' in word && mentions.has(word.mention);
    // a date function beside a mention is shown raw on iOS (github.com/MicrosoftDocs/msteams-docs/issues/5480)
    if (words.some(isMarked))
        return textBlock(words, style, mentions, utc);
    if (words.some((word) => typeof word === 'object' && 'at' in word))
        return textBlock(words, style, mentions, inZone);
    return block(words.map(runOf), style);
}
function block(runs, style) {
    const inlines = joined(runs).map((run) => textRun(run, style));
    return inlines.some(({ text }) => text.trim() !== '') ? { type: 'RichTextBlock', inlines } : null;
}
/** Equal neighbours are one. */
function joined(runs) {
    const result = [];
    for (const run of runs) {
        const last = result.at(-1);
        if (last && looks(last) === looks(run))
            result[result.length - 1] = { ...last, text: last.text + run.text };
        else if (run.text !== '')
            result.push(run);
    }
    return result;
}
function looks({ bold, italic, strike, code, link }) {
    return JSON.stringify([!!bold, !!italic, !!strike, !!code, link ?? '']);
}
function textRun({ text, bold, italic, strike, code, link }, style) {
    const url = link === undefined ? null : addressOf(link, limits.url);
    return {
        type: 'TextRun',
        text: shown(text),
        ...style,
        ...(bold ? { weight: 'Bolder' } : {}),
        ...(italic ? { italic: true } : {}),
        ...(strike ? { strikethrough: true } : {}),
        ...(code ? { fontType: 'Monospace' } : {}),
        ...(url === null
            ? {}
            : {
                color: 'Accent',
                underline: true,
                selectAction: { type: 'Action.OpenUrl', title: shown(url).slice(0, limits.title), url },
            }),
    };
}
/** Everything but mentions and moments, which only a TextBlock can hold. */
function runOf(word) {
    if (typeof word === 'string')
        return { text: word };
    if ('bold' in word)
        return { text: word.bold, bold: true };
    if ('link' in word)
        return { text: oneLine(word.text) || oneLine(word.link), link: word.link };
    return { text: 'mention' in word ? `@${oneLine(word.name)}` : utc(word) };
}
function textBlock(words, style, mentions, moment) {
    const pieces = words.map((word) => {
        if (typeof word === 'string')
            return { text: word };
        if ('bold' in word)
            return { text: word.bold, bold: true };
        if ('at' in word)
            return { raw: moment(word) };
        if ('link' in word)
            return word;
        const mention = mentions.get(word.mention);
        return mention ? { raw: mention.text } : { text: `@${word.name}` };
    });
    return { type: 'TextBlock', text: markdownLine(pieces), wrap: true, ...style };
}
/** In the reader's zone: the date functions take no fractions of a second. */
function inZone({ at, as }) {
    const instant = `${at.toISOString().slice(0, 19)}Z`;
    return as === 'date' ? `{{DATE(${instant},SHORT)}}` : `{{DATE(${instant},SHORT)}} {{TIME(${instant})}}`;
}
function utc({ at, as }) {
    const iso = at.toISOString();
    return as === 'date' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
function oneLine(text) {
    return visibleText(text).replace(/\s+/g, ' ').trim();
}
//# sourceMappingURL=inline.js.map
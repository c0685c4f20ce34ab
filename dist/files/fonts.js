// What can be written on an image where no fonts are installed: Noto Sans comes with us (OFL), in Latin, Cyrillic, Greek, Vietnamese, Devanagari,
// Arabic and Hebrew letters.
import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
const resolve = createRequire(import.meta.url).resolve;
const scripts = {
    'noto-sans': ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese', 'devanagari'],
    'noto-sans-arabic': ['arabic'],
    'noto-sans-hebrew': ['hebrew'],
};
/** A CSS list of families: each file has the letters of one script. */
export const families = Object.entries(scripts)
    .flatMap(([font, names]) => names.map((script) => register(font, script)))
    .join(', ');
function register(font, script) {
    const family = `Casebridge ${font} ${script}`;
    for (const weight of [400, 700])
        GlobalFonts.registerFromPath(resolve(`@fontsource/${font}/files/${font}-${script}-${weight}-normal.woff2`), family);
    return `"${family}"`;
}
/** @param size in pixels */
export function fontOf(size, weight = 400) {
    return `${weight} ${size}px ${families}`;
}
/** Controls, marks of direction, variants of emoji: they show nothing, or turn what follows. The joiners of some scripts stay. */
const unseen = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\uFE00-\uFE0F]/gu;
/**
 * On one line, in a direction of its own, without what would be an empty box: an emoji is left out, letters that no font has become an
 * ellipsis.
 */
export function drawable(text) {
    const line = text.normalize('NFC').replace(/\s+/g, ' ').replace(unseen, '');
    const drawn = line
        .replace(/[^\u0000-\u007F]/gu, (char) => (isBox(char) ? (/[\p{L}\p{N}]/u.test(char) ? '…' : '') : char))
        .replace(/…(\s?…)+/g, '…')
        .replace(/(?<![\p{L}\p{M}])[\u200C\u200D]+/gu, '') // joined emoji
        .replace(/ +/g, ' ')
        .trim();
    return `\u2068${drawn || '…'}\u2069`;
}
const boxes = new Map();
/** Whether the character looks like one that is in no font. */
function isBox(char) {
    const known = boxes.get(char);
    if (known !== undefined)
        return known;
    const box = picture(char).equals(picture('\u{10FFFD}'));
    boxes.set(char, box);
    return box;
}
function picture(char) {
    const context = createCanvas(48, 48).getContext('2d');
    context.font = fontOf(24);
    context.fillText(char, 8, 34);
    return Buffer.from(context.getImageData(0, 0, 48, 48).data.buffer);
}
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Cuts to a width in the context's font, whole characters, and shows that something is missing. */
export function fit(context, text, width) {
    if (context.measureText(text).width <= width)
        return text;
    const parts = [...graphemes.segment(text)].map(({ segment }) => segment);
    let [fits, tooLong] = [0, parts.length];
    while (tooLong - fits > 1) {
        const middle = (fits + tooLong) >> 1;
        if (context.measureText(`${parts.slice(0, middle).join('')}…`).width <= width)
            fits = middle;
        else
            tooLong = middle;
    }
    return `${parts.slice(0, fits).join('').trimEnd()}…`;
}
/** Breaks between words into at most so many lines; the last one is cut. */
export function wrap(context, text, width, most) {
    const words = text.split(' ');
    const lines = [];
    while (words.length > 0 && lines.length < most - 1) {
        let line = words.shift() ?? '';
        while (words[0] !== undefined && context.measureText(`${line} ${words[0]}`).width <= width)
            line += ` ${words.shift()}`;
        lines.push(fit(context, line, width));
    }
    return words.length > 0 ? [...lines, fit(context, words.join(' '), width)] : lines;
}
//# sourceMappingURL=fonts.js.map
import { limits } from "../transport/limits.js";
import { markdownElements } from "./markdown.js";
import { quietLine, renderElement } from "./element.js";
const whole = { text: Infinity, field: 1600, title: 1400, below: 1400 };
/** A text in an alphabet of three bytes a character still shows as much as fits: between whole and brief there are steps. */
const steps = [8000, 6000, 4500, 3000, 2000, 1200].map((text) => ({ text, field: 600, title: 300, below: 400 }));
const brief = { text: 500, field: 300, title: 80, below: 220 };
/** A text longer than a card shows nothing more when its end is left out before it is read. */
const longest = limits.cardBytes;
/** @param room bytes of the body as JSON */
export function fitBody(elements, around, room) {
    const parsed = new Map();
    const markdown = (text) => {
        const known = parsed.get(text) ?? markdownElements(text.slice(0, longest));
        parsed.set(text, known);
        return known;
    };
    for (const detail of [whole, ...steps]) {
        const parts = draw(elements, { ...around, detail, markdown });
        if (sizeOf(parts) <= room)
            return parts.flatMap(({ drawn }) => drawn);
        // far too much is not saved by a shorter text
        if (sizeOf(parts) > 40 * room)
            break;
    }
    return shorten(draw(elements, { ...around, detail: brief, markdown }), room);
}
export function bytesOf(json) {
    return Buffer.byteLength(JSON.stringify(json));
}
function draw(elements, around) {
    const parts = [];
    let divided = false;
    elements.forEach((element, at) => {
        const drawn = renderElement(element, at, around);
        if (element.kind === 'divider')
            divided = true;
        const [first, ...rest] = drawn;
        if (!first)
            return;
        parts.push(partOf(divided ? [{ ...first, separator: true }, ...rest] : drawn, element.kind === 'actions'));
        divided = false;
    });
    return parts;
}
function partOf(drawn, isControls) {
    return { drawn, isControls, bytes: bytesOf(drawn) - 1 };
}
function sizeOf(parts) {
    return parts.reduce((sum, { bytes }) => sum + bytes, 2);
}
const missing = partOf(quietLine('There is more than fits here. View the case, turn the page, or search for less.'), false);
/** What can be done stays as long as there is anything to leave out. */
function shorten(parts, room) {
    let size = sizeOf(parts);
    if (size <= room)
        return parts.flatMap(({ drawn }) => drawn);
    const kept = [...parts];
    while (kept.length > 0 && size + missing.bytes > room) {
        const words = kept.findLastIndex(({ isControls }) => !isControls);
        const [left] = kept.splice(words === -1 ? kept.length - 1 : words, 1);
        size -= left?.bytes ?? 0;
    }
    kept.splice(kept.findLastIndex(({ isControls }) => !isControls) + 1, 0, missing);
    return kept.flatMap(({ drawn }) => drawn);
}
//# sourceMappingURL=fit.js.map
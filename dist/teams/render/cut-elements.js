// Elements of text up to so many characters; where one is cut, an ellipsis says so.
import { truncate } from "../../cards/visible-text.js";
/** @param max characters, in all of them together */
export function cutElements(elements, max) {
    const kept = [];
    let left = max;
    for (const element of elements) {
        const length = lengthOf(element);
        if (length > left) {
            const part = partOf(element, left);
            return { kept: part ? [...kept, part] : kept, isCut: true };
        }
        kept.push(element);
        left -= length;
    }
    return { kept, isCut: false };
}
function lengthOf(element) {
    switch (element.type) {
        case 'RichTextBlock':
            return element.inlines.reduce((sum, { text }) => sum + text.length, 0);
        case 'TextBlock':
            return element.text.length;
        case 'Container':
            return element.items.reduce((sum, item) => sum + lengthOf(item), 0);
        default:
            return 0;
    }
}
/** The beginning of an element; null where there is no room for any of it. A TextBlock is markdown, and whole or not there. */
function partOf(element, max) {
    if (max < 1)
        return null;
    if (element.type === 'RichTextBlock')
        return { ...element, inlines: cutRuns(element, max) };
    if (element.type !== 'Container')
        return null;
    const { kept: items } = cutElements(element.items, max);
    return items.length > 0 ? { ...element, items } : null;
}
function cutRuns({ inlines }, max) {
    const runs = [];
    let left = max;
    for (const run of inlines) {
        if (left < 1)
            break;
        runs.push({ ...run, text: truncate(run.text, left) });
        if (run.text.length > left)
            break;
        left -= run.text.length;
    }
    const last = runs.at(-1);
    if (last && !last.text.endsWith('…'))
        runs[runs.length - 1] = { ...last, text: `${last.text}…` };
    return runs;
}
//# sourceMappingURL=cut-elements.js.map
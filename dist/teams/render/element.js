import { toneSigns } from "../../cards/tones.js";
import { cutElements } from "./cut-elements.js";
import { markdownLine } from "./escape.js";
import { limits } from "../transport/limits.js";
import { title } from "./plain-text.js";
import { pressAction } from "./action.js";
import { renderControls } from "./actions.js";
import { runLines, wordLines } from "./inline.js";
/** A sign for each tone, the same as in Slack: colour alone says nothing to some. */
const styles = {
    neutral: 'emphasis',
    good: 'good',
    warning: 'warning',
    danger: 'attention',
    incident: 'warning',
    maintenance: 'good',
    over: 'emphasis',
};
const quiet = { size: 'Small', isSubtle: true };
/**
 * @param at the element's place in the card
 * @returns nothing for a divider: it is a line above the next element
 */
export function renderElement(element, at, around) {
    switch (element.kind) {
        case 'heading':
            return runLines([{ text: title(element.text, limits.heading) }], { size: 'Large', weight: 'Bolder' });
        case 'text':
            return shortened(wordLines(element.text, {}, around.mentions), around);
        case 'context':
            return shortened(wordLines(element.text, quiet, around.mentions), around);
        case 'markdown':
            return shortened(around.markdown(element.text), around);
        case 'fields':
            return element.fields.map((field, index) => renderField(field, index, around));
        case 'listItem':
            return [renderRow(element, around)];
        case 'callout':
            return [renderCallout(element.tone, element.text, around)];
        case 'divider':
            return [];
        case 'actions':
            return renderControls(element.actions, at, around);
    }
}
export function renderCallout(tone, words, around) {
    const items = wordLines([`${toneSigns[tone]} `, ...words], {}, around.mentions);
    return { type: 'Container', style: styles[tone], bleed: false, items: shortened(items, around) };
}
/** A small grey line. */
export function quietLine(text) {
    return wordLines([text], quiet, new Map());
}
function shortened(elements, { detail }) {
    const { kept, isCut } = cutElements(elements, detail.text);
    return isCut ? [...kept, ...quietLine('… cut here: it is too long to be shown whole.')] : kept;
}
/** Label and value side by side, a row each: columns of one row stay level however a value wraps, on a phone, too. */
function renderField({ label, value }, index, around) {
    const { kept } = cutElements(wordLines(value, {}, around.mentions), around.detail.field);
    const name = runLines([{ text: title(label, limits.label) }], { isSubtle: true });
    return {
        type: 'ColumnSet',
        ...(index > 0 ? { spacing: 'Small' } : {}),
        columns: [
            { type: 'Column', width: 1, items: name },
            { type: 'Column', width: 2, items: kept.length > 0 ? kept : runLines([{ text: '–' }], {}) },
        ],
    };
}
/** The whole line can be pressed; its button's words at the end say so. */
function renderRow({ text: words, detail: more = [], button }, around) {
    const { detail, mentions } = around;
    const head = cutElements(wordLines(words, {}, mentions), detail.title).kept;
    const below = cutElements(wordLines(more, quiet, mentions), detail.below).kept;
    const items = [...head, ...below.map((line, index) => (index === 0 ? { ...line, spacing: 'None' } : line))];
    const column = { type: 'Column', width: 'stretch', items: items.length > 0 ? items : runLines([{ text: '–' }], {}) };
    if (!button)
        return { type: 'ColumnSet', separator: true, columns: [column] };
    // a TextBlock: a RichTextBlock swallows the press in some clients (github.com/microsoft/AdaptiveCards/issues/9344)
    const press = {
        type: 'Column',
        width: 'auto',
        verticalContentAlignment: 'Center',
        items: [{ type: 'TextBlock', text: markdownLine([{ text: `${title(button.label, 30)} ›` }]), wrap: true, color: 'Accent' }],
    };
    const named = { ...button, label: `${button.label} ${plainWords(words)}` };
    const { style: _, ...selectAction } = pressAction(named, around);
    return { type: 'ColumnSet', separator: true, columns: [column, press], selectAction };
}
/** For screen readers, which read a press without its line. */
function plainWords(words) {
    return words
        .map((word) => {
        if (typeof word === 'string')
            return word;
        if ('bold' in word)
            return word.bold;
        if ('at' in word)
            return word.at.toISOString().slice(0, 10);
        return 'mention' in word ? word.name : word.text;
    })
        .join('');
}
//# sourceMappingURL=element.js.map
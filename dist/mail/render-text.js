import { visibleText } from "../cards/visible-text.js";
import { toneSigns } from "../cards/tones.js";
import { addressOf, onlyInChat, labelOf } from "./render-html.js";
import { inlineText } from "./inline.js";
/** Renders the elements of a card as plain text. */
export function elementsText(elements, reader) {
    return elements
        .map((element) => elementText(element, reader))
        .filter((text) => text.trim() !== '')
        .join('\n\n');
}
function elementText(element, reader) {
    switch (element.kind) {
        case 'heading':
            return visibleText(element.text);
        case 'text':
        case 'context':
            return inlineText(element.text, reader);
        case 'markdown':
            // CommonMark is readable as plain text
            return visibleText(element.text);
        case 'fields':
            return element.fields.map(({ label, value }) => `${visibleText(label)}: ${inlineText(value, reader)}`).join('\n');
        case 'listItem':
            return [
                `- ${inlineText(element.text, reader)}`,
                ...(element.detail ? [`  ${inlineText(element.detail, reader)}`] : []),
                ...(element.button ? [controlsText([element.button], reader)] : []),
            ].join('\n');
        case 'callout':
            return `${toneSigns[element.tone]} ${inlineText(element.text, reader)}`;
        case 'divider':
            return '--------';
        case 'actions':
            return controlsText(element.actions, reader);
    }
}
function controlsText(all, reader) {
    const links = all.flatMap((control) => {
        const address = addressOf(control, reader);
        return address === null ? [] : [`${labelOf(control)}:\n${address}`];
    });
    return [...links, onlyInChat(all, reader) ?? ''].filter((line) => line !== '').join('\n');
}
//# sourceMappingURL=render-text.js.map
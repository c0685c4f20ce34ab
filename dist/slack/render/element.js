import { toneSigns } from "../../cards/tones.js";
import { truncate, visibleText } from "../../cards/visible-text.js";
import { inlineMrkdwn } from "./inline.js";
import { limits } from "../transport/limits.js";
import { toMrkdwn } from "./markdown.js";
import { cutMrkdwn, splitMrkdwn } from "./split.js";
export const whole = { sections: Infinity, field: 1600, title: 1400, below: 1400 };
export const brief = { sections: 1, field: 300, title: 80, below: 220 };
/** A sign for each tone: colour alone says nothing to some, and Slack's blocks have none. */
/** @param id keeps the action ids of one message apart */
export function renderElement(element, id, detail) {
    switch (element.kind) {
        case 'heading':
            return [{ type: 'header', text: plainText(element.text, limits.headerText) }];
        case 'text':
            return sections(inlineMrkdwn(element.text), detail);
        case 'context':
            return [contextBlock(inlineMrkdwn(element.text))];
        case 'markdown':
            return sections(toMrkdwn(element.text), detail);
        case 'fields':
            return chunks(element.fields, limits.sectionFields).map((fields) => ({
                type: 'section',
                fields: fields.map(({ label, value }) => mrkdwn(`${inlineMrkdwn([{ bold: label }])}\n${cutMrkdwn(inlineMrkdwn(value), detail.field) || '–'}`, limits.fieldText)),
            }));
        case 'listItem':
            return [row(element, id, detail)];
        case 'callout':
            return sections(`${toneSigns[element.tone]} ${inlineMrkdwn(element.text)}`, detail);
        case 'divider':
            return [{ type: 'divider' }];
        case 'actions':
            return chunks(element.actions.filter(isUsable), controlsInARow).map((controls, line) => ({
                type: 'actions',
                elements: controls.map((control, at) => renderControl(control, `${id}.${line}.${at}`)),
            }));
    }
}
/** More than five in one block wrap to a second line and read badly. */
const controlsInARow = 5;
/** Slack refuses a select with nothing to choose, and a button that leads nowhere. */
function isUsable(control) {
    if (control.kind === 'link')
        return URL.canParse(control.url);
    return control.kind !== 'select' || control.options.length > 0;
}
function row({ text: words, detail: more, button }, id, detail) {
    const lines = [cutMrkdwn(inlineMrkdwn(words), detail.title), ...(more ? [cutMrkdwn(inlineMrkdwn(more), detail.below)] : [])];
    return {
        type: 'section',
        text: mrkdwn(lines.join('\n'), limits.sectionText),
        ...(button ? { accessory: renderButton(button, id) } : {}),
    };
}
function renderControl(control, id) {
    switch (control.kind) {
        case 'button':
            return renderButton(control, id);
        case 'link':
            return renderLink(control, id);
        case 'select':
            return renderSelect(control, id);
    }
}
/** The action of a link, which opens by itself. */
export const linkAction = 'link';
/** The action stands before the `#`; what follows only keeps the ids of one block apart. */
function actionId(action, id) {
    return `${action}#${id}`;
}
function renderButton(control, id) {
    return {
        type: 'button',
        text: plainText(control.label, limits.buttonText),
        action_id: actionId(control.action, id),
        ...(control.value ? { value: control.value.slice(0, limits.buttonValue) } : {}),
        ...(control.style ? { style: control.style } : {}),
    };
}
function renderLink(control, id) {
    return {
        type: 'button',
        text: plainText(control.label, limits.buttonText),
        url: control.url.slice(0, limits.buttonUrl),
        action_id: actionId(linkAction, id),
    };
}
function renderSelect(control, id) {
    return {
        type: 'static_select',
        action_id: actionId(control.action, id),
        ...renderOptions(control.options, control.initial, control.label),
    };
}
/** The placeholder names the initial choice: clients that do not know initial options show it all the same. */
export function renderOptions(options, initial, placeholder) {
    const rendered = options.slice(0, limits.selectOptions).map(renderOption);
    const chosen = options.slice(0, limits.selectOptions).findIndex((option) => option.value === initial);
    return {
        options: rendered,
        placeholder: plainText(options[chosen]?.label ?? placeholder, limits.placeholder),
        ...(rendered[chosen] ? { initial_option: rendered[chosen] } : {}),
    };
}
export function renderOption(option) {
    return { text: plainText(option.label, limits.optionText), value: option.value.slice(0, limits.optionValue) || ' ' };
}
/** Plain text of at least one character, as Slack asks. */
export function plainText(text, max) {
    return { type: 'plain_text', text: truncate(visibleText(text).trim() || '–', max) };
}
function sections(text, detail) {
    const pieces = splitMrkdwn(text || '–', limits.sectionText);
    const shown = pieces.slice(0, detail.sections);
    return [
        ...shown.map((piece) => ({ type: 'section', text: mrkdwn(piece, limits.sectionText) })),
        ...(shown.length < pieces.length ? [contextBlock('… cut here: it is too long to be shown whole.')] : []),
    ];
}
export function contextBlock(text) {
    return { type: 'context', elements: [mrkdwn(text, limits.sectionText)] };
}
/** verbatim: Slack makes no links and mentions of its own out of what people typed. */
function mrkdwn(text, max) {
    return { type: 'mrkdwn', text: cutMrkdwn(text.trim() || '–', max), verbatim: true };
}
function chunks(all, size) {
    return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));
}
//# sourceMappingURL=element.js.map
import { viewBlocks } from "./fit.js";
import { limits } from "../transport/limits.js";
import { plainText } from "./element.js";
import { renderForm } from "./form.js";
/** A window to read has nothing to send. */
const windowCallback = 'window';
export function renderModal(card) {
    return {
        type: 'modal',
        callback_id: windowCallback,
        title: plainText(card.title ?? 'Casebridge', limits.viewTitle),
        close: plainText('Close', limits.viewSubmit),
        blocks: viewBlocks(card.elements),
    };
}
export function renderHome(card) {
    return { type: 'home', blocks: viewBlocks(card.elements) };
}
/** Opened at once, because a trigger lives three seconds; filled when the answer is there. */
export const loadingView = {
    type: 'modal',
    callback_id: windowCallback,
    title: plainText('One moment', limits.viewTitle),
    close: plainText('Cancel', limits.viewSubmit),
    blocks: [{ type: 'section', text: plainText('Loading…', limits.sectionText) }],
};
const done = { summary: 'Done', elements: [{ kind: 'callout', tone: 'good', text: ['Done.'] }] };
/** Whatever the reply is, as a window. */
export function viewOf(reply) {
    switch (reply.kind) {
        case 'form':
            return renderForm(reply.form);
        case 'card':
        case 'home':
            return renderModal(reply.card);
        case 'done':
            return renderModal(reply.card ?? done);
        case 'field-errors':
            return renderModal({
                summary: 'Not sent',
                elements: Object.values(reply.fields).map((words) => ({ kind: 'callout', tone: 'warning', text: [words] })),
            });
        case 'results':
            return renderModal({
                summary: 'Found',
                elements: reply.results.map(({ title, detail }) => ({ kind: 'listItem', text: [{ bold: title }], detail: [detail] })),
            });
        case 'nothing':
        case 'options':
            return renderModal(done);
    }
}
//# sourceMappingURL=view.js.map
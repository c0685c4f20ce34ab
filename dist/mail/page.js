// The pages that the links of a mail open.
import { h } from 'hastscript';
import { visibleText } from "../cards/visible-text.js";
import { htmlDocument } from "./document.js";
import { renderForm } from "./render-form.js";
import { renderElements } from "./render-html.js";
import { styles } from "./styles.js";
/**
 * Renders what a link shows: a card, or a form whose button acts.
 * @param brand the support organization's name
 * @param address the address the link was mailed to
 * @param state the form's sealed state
 */
export function seenPage(brand, address, seen, state, reader) {
    const content = seen.kind === 'form' ? renderForm(seen, state, reader) : renderElements(seen.card.elements, reader);
    const title = seen.kind === 'form' ? seen.form.title : (seen.card.title ?? seen.card.summary);
    return page(brand, title, [
        ...content,
        h('p', { style: styles.footer }, `You're viewing this as ${visibleText(seen.reader)} (${visibleText(address)}).`),
    ]);
}
/** Renders a short message. @param next what the reader can do */
export function messagePage(brand, message, next) {
    return page(brand, message, [h('h1', { style: styles.heading }, message), h('p', { style: styles.text }, next)]);
}
function page(brand, title, content) {
    return htmlDocument(`${visibleText(title)} · ${visibleText(brand)}`, [
        h('p', { style: styles.brand }, visibleText(brand)),
        ...content,
    ]);
}
//# sourceMappingURL=page.js.map
import { h } from 'hastscript';
import { visibleText } from "../cards/visible-text.js";
import { formatDate, formatDateTime } from "../domain/text/times.js";
import { styles } from "./styles.js";
/** Renders inline text as HTML. */
export function inlineHtml(parts, { zone }) {
    return parts.map((part) => {
        if (typeof part === 'string')
            return { type: 'text', value: visibleText(part) };
        if ('bold' in part)
            return h('strong', visibleText(part.bold));
        if ('at' in part)
            return h('time', { dateTime: part.at.toISOString() }, moment(part, zone));
        if ('mention' in part)
            return h('strong', `@${visibleText(part.name)}`);
        const href = safeUrl(part.link);
        const text = visibleText(part.text) || visibleText(part.link);
        return href === null ? { type: 'text', value: text } : h('a', { href, style: styles.link }, text);
    });
}
/** Renders inline text as plain text. */
export function inlineText(parts, { zone }) {
    return parts
        .map((part) => {
        if (typeof part === 'string')
            return visibleText(part);
        if ('bold' in part)
            return visibleText(part.bold);
        if ('at' in part)
            return moment(part, zone);
        if ('mention' in part)
            return `@${visibleText(part.name)}`;
        const href = safeUrl(part.link);
        // the link text of a phone number is the number itself
        return href === null || href.startsWith('tel:') ? visibleText(part.text) : `${visibleText(part.text)} <${href}>`;
    })
        .join('');
}
const allowedProtocols = new Set(['http:', 'https:', 'mailto:', 'tel:']);
/** Returns the address when it is safe to link to: web, mail and phone addresses. @returns null for any other */
export function safeUrl(url) {
    const address = visibleText(url).trim();
    if (!URL.canParse(address))
        return null;
    const { protocol, href } = new URL(address);
    return allowedProtocols.has(protocol) ? href : null;
}
/** Writes a moment with its time zone, because mail is read anywhere. */
function moment({ at, as }, zone) {
    return as === 'date' ? formatDate(at, zone) : formatDateTime(at, zone);
}
//# sourceMappingURL=inline.js.map
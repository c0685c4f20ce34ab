import { truncate, visibleText } from "../cards/visible-text.js";
import { DeliveryError } from "../ports.js";
import { deliveryError } from "./errors.js";
import { renderMail } from "./render.js";
import { connectMailServer } from "./smtp.js";
/** A burst of posts on a case is mailed at once, a flood is slowed down. */
const pace = { everyMs: 100, burst: 20 };
/**
 * Creates the mail transport. A mailbox cannot be searched: a mail in doubt is sent again under the same Message-ID, by which mail servers
 * and clients recognize the duplicate.
 */
export function createTransport(parts) {
    const transport = connectMailServer(parts.config);
    const { address, name } = parts.config.from;
    const host = address.slice(address.lastIndexOf('@') + 1);
    return {
        pace,
        send: async (target, card, deliveryId) => {
            const { html, text } = await rendered(parts, target, card);
            const thread = target.threadRef === undefined ? {} : threadHeaders(target.threadRef, host);
            const messageId = `<${['delivery-' + String(deliveryId), target.threadRef].filter(Boolean).join('.')}@${host}>`;
            try {
                const sent = await transport.sendMail({
                    from: { name: name ?? parts.brand, address },
                    to: { name: '', address: target.channelId },
                    subject: subjectOf(card),
                    messageId,
                    ...thread,
                    // suppresses out-of-office replies: RFC 3834, and what Exchange understands
                    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
                    text,
                    html,
                });
                return sent.messageId;
            }
            catch (error) {
                throw deliveryError(error);
            }
        },
        update: async () => undefined,
        remove: async () => undefined,
        find: async () => 'unknown',
        stop: () => transport.close(),
    };
}
/** All mails of a case refer to one that was never sent, so that clients show them as one conversation. */
function threadHeaders(thread, host) {
    const root = `<${thread}@${host}>`;
    return { inReplyTo: root, references: root };
}
/** The subject is the same for every mail of a case: clients that ignore References group by it. */
function subjectOf({ about, title, summary }) {
    const of = /^(CB-\d+) · (.*)$/s.exec(about ?? '');
    return oneLine(of ? `[${of[1] ?? ''}] ${of[2] ?? ''}` : (title ?? summary));
}
function oneLine(text) {
    return truncate(visibleText(text).replace(/\s+/g, ' ').trim(), 200);
}
/** A card that cannot be rendered is refused; a time zone that cannot be read now is worth another attempt. */
async function rendered({ brand, links, leads, zoneOf }, target, card) {
    const { channelId: address, threadRef } = target;
    const zone = await zoneOf(address).catch((cause) => {
        throw new DeliveryError('failed', 'reader_unknown', undefined, { cause });
    });
    const leadsTo = ({ action, value = '' }) => links && leads(action) ? links.write({ address, action, value }) : null;
    try {
        return renderMail(threadRef === undefined || !links ? card : withCaseLink(card, threadRef), brand, { zone, leadsTo });
    }
    catch (cause) {
        throw new DeliveryError('refused', 'not_renderable', undefined, { cause });
    }
}
/** Adds a link to the whole case to every mail about it. */
function withCaseLink(card, threadRef) {
    const view = { kind: 'button', label: 'View case', action: 'view', value: threadRef.replace(/^CB-/, '') };
    const last = card.elements.at(-1);
    const controls = last?.kind === 'actions' ? last.actions : [];
    if (controls.some((control) => control.kind === 'button' && control.action === 'view'))
        return card;
    const before = last?.kind === 'actions' ? card.elements.slice(0, -1) : card.elements;
    return { ...card, elements: [...before, { kind: 'actions', actions: [...controls, view] }] };
}
//# sourceMappingURL=transport.js.map
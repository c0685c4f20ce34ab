export const deliveryEvent = 'casebridge_delivery';
const blockPrefix = `${deliveryEvent}:`;
/** @returns what chat.postMessage takes */
export function marked(blocks, deliveryId) {
    const [first, ...others] = blocks;
    return {
        metadata: { event_type: deliveryEvent, event_payload: { delivery: deliveryId } },
        blocks: first ? [{ ...first, block_id: `${blockPrefix}${deliveryId}` }, ...others] : [],
    };
}
/** @returns the id of the delivery a message carries, null for any other message */
export function deliveryOf({ metadata, blocks }) {
    if (metadata?.event_type === deliveryEvent) {
        const payload = metadata.event_payload;
        if (typeof payload?.delivery === 'number')
            return payload.delivery;
    }
    const first = Array.isArray(blocks) ? blocks[0] : undefined;
    if (typeof first?.block_id !== 'string' || !first.block_id.startsWith(blockPrefix))
        return null;
    const id = Number(first.block_id.slice(blockPrefix.length));
    return Number.isInteger(id) ? id : null;
}
//# sourceMappingURL=delivery-mark.js.map
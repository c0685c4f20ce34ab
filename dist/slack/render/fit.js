import { limits } from "../transport/limits.js";
import { brief, contextBlock, renderElement, whole } from "./element.js";
const messageRoom = { blocks: limits.messageBlocks, size: characters, most: limits.messageCharacters };
const viewRoom = { blocks: limits.viewBlocks, size: bytes, most: limits.viewBytes };
export function messageBlocks(elements) {
    return fit(elements, messageRoom);
}
/** @param taken blocks of the view that are spoken for: a form's fields */
export function viewBlocks(elements, claimed = []) {
    return fit(elements, { ...viewRoom, blocks: viewRoom.blocks - claimed.length, most: viewRoom.most - bytes(claimed) });
}
const missing = contextBlock('There is more than fits here. View the case, turn the page, or search for less.');
function fit(elements, room) {
    for (const detail of [whole, brief]) {
        const blocks = elements.flatMap((element, index) => renderElement(element, `${index}`, detail));
        if (fits(blocks, room))
            return blocks;
        if (detail === brief)
            return shorten(blocks, room);
    }
    return [];
}
/** What can be done stays as long as there is anything to leave out. */
function shorten(blocks, room) {
    const kept = [...blocks];
    while (kept.length > 0 && !fits([...kept, missing], room)) {
        const words = kept.findLastIndex((block) => block.type !== 'actions');
        kept.splice(words === -1 ? kept.length - 1 : words, 1);
    }
    kept.splice(kept.findLastIndex((block) => block.type !== 'actions') + 1, 0, missing);
    return kept;
}
function fits(blocks, room) {
    return blocks.length <= room.blocks && room.size(blocks) <= room.most;
}
function characters(blocks) {
    return JSON.stringify(blocks).length;
}
function bytes(blocks) {
    return Buffer.byteLength(JSON.stringify(blocks));
}
//# sourceMappingURL=fit.js.map
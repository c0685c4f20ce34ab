import { entities } from "./escape.js";
import { messageBlocks } from "./fit.js";
import { truncate } from "../../cards/visible-text.js";
import { limits } from "../transport/limits.js";
export function renderMessage(card) {
    return { text: entities(truncate(card.summary, limits.fallbackText)) || '–', blocks: messageBlocks(card.elements) };
}
//# sourceMappingURL=card.js.map
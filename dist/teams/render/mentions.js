import { visibleText } from "../../cards/visible-text.js";
import { joint } from "./plain-text.js";
/** A Teams user id, a directory object id, or a user principal name: any other makes the service refuse the whole message. */
const userId = /^(29:\S+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w.+-]+@[\w-]+(\.[\w-]+)+)$/i;
/** Nobody is called by a card of more; each takes its place in the card twice. */
const most = 20;
export function mentionsOf(elements) {
    const found = new Map();
    const texts = new Set();
    for (const word of elements.flatMap(wordsOf)) {
        if (typeof word === 'string' || !('mention' in word) || !userId.test(word.mention) || found.has(word.mention))
            continue;
        if (found.size === most)
            break;
        const name = nameIn(word.name);
        let text = `<at>${name}</at>`;
        // two people of one name are told apart by the text
        while (texts.has(text))
            text = text.replace('</at>', `${joint}</at>`);
        texts.add(text);
        found.set(word.mention, { type: 'mention', text, mentioned: { id: word.mention, name } });
    }
    return found;
}
/** Nothing in it that markdown or the mention's own mark could be read from. */
function nameIn(name) {
    const plain = visibleText(name).replace(/[<>&*_~`[\]\\{}#|"\s]+/g, ' ');
    return plain.trim().slice(0, 100).trim() || 'someone';
}
function wordsOf(element) {
    switch (element.kind) {
        case 'text':
        case 'context':
        case 'callout':
            return element.text;
        case 'listItem':
            return [...element.text, ...(element.detail ?? [])];
        case 'fields':
            return element.fields.flatMap(({ value }) => value);
        case 'heading':
        case 'markdown':
        case 'divider':
        case 'actions':
            return [];
    }
}
//# sourceMappingURL=mentions.js.map
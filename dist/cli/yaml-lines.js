import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml';
/** A YAML text that remembers on which line each of its values stands. Lines count from 1. */
export class YamlLines {
    #lines = new LineCounter();
    #document;
    /** what makes it no YAML, in one line each */
    errors;
    constructor(text) {
        const document = parseDocument(text, { lineCounter: this.#lines });
        this.#document = document;
        this.errors = document.errors.map(({ pos, message }) => ({
            line: this.#lines.linePos(pos[0]).line,
            message: (message.split('\n')[0] ?? '').replace(/ at line \d.*/, ''),
        }));
    }
    /** @returns plain values; null for an empty text */
    toJS() {
        return this.#document.toJS();
    }
    /** @returns the line of the value at this path or, where there is none, of the nearest thing around it */
    lineOf(path) {
        let node = this.#document.contents;
        let offset = rangeStart(node) ?? 0;
        for (const step of path) {
            if (isMap(node)) {
                const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
                offset = rangeStart(pair?.key) ?? offset;
                node = pair?.value;
            }
            else if (isSeq(node)) {
                node = node.items[Number(step)];
                offset = rangeStart(node) ?? offset;
            }
            else
                break;
        }
        return this.#lines.linePos(offset).line;
    }
}
function rangeStart(node) {
    const { range } = (node ?? {});
    return range?.[0];
}
//# sourceMappingURL=yaml-lines.js.map
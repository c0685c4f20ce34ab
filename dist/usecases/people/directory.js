/** The file is refused whole. */
export class DirectoryError extends Error {
    name = 'DirectoryError';
    mistakes;
    constructor(mistakes) {
        const sorted = [...mistakes].sort((a, b) => a.line - b.line);
        super(sorted.map(({ line, message }) => `line ${line}: ${message}`).join('\n'));
        this.mistakes = sorted;
    }
}
//# sourceMappingURL=directory.js.map
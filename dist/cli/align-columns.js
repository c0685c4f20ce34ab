/** Rows as lines, each column as wide as its widest cell, two spaces between them. */
export function alignColumns(rows) {
    const widths = rows.reduce((all, row) => row.map((cell, i) => Math.max(all[i] ?? 0, cell.length)), []);
    return rows
        .map((row) => row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd())
        .join('\n');
}
//# sourceMappingURL=align-columns.js.map
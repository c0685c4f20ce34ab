/** More slips than this are another word. */
const mostSlips = 2;
/**
 * The word somebody probably meant.
 * @param typed in lower case
 * @returns null where none is near
 */
export function suggestCommand(typed, words) {
    if (typed.length < 2)
        return null;
    const begun = words.find((word) => word.startsWith(typed));
    if (begun !== undefined)
        return begun;
    const near = words
        .map((word) => ({ word, slips: slipsBetween(typed, word) }))
        // in a word of three letters two slips leave nothing
        .filter(({ word, slips }) => slips <= Math.min(mostSlips, Math.floor(word.length / 2)))
        .sort((one, other) => one.slips - other.slips);
    return near[0]?.word ?? null;
}
/** Letters added, dropped, changed or swapped with their neighbour (optimal string alignment). */
function slipsBetween(typed, word) {
    // whatever is so much longer is no slip, and need not be measured
    if (Math.abs(typed.length - word.length) > mostSlips)
        return Infinity;
    const rows = [Array.from({ length: word.length + 1 }, (_, at) => at)];
    const cell = (row, column) => rows[row]?.[column] ?? Infinity;
    for (let row = 1; row <= typed.length; row += 1) {
        rows.push([row]);
        for (let column = 1; column <= word.length; column += 1) {
            const same = typed[row - 1] === word[column - 1] ? 0 : 1;
            const swapped = typed[row - 1] === word[column - 2] && typed[row - 2] === word[column - 1] ? 1 : Infinity;
            const cost = [cell(row - 1, column) + 1, cell(row, column - 1) + 1, cell(row - 1, column - 1) + same];
            rows[row]?.push(Math.min(...cost, cell(row - 2, column - 2) + swapped));
        }
    }
    return cell(typed.length, word.length);
}
//# sourceMappingURL=suggest-command.js.map
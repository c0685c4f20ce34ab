import { isDeepStrictEqual } from 'node:util';
/**
 * What it takes to make the database say what the file says.
 * @param find the stored row of an entry, if any
 * @param dataOf the columns an entry stands for; undefined when the entry is mistaken
 * @param force also where chat has changed something since
 */
export function compareSection({ listed, removed }, nameOf, find, dataOf, force) {
    const tally = { added: [], changed: [], removed: [], kept: [], left: 0 };
    const result = { add: [], change: [], remove: [], tally };
    const chatWins = (row) => !force && Boolean(row.changedInChatAt);
    for (const entry of listed) {
        const data = dataOf(entry);
        const row = find(entry);
        if (!data)
            continue;
        if (!row) {
            tally.added.push(nameOf(entry));
            result.add.push({ entry, data });
        }
        else if (row.active && saysTheSame(row, data))
            tally.left += 1;
        else if (chatWins(row))
            tally.kept.push(nameOf(entry));
        else {
            tally.changed.push(nameOf(entry));
            result.change.push({ row, data });
        }
    }
    for (const entry of removed) {
        const row = find(entry);
        if (!row?.active)
            tally.left += 1;
        else if (chatWins(row))
            tally.kept.push(nameOf(entry));
        else {
            tally.removed.push(nameOf(entry));
            result.remove.push(row);
        }
    }
    return result;
}
function saysTheSame(row, data) {
    const stored = row;
    return Object.entries(data).every(([column, value]) => isDeepStrictEqual(stored[column], value));
}
//# sourceMappingURL=compare-section.js.map
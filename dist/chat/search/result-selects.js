// How a result is sorted and how much of it a page shows: chosen on the card, where the query is short enough to be carried.
import { formatQuery, pageSizes } from "../../domain/case-query.js";
const sortLabels = {
    modified: 'Last modified',
    number: 'Case number',
    subject: 'Subject',
    status: 'Status',
    priority: 'Priority',
    module: 'Module',
    type: 'Case type',
    contact: 'Contact',
    account: 'Account',
};
/** An option carries at most so much (Slack: 150 characters). */
const longestOption = 150;
/** Every column in both directions. @param valueOf what choosing one carries */
export function sortOptions(withAccount, valueOf) {
    return Object.keys(sortLabels)
        .filter((by) => by !== 'account' || withAccount)
        .flatMap((by) => ['desc', 'asc'].map((dir) => ({
        label: `${sortLabels[by]} ${dir === 'desc' ? '↓' : '↑'}`,
        value: valueOf({ by, dir }),
    })));
}
/** @param usual the configured page size @param valueOf what choosing one carries */
export function sizeOptions(usual, now, valueOf) {
    const sizes = [...new Set([...pageSizes, usual, now])].sort((one, other) => one - other);
    return sizes.map((size) => ({ label: `${size} a page`, value: valueOf(size) }));
}
/** Choosing starts at the first page. None for a query too long to be carried: the filter form and `sort:` do it, too. */
export function resultSelects(query, total, withAccount, usualSize) {
    if (total < 2)
        return [];
    const carried = (change) => formatQuery({ ...query, page: 1, ...change });
    const sorts = sortOptions(withAccount, (sort) => carried({ sort }));
    const sizes = sizeOptions(usualSize, query.pageSize, (pageSize) => carried({ pageSize }));
    const selects = [{ kind: 'select', label: 'Sort by', action: 'page', options: sorts, initial: carried({}) }];
    if (total > Math.min(...pageSizes))
        selects.push({ kind: 'select', label: 'Page size', action: 'page', options: sizes, initial: carried({}) });
    return selects.filter((one) => one.kind === 'select' && one.options.every(({ value }) => value.length <= longestOption));
}
//# sourceMappingURL=result-selects.js.map
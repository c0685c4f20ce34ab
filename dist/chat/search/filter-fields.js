import { priorities } from "../../domain/priority.js";
import { statuses, statusesMatching, statusLabel } from "../../domain/status.js";
import { sizeOptions, sortOptions } from "./result-selects.js";
const same = (values) => values.map((value) => ({ label: value, value }));
export const conditions = [
    { name: 'subject', label: 'Subject contains', field: 'subject', op: 'contains' },
    { name: 'status', label: 'Status', field: 'status', op: 'starts-with', options: statusOptions },
    { name: 'priority', label: 'Priority', field: 'priority', op: 'starts-with', options: () => same(priorities) },
    { name: 'module', label: 'Module', field: 'module', op: 'equals', options: ({ modules }) => same(modules) },
    { name: 'type', label: 'Case type', field: 'type', op: 'equals', options: ({ caseTypes }) => same(caseTypes) },
    { name: 'contact', label: 'Contact', field: 'contact', op: 'contains' },
    { name: 'account', label: 'Account', field: 'account', op: 'contains', advisors: true },
    { name: 'modified-from', label: 'Last modified from', field: 'modified', op: 'from' },
    { name: 'modified-to', label: 'Last modified to', field: 'modified', op: 'to' },
];
/** A status is searched for by how its name begins, and one name begins like another: the label names all that are meant. */
function statusOptions() {
    return ['pending', ...statuses].map((value) => ({ label: statusesMatching(value).map(statusLabel).join(' or '), value }));
}
/** Chosen instead of nothing: a choice once made cannot be unmade on every platform. */
export const any = 'any';
export const which = [
    { label: 'All cases', value: 'all', mine: false, open: false },
    { label: 'Open cases', value: 'open', mine: false, open: true },
    { label: 'My cases', value: 'mine', mine: true, open: false },
    { label: 'My open cases', value: 'mine-open', mine: true, open: true },
];
/** The first filter of the query that this field shows. */
export function shownBy({ field, op }, query) {
    return query.filters.find((one) => one.field === field && one.op === op);
}
export function filterFields(query, settings, withAccount) {
    const chosen = which.find(({ mine, open }) => mine === query.mine && open === query.open);
    return [
        { kind: 'line', name: 'words', label: 'Words', hint: 'In the subject, the description or a post.', max: 255, initial: wordsOf(query) },
        { kind: 'choice', name: 'which', label: 'Cases', options: which.map(({ label, value }) => ({ label, value })), initial: chosen?.value },
        ...conditions.filter(({ advisors }) => !advisors || withAccount).map((one) => fieldOf(one, query, settings)),
        {
            kind: 'choice',
            name: 'sort',
            label: 'Sort by',
            options: sortOptions(withAccount, ({ by, dir }) => `${by}-${dir}`),
            initial: `${query.sort.by}-${query.sort.dir}`,
        },
        {
            kind: 'choice',
            name: 'size',
            label: 'Page size',
            options: sizeOptions(settings.search.pageSize, query.pageSize, String),
            initial: String(query.pageSize),
        },
    ]; // prettier-ignore
}
function fieldOf(condition, query, settings) {
    const { name, label, field, options } = condition;
    const value = shownBy(condition, query)?.value;
    if (field === 'modified')
        return { kind: 'date', name, label, initial: value };
    if (!options)
        return { kind: 'line', name, label, max: 100, initial: value };
    const known = options(settings);
    const initial = known.find((one) => one.value.toLowerCase() === value?.toLowerCase());
    // a beginning that was typed, such as `status:assi`
    const typed = value === undefined || initial ? [] : [{ label: `${value}…`, value }];
    return {
        kind: 'choice',
        name,
        label,
        options: [{ label: 'Any', value: any }, ...typed, ...known],
        initial: initial?.value ?? value ?? any,
    };
}
function wordsOf({ words }) {
    return words.map((word) => (/^[\p{L}\p{N}-]+$/u.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`)).join(' ');
}
//# sourceMappingURL=filter-fields.js.map
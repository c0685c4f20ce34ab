// A search as a value: what `search …` says, what the filter form sends, what a page button carries.
import { z } from 'zod';
import { CaseError } from "./case-error.js";
import { parseCaseNumber } from "./case-number.js";
import { prioritiesMatching } from "./priority.js";
import { statusesMatching } from "./status.js";
const operators = ['equals', 'not-equals', 'starts-with', 'ends-with', 'contains', 'not-contains', 'from', 'to'];
const fields = ['number', 'subject', 'status', 'priority', 'module', 'type', 'contact', 'account', 'modified'];
const orders = ['modified', 'number', 'subject', 'status', 'priority', 'module', 'type', 'contact', 'account'];
const filter = z.object({ field: z.enum(fields), op: z.enum(operators), value: z.string().min(1).max(255) });
/** The largest page a platform's message can hold in comfort. */
export const pageSizes = [10, 20, 40];
/** Conditions combine with AND. */
export const caseQuery = z.object({
    /** free words: each is found in the subject, the description or a post */
    words: z.array(z.string().min(1).max(100)).max(10).default([]),
    filters: z.array(filter).max(12).default([]),
    /** a contact's: filed by them; an advisor's: assigned to them */
    mine: z.boolean().default(false),
    /** not closed */
    open: z.boolean().default(false),
    sort: z.object({ by: z.enum(orders), dir: z.enum(['asc', 'desc']) }).default({ by: 'modified', dir: 'desc' }),
    page: z.int().min(1).max(1_000_000).default(1),
    pageSize: z.int().min(1).max(40).default(20),
});
/**
 * Reads `subject:"grade book" status:pending module:Attendance sort:priority page:2 words`.
 * @throws CaseError bad-search, naming the word and what is possible
 */
export function parseQuery(text, settings) {
    const query = caseQuery.parse({ pageSize: settings.search.pageSize });
    for (const term of terms(text)) {
        if (term.key === null)
            query.words.push(term.value);
        else if (term.value === '' && !isKey(term.key))
            query.words.push(term.key);
        else
            apply(query, term.key.toLowerCase(), term.value, settings);
    }
    const checked = caseQuery.safeParse(query);
    if (checked.success)
        return checked.data;
    throw bad('This search has too many or too long words.', 'Use at most ten words of a hundred characters.');
}
/** The text that `parseQuery` reads as this query, short enough for a button. */
export function formatQuery(query) {
    const parts = query.words.map((word) => quote(word, true));
    for (const filter of query.filters)
        parts.push(`${filter.field}:${sign(filter)}${quote(filter.value, false)}`);
    if (query.mine)
        parts.push('is:mine');
    if (query.open)
        parts.push('is:open');
    if (query.sort.by !== 'modified' || query.sort.dir !== 'desc')
        parts.push(`sort:${query.sort.by}-${query.sort.dir}`);
    if (query.page !== 1)
        parts.push(`page:${query.page}`);
    parts.push(`size:${query.pageSize}`);
    return parts.join(' ');
}
/** "error: cannot save" are words, `status:` alone is a filter without its value. */
function isKey(name) {
    const key = aliases[name.toLowerCase()] ?? name.toLowerCase();
    return [...fields, 'from', 'to', 'sort', 'page', 'size', 'is'].includes(key);
}
/** A key is letters before a colon; a value may be quoted, `\"` inside quotes is a quotation mark. Curly quotes are quotes. */
function* terms(text) {
    const straight = text.replace(/[“”„«»]/g, '"');
    const pattern = /(?:([a-z]+):)?((?:!?[=^$~])?)(?:"((?:[^"\\]|\\.)*)"?|(\S+)|(?<=[a-z]:)(?=\s|$))/giu;
    for (const [, key, op, quoted, bare] of straight.matchAll(pattern)) {
        const value = quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/gu, '$1');
        if (key !== undefined)
            yield { key, value: `${op ?? ''}${value}` };
        else if (`${op}${value}` !== '')
            yield { key: null, value: `${op ?? ''}${value}` };
    }
}
/** How a text operator is written before its value; none: contains. */
const signs = {
    '=': 'equals',
    '!=': 'not-equals',
    '^': 'starts-with',
    $: 'ends-with',
    '~': 'contains',
    '!~': 'not-contains',
};
const aliases = {
    case: 'number',
    title: 'subject',
    from: 'from',
    to: 'to',
    prio: 'priority',
    category: 'type',
    district: 'account',
};
function apply(query, given, raw, settings) {
    const key = aliases[given] ?? given;
    const [, mark = '', value = ''] = /^(!?[=^$~])?(.*)$/su.exec(raw) ?? [];
    if (value.trim() === '')
        throw bad(`Nothing stands behind “${given}:”.`, `Write for example ${example(key)}.`);
    switch (key) {
        case 'status':
            known(statusesMatching(value).length > 0, 'status', value, 'new, assigned, assist, pending, scheduled, available, closed');
            return add(query, { field: 'status', op: 'starts-with', value });
        case 'priority':
            known(prioritiesMatching(value).length > 0, 'priority', value, 'low, medium, high, critical');
            return add(query, { field: 'priority', op: 'starts-with', value });
        case 'module':
            return add(query, { field: 'module', op: 'equals', value: one(settings.modules, 'module', value) });
        case 'type':
            return add(query, { field: 'type', op: 'equals', value: one(settings.caseTypes, 'case type', value) });
        case 'number': {
            const number = parseCaseNumber(value);
            known(number !== null, 'case number', value, 'CB-10293');
            return add(query, { field: 'number', op: 'equals', value: String(number) });
        }
        case 'from':
        case 'to':
        case 'modified':
            known(z.iso.date().safeParse(value).success, 'date', value, '2026-11-24');
            return add(query, { field: 'modified', op: key === 'to' || mark === '$' ? 'to' : 'from', value });
        case 'subject':
        case 'contact':
        case 'account':
            return add(query, { field: key, op: signs[mark] ?? 'contains', value });
        case 'sort':
            query.sort = sortOf(value);
            return;
        case 'page':
            known(/^[1-9]\d{0,5}$/.test(value), 'page', value, '1, 2, 3');
            query.page = Number(value);
            return;
        case 'size':
            known(/^\d{1,2}$/.test(value) && Number(value) >= 1 && Number(value) <= 40, 'page size', value, '1 to 40');
            query.pageSize = Number(value);
            return;
        case 'is':
            known(value === 'mine' || value === 'open', 'word', value, 'is:mine, is:open');
            query[value] = true;
            return;
        default:
            throw bad(`“${given}:” is nothing a search can filter by.`, `Use ${fields.join(', ')}, from, to, sort, page or size.`);
    }
}
function add(query, term) {
    query.filters.push(term);
}
function sortOf(text) {
    const [name = '', dir] = text.toLowerCase().split('-');
    const by = orders.find((order) => order.startsWith(name));
    if (!by || (dir !== undefined && dir !== 'asc' && dir !== 'desc')) {
        throw bad(`The result cannot be sorted by “${text}”.`, `Use ${orders.join(', ')}, with -asc or -desc.`);
    }
    return { by, dir: dir ?? (by === 'modified' || by === 'priority' || by === 'number' ? 'desc' : 'asc') };
}
/** The one configured value that begins so. */
function one(options, label, value) {
    const wanted = value.toLowerCase();
    const found = options.find((option) => option.toLowerCase() === wanted) ??
        options.find((option) => option.toLowerCase().startsWith(wanted));
    if (!found)
        throw bad(`There is no ${label} “${value}”.`, `Possible: ${options.join(', ')}.`);
    return found;
}
function known(condition, label, value, possible) {
    if (!condition)
        throw bad(`There is no ${label} “${value}”.`, `Possible: ${possible}.`);
}
function example(key) {
    return `“${key}:${key === 'status' ? 'pending' : key === 'priority' ? 'high' : key === 'page' ? '2' : '"grade book"'}”`;
}
function bad(message, next) {
    return new CaseError('bad-search', message, next);
}
function sign({ field, op, value }) {
    if (field === 'modified')
        return op === 'to' ? '$' : '';
    if (field !== 'subject' && field !== 'contact' && field !== 'account')
        return '';
    // contains is what no sign means, unless the value itself looks like one
    if (op === 'contains' && !/^!?[=^$~]/.test(value))
        return '';
    return Object.keys(signs).find((mark) => signs[mark] === op) ?? '';
}
function quote(value, always) {
    return always || /[^\p{L}\p{N}-]/u.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value;
}
//# sourceMappingURL=case-query.js.map
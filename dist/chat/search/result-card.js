// A list of cases: the number of results at the top, pages, sorting, and a way on when there is nothing.
import { formatCaseNumber } from "../../domain/case-number.js";
import { statusLabel } from "../../domain/status.js";
export function resultCard(list) {
    const { result } = list;
    const count = result.total === 1 ? '1 case' : `${result.total.toLocaleString('en-US')} cases`;
    const pages = result.pages > 1 ? ` · page ${result.page} of ${result.pages.toLocaleString('en-US')}` : '';
    const beyond = list.asked > result.page && result.total > 0
        ? ` · there is no page ${list.asked.toLocaleString('en-US')}, this is the last`
        : '';
    return {
        summary: `${list.title}: ${count}`,
        elements: [
            { kind: 'heading', text: list.title },
            { kind: 'context', text: [{ bold: count }, pages, beyond] },
            ...(result.total === 0
                ? [{ kind: 'text', text: [list.empty] }]
                : result.rows.map((row) => caseRow(row, list.withAccount, list.slaAt))),
            ...controlsOf(list),
        ],
    };
}
export function caseRow(row, withAccount, slaAt) {
    const actor = withAccount ? `${row.contactName}, ${row.accountName}` : row.contactName;
    const detail = [
        `${statusLabel(row.status)} · ${row.priority} · ${row.module} · ${actor} · ${row.advisorName ?? 'not assigned'} · `,
        { at: row.updatedAt, as: 'moment' },
        ...(slaAt ? slaOf(row, slaAt) : []),
    ];
    return {
        kind: 'listItem',
        text: [{ bold: formatCaseNumber(row.number) }, ` ${row.subject}`],
        detail,
        button: { kind: 'button', label: 'View', action: 'view', value: String(row.number) },
    };
}
function slaOf({ slaDueAt }, now) {
    if (!slaDueAt)
        return [];
    return [slaDueAt <= now ? ' · SLA breached: was due ' : ' · SLA due ', { at: slaDueAt, as: 'moment' }];
}
function controlsOf(list) {
    return [turning(list), list.more ?? []]
        .filter((controls) => controls.length > 0)
        .map((controls) => ({ kind: 'actions', actions: controls }));
}
/** First and last only where they are not the neighbours. */
function turning({ result: { page, pages }, action, pageValue }) {
    const turns = [
        ['First page', 1, page > 2],
        ['Previous page', page - 1, page > 1],
        ['Next page', page + 1, page < pages],
        ['Last page', pages, page < pages - 1],
    ];
    return turns.filter(([, , shown]) => shown).map(([label, to]) => ({ kind: 'button', label, action, value: pageValue(to) }));
}
//# sourceMappingURL=result-card.js.map
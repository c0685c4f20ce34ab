// Cases looked up from where somebody writes. What they choose is shown to others: its card says no more than everybody there may see.
import { formatCaseNumber } from "../../domain/case-number.js";
import { parseQuery } from "../../domain/case-query.js";
import { statusLabel } from "../../domain/status.js";
import { searchCases } from "../../usecases/search/search-cases.js";
export async function composeSearch(context, text, page) {
    const found = await searchCases(context.services, context.person, { ...parseQuery(text, context.services.settings), page });
    const rows = found.page === page ? found.rows : [];
    const withAccount = context.person.kind === 'advisor';
    return {
        kind: 'results',
        results: rows.map((row) => ({
            title: `${formatCaseNumber(row.number)} ${row.subject}`,
            detail: [statusLabel(row.status), row.priority, row.module, ...(withAccount ? [row.accountName] : [])].join(' · '),
            card: shared(row),
        })),
    };
}
/** Number, subject and status; the rest opens for those who may. */
function shared(row) {
    const number = formatCaseNumber(row.number);
    return {
        summary: `${number} ${row.subject}`,
        elements: [
            { kind: 'heading', text: `${number} · ${row.subject}` },
            { kind: 'fields', fields: [{ label: 'Status', value: [{ bold: statusLabel(row.status) }] }] },
            { kind: 'actions', actions: [{ kind: 'button', label: 'View case', action: 'view', value: String(row.number) }] },
        ],
    };
}
//# sourceMappingURL=compose-search.js.map
// A day of somebody's cases in one message.
import { formatCaseNumber } from "../../domain/case-number.js";
import { statusLabel } from "../../domain/status.js";
/** Names of one case's authors. */
const mostNames = 3;
export function digestCard({ cases, total }, brand) {
    const title = `Daily digest: news on ${total === 1 ? '1 case' : `${total.toLocaleString('en-US')} cases`}`;
    const more = total - cases.length;
    return {
        summary: `${brand} · ${title}`,
        elements: [
            { kind: 'heading', text: title },
            ...cases.map(line),
            ...(more > 0 ? [{ kind: 'context', text: [`and ${more.toLocaleString('en-US')} more`] }] : []),
            { kind: 'context', text: ['“notify” says how much you are told.'] },
        ],
    };
}
function line({ number, subject, status, posts, authors }) {
    const others = authors.length - mostNames;
    const names = [...authors.slice(0, mostNames), ...(others > 0 ? [`${others} more`] : [])].join(', ');
    return {
        kind: 'listItem',
        text: [{ bold: formatCaseNumber(number) }, ` ${subject}`],
        detail: [`${statusLabel(status)} · ${posts === 1 ? '1 new post' : `${posts} new posts`} by ${names}`],
        button: { kind: 'button', label: 'View case', action: 'view', value: String(number) },
    };
}
//# sourceMappingURL=digest-card.js.map
// Perhaps an incident: what several accounts opened cases about within a short time. For leads alone: it names accounts.
import { formatCaseNumber } from "../../domain/case-number.js";
import { formatDuration } from "../../domain/duration.js";
export function clusterCard(facts, settings) {
    const { id, module, accounts, total, words, cases, decision } = facts;
    const title = `Perhaps an incident: ${module}`;
    const counted = `${some(accounts, 'account')} opened ${some(total, 'case')} on ${module}`;
    const more = total - cases.length;
    return {
        summary: decision ? `${title} · ${decided(decision)}` : `${title}: ${counted}`,
        elements: [
            { kind: 'heading', text: title },
            { kind: 'text', text: [counted, ...when(facts, settings), '.'] },
            ...(words.length > 0 ? [{ kind: 'text', text: ['They share: ', { bold: words.join(', ') }] }] : []),
            ...cases.map((one) => row(one, decision === null)),
            ...(more > 0 ? [{ kind: 'context', text: [`and ${more.toLocaleString('en-US')} more`] }] : []),
            decision
                ? { kind: 'callout', tone: 'neutral', text: [decided(decision)] }
                : {
                    kind: 'actions',
                    actions: [
                        { kind: 'button', label: 'Declare incident', action: 'declare', value: `cluster:${id}`, style: 'primary' },
                        { kind: 'button', label: 'Dismiss', action: 'dismiss-cluster', value: String(id) },
                    ],
                },
        ],
    };
}
function when({ since }, { incidents }) {
    if (since)
        return [' since ', { at: since, as: 'moment' }];
    const { within } = incidents.cluster;
    return [within === '1h' ? ' within an hour' : ` within ${formatDuration(within)}`];
}
function row({ number, subject, accountName, createdAt }, opens) {
    return {
        kind: 'listItem',
        text: [{ bold: formatCaseNumber(number) }, ` ${subject}`],
        detail: [`${accountName} · `, { at: createdAt, as: 'moment' }],
        ...(opens ? { button: { kind: 'button', label: 'View', action: 'view', value: String(number) } } : {}),
    };
}
function decided({ by, title }) {
    return title === null ? `Dismissed by ${by}` : `Declared by ${by}: ${title}`;
}
function some(count, what) {
    return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}
//# sourceMappingURL=cluster-card.js.map
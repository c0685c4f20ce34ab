// The card of a case in the channel of an internal team: what is asked of it, and its way to answer.
import { formatCaseNumber } from "../../domain/case-number.js";
import { statusLabel } from "../../domain/status.js";
import { callouts, excerpt, factFields } from "./case-card.js";
/** @param delivery of a card, to a conversation with a team */
export function teamCard({ case: shown, team, asked }, words) {
    const number = formatCaseNumber(shown.number);
    // asked a question of the contact meanwhile, the case is the team's again after the answer; until then there is nothing to return
    const live = shown.status === 'AssistRequest' && shown.team === team;
    const value = String(shown.number);
    const back = live ? [{ kind: 'button', label: 'Return with answer', action: 'return', value, style: 'primary' }] : [];
    return {
        summary: `${number} ${shown.subject}: ${live ? `for ${team}` : statusLabel(shown.status)}`,
        elements: [
            { kind: 'heading', text: `${number} · ${shown.subject}` },
            live
                ? { kind: 'callout', tone: 'warning', text: [{ bold: `${team} acts next.` }, ` ${words.brand} asks for help.`] }
                : { kind: 'callout', tone: 'neutral', text: [{ bold: `${team} need not act now.` }, ` ${statusLabel(shown.status)}.`] },
            ...(asked ? whatIsAsked(asked) : []),
            ...callouts(shown, 'advisor', words),
            { kind: 'fields', fields: factFields(shown, 'advisor', words) },
            { kind: 'markdown', text: excerpt(shown.description) },
            {
                kind: 'actions',
                actions: [
                    ...back,
                    { kind: 'button', label: 'View case', action: 'view', value },
                    { kind: 'button', label: 'Internal note', action: 'note', value },
                ],
            },
            { kind: 'context', text: ['Reply to this message: what is said here stays with advisors.'] },
        ],
    };
}
function whatIsAsked({ authorName, body }) {
    return [
        { kind: 'text', text: [{ bold: `${authorName} asks:` }] },
        { kind: 'markdown', text: body },
    ];
}
//# sourceMappingURL=team-card.js.map
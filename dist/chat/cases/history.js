// What happened to a case, newest first, a page at a time.
import { formatCaseNumber } from "../../domain/case-number.js";
import { caseHistory } from "../../usecases/cases/case-history.js";
import { actions } from "../actions.js";
import { everyone } from "../capability.js";
import { caseAndText, defineCommand } from "../define-command.js";
import { valueWords, wordsOf } from "./history-text.js";
import { truncate } from "../../cards/visible-text.js";
export const history = {
    commands: [
        defineCommand({
            name: 'history',
            usage: 'CB-123',
            description: 'what happened to a case: who, when, from, to and why',
            availableTo: everyone,
            args: caseAndText,
            run: (context, { number }) => show(context, number, 1),
        }),
    ],
    actions: [
        // much to read, for one reader: in a modal of its own
        actions.history.handle({ opensForm: true, run: (context, number) => show(context, number, 1) }),
        actions.historyPage.handle({
            run: async (context, { number, page }) => ({ ...(await show(context, number, page)), replace: true }),
        }),
    ],
};
async function show(context, number, page) {
    return { kind: 'card', card: historyCard(await caseHistory(context.services, context.person, number, page)) };
}
function historyCard(read) {
    const { number, subject, total, page, pages } = read;
    const count = total === 1 ? '1 entry' : `${total.toLocaleString('en-US')} entries`;
    return {
        summary: `History of ${formatCaseNumber(number)}: ${count}`,
        title: `${formatCaseNumber(number)} · History`,
        elements: [
            { kind: 'heading', text: `History of ${formatCaseNumber(number)} · ${subject}` },
            {
                kind: 'context',
                text: [
                    total === 0 ? 'Nothing is recorded yet.' : `${count}, newest first${pages > 1 ? ` · page ${page} of ${pages}` : ''}`,
                ],
            },
            ...read.entries.map(entry),
            { kind: 'actions', actions: controls(read) },
        ],
    };
}
/** A reason is read at a glance; the feed has the whole text. */
const longestReason = 200;
function entry({ at, actor, action, from, to, why }) {
    const moved = from === to
        ? []
        : [
            [from, to]
                .filter((value) => value !== null)
                .map(valueWords)
                .join(' → '),
        ];
    const reason = why ? [truncate(why.replace(/\s+/g, ' '), longestReason)] : [];
    const detail = [{ at, as: 'moment' }, ...[...moved, ...reason].map((words) => ` · ${words}`)];
    return { kind: 'listItem', text: [{ bold: actor }, ` ${wordsOf(action)}`], detail };
}
function controls({ number, page, pages }) {
    return [
        ...(page > 1 ? [actions.historyPage.button({ number, page: page - 1 }, 'Newer entries')] : []),
        ...(page < pages ? [actions.historyPage.button({ number, page: page + 1 }, 'Older entries')] : []),
        actions.view.button(number, 'View case'),
    ];
}
//# sourceMappingURL=history.js.map
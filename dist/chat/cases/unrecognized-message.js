// Words to the bot that are no command are never guessed: the bot asks which case they belong to.
import { formatCaseNumber, parseCaseNumber } from "../../domain/case-number.js";
import { can } from "../../domain/permission.js";
import { saveDraft } from "../../usecases/cases/drafts.js";
import { latestCases } from "../../usecases/search/latest-cases.js";
import { offer } from "../replies.js";
const offered = 3;
export async function offerCases(context, text) {
    if (!can(context.person, 'post'))
        return onlyLooks();
    const draft = await saveDraft(context.services, context.person, { text });
    const latest = await latestCases(context.services, context.person, offered);
    const question = 'Which case do these words belong to?';
    return {
        kind: 'card',
        card: {
            summary: question,
            elements: [
                { kind: 'text', text: [{ bold: question }] },
                { kind: 'context', text: [text.length > 200 ? `${text.slice(0, 200)}…` : text] },
                ...latest.map(({ number, subject }) => ({
                    kind: 'context',
                    text: [{ bold: formatCaseNumber(number) }, ` ${subject}`],
                })),
                { kind: 'actions', actions: places(context, numbersIn(text, latest), draft) },
            ],
        },
    };
}
/** Latest ones; a number at the beginning of the words comes first. */
function numbersIn(text, latest) {
    const first = text.trim().split(/[\s:,.]+/)[0] ?? '';
    const named = /^cb-/i.test(first) ? parseCaseNumber(first) : null;
    const numbers = latest.map(({ number }) => number);
    return named === null ? numbers : [named, ...numbers.filter((number) => number !== named)];
}
function places({ person }, numbers, draft) {
    return [
        ...numbers.map((number) => ({
            kind: 'button',
            label: `Post to ${formatCaseNumber(number)}`,
            action: 'post-draft',
            value: `${number} ${draft}`,
        })),
        { kind: 'button', label: 'Another case', action: 'choose-case', value: draft },
        ...(person.kind === 'contact' ? [{ kind: 'button', label: 'Open a case', action: 'open', value: draft }] : []),
        { kind: 'button', label: 'Help', action: 'help', value: '' },
    ];
}
/** Whoever may not post is asked nothing. */
function onlyLooks() {
    return offer([
        { bold: 'Nothing was recorded.' },
        ' You are a Read-Only Contact: you can view and search every case of your district. To have something posted, ask an Authorized Contact.',
    ], [
        { kind: 'button', label: 'All cases', action: 'search', value: '' },
        { kind: 'button', label: 'Help', action: 'help', value: '' },
    ], 'Nothing was recorded');
}
//# sourceMappingURL=unrecognized-message.js.map
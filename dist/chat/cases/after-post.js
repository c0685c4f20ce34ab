import { formatCaseNumber } from "../../domain/case-number.js";
import { offer, reply } from "../replies.js";
/** What is offered to the author of a post whose case waits on a word of theirs. */
export function afterPost(outcome) {
    if (outcome === 'repeat')
        return null;
    const value = String(outcome.number);
    const number = formatCaseNumber(outcome.number);
    if (outcome.offer === 'verify') {
        return offer([`Your post is on ${number}. `, { bold: 'Did this resolve it?' }], [
            { kind: 'button', label: 'Yes, close case', action: 'confirm', value, style: 'primary' },
            { kind: 'button', label: 'No, still happening', action: 'decline', value },
        ], `${number}: did this resolve it?`);
    }
    if (outcome.offer === 'reopen') {
        return offer([`${number} is closed. Your post is kept; nobody works on a closed case.`], [{ kind: 'button', label: 'Reopen case', action: 'reopen', value, style: 'primary' }], `${number} is closed`);
    }
    return null;
}
/** By any way but the thread, where one sees it: a note says that it is one. */
export function afterPostElsewhere(outcome) {
    if (outcome !== 'repeat' && outcome.kind === 'note')
        return reply(`${formatCaseNumber(outcome.number)}: internal note saved. Only advisors see it.`);
    return afterPost(outcome);
}
//# sourceMappingURL=after-post.js.map
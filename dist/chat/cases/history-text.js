// What an entry of the history says, as the rest of a sentence that begins with who did it.
import { statuses, statusLabel } from "../../domain/status.js";
export const historyText = {
    open: 'opened the case',
    claim: 'took the case',
    assign: 'assigned the case',
    ask: 'asked the contact',
    answer: 'answered the question',
    resolve: 'explained the resolution',
    confirm: 'confirmed the resolution',
    decline: 'said that it still happens',
    schedule: 'scheduled the case',
    fallDue: 'took the case up again: its schedule fell due',
    escalate: 'escalated the case',
    return: 'returned the case to support',
    qualify: 'qualified it as a product defect',
    fixed: 'marked the defect fixed',
    close: 'closed the case',
    noResponse: 'closed the case: no response',
    reopen: 'reopened the case',
    followUp: 'reminded the contact',
    'phone-call': 'noted the phone call',
    triage: 'assessed the impact and set the priority',
    correct: 'corrected the case',
    'sla-warning': 'warned of the SLA: 80 % of the time was over',
    'sla-breach': 'noted a breach of the SLA',
    'hand-over': 'handed it over with other cases',
    'edit-post': 'edited a post',
    'delete-post': 'deleted a post',
    'edit-note': 'edited an internal note',
    'delete-note': 'deleted an internal note',
    'apply-contact-change': 'changed the support contacts',
    'add-recipient': 'added a notification recipient',
    'remove-recipient': 'removed a notification recipient',
    release: 'published the release of the fix',
    replicate: 'tried to replicate it',
    'qualify-incident': 'called it an isolated incident',
    relink: 'linked it to another defect',
    'link-incident': 'linked it to an incident',
    'unlink-incident': 'linked it to no incident any more',
};
/** An action of an older or newer version is shown by its name. */
export const wordsOf = (action) => historyText[action] ?? action;
/** A status by its label; what else a field may have held, as it is. */
export function valueWords(value) {
    const status = statuses.find((one) => one === value);
    return status ? statusLabel(status) : value;
}
//# sourceMappingURL=history-text.js.map
const ofTransitions = {
    open: 'all',
    claim: 'all',
    assign: 'all',
    ask: 'all',
    answer: 'all',
    resolve: 'all',
    confirm: 'all',
    decline: 'all',
    schedule: 'all',
    fallDue: 'all',
    escalate: 'all',
    // the team's answer stays inside
    return: 'fact',
    qualify: 'all',
    fixed: 'all',
    close: 'all',
    noResponse: 'all',
    reopen: 'all',
};
/** What contacts read of every action the history knows. */
export const contactsRead = {
    ...ofTransitions,
    followUp: 'all',
    'phone-call': 'all',
    // why it was not what the table suggests
    triage: 'fact',
    correct: 'all',
    'sla-warning': 'nothing',
    'sla-breach': 'nothing',
    // an advisor's absence is no business of the contact's; the assignment is told
    'hand-over': 'nothing',
    'edit-post': 'all',
    'delete-post': 'all',
    'edit-note': 'nothing',
    'delete-note': 'nothing',
    'apply-contact-change': 'all',
    'add-recipient': 'all',
    'remove-recipient': 'all',
    release: 'all',
    replicate: 'nothing',
    'qualify-incident': 'nothing',
    relink: 'nothing',
    'link-incident': 'all',
    'unlink-incident': 'all',
};
/** The actions a contact reads in full, or at all: whatever is not listed stays inside, so nothing gets out by being forgotten. */
export const readInFull = Object.keys(contactsRead).filter((action) => contactsRead[action] === 'all');
export const readAtAll = Object.keys(contactsRead).filter((action) => contactsRead[action] !== 'nothing');
//# sourceMappingURL=history.js.map
// The life cycle of a case as one table (process.md, Life cycle). Everything that is not in it is refused, in words that say what can be done.
import { CaseError } from "./case-error.js";
import { isOpen, statuses, statusLabel, waitsOn } from "./status.js";
export const actions = [
    'open',
    'claim',
    'assign',
    'ask',
    'answer',
    'resolve',
    'confirm',
    'decline',
    'schedule',
    'fallDue',
    'escalate',
    'return',
    'qualify',
    'fixed',
    'close',
    'noResponse',
    'reopen',
];
const open = statuses.filter(isOpen);
const toVerify = ['PendingCustomerVerification', 'AvailableInRelease'];
/** Back with support: its advisor's, or in the queue while nobody is assigned. */
const withSupport = (state) => (state.advisorId === null ? 'New' : 'Assigned');
const claimed = (state) => (state.status === 'New' ? 'Assigned' : state.status);
const rules = {
    claim: { from: open, to: claimed, instead: 'It can be reopened by an Authorized Contact.' },
    assign: { from: open, to: claimed, instead: 'It can be reopened by an Authorized Contact.' },
    ask: { from: open, to: () => 'PendingCustomerInput', instead: 'It can be reopened by an Authorized Contact.' },
    answer: { from: ['PendingCustomerInput'], to: answered, instead: 'A post can be added.' },
    resolve: { from: open, to: () => 'PendingCustomerVerification', instead: 'It can be reopened by an Authorized Contact.' },
    confirm: {
        from: toVerify,
        to: () => 'Closed',
        instead: 'There is no resolution to verify; the case can be closed, or a post added.',
    },
    decline: { from: toVerify, to: withSupport, instead: 'There is no resolution to decline; add a post to say what happens.' },
    schedule: {
        from: ['New', 'Assigned', 'AssistRequest', 'PendingCustomerInput'],
        to: () => 'Scheduled',
        instead: 'Only a case that support is working on can be scheduled.',
    },
    fallDue: { from: ['Scheduled'], to: withSupport, instead: 'It is not scheduled.' },
    escalate: {
        from: ['New', 'Assigned', 'Scheduled', 'PendingCustomerInput'],
        to: () => 'AssistRequest',
        instead: 'Only a case that support is working on can be escalated.',
    },
    return: { from: ['AssistRequest'], to: () => 'Assigned', instead: 'It is not with a team.' },
    qualify: { from: open, to: () => 'AssignedToDevelopment', instead: 'It can be reopened by an Authorized Contact.' },
    fixed: {
        from: ['AssignedToDevelopment', 'PendingCustomerInput'],
        to: () => 'AvailableInRelease',
        instead: 'Only a case that is assigned to development can be available in a release.',
    },
    close: { from: open, to: () => 'Closed', instead: 'It can be reopened by an Authorized Contact.' },
    noResponse: { from: ['PendingCustomerInput', ...toVerify], to: () => 'Closed', instead: 'It does not wait on the contact.' },
    reopen: { from: ['Closed'], to: (_, at) => (at.formerAdvisorActive ? 'Assigned' : 'New'), instead: 'Add a post instead.' },
};
/**
 * Decides what an action makes of a case.
 * @returns the next status, and where a question asked now will lead back to
 * @throws CaseError not-now
 */
export function transition(action, state, at) {
    if (action === 'open')
        return { status: 'New', askedFrom: null };
    const rule = rules[action];
    if (!rule.from.includes(state.status))
        throw refusal(state, rule.instead);
    if (action === 'fixed' && state.status === 'PendingCustomerInput' && state.askedFrom !== 'AssignedToDevelopment')
        throw refusal(state, rule.instead);
    if (action === 'reopen' && (state.closedAt === null || at.now > reopenUntil(state.closedAt, at.reopenWithin)))
        throw tooLate(at.reopenWithin);
    const status = rule.to(state, at);
    return { status, askedFrom: askedFromAfter(action, state, status) };
}
/** Whether `transition` would refuse. */
export function possible(action, state, at) {
    try {
        transition(action, state, at);
        return true;
    }
    catch (error) {
        if (error instanceof CaseError)
            return false;
        throw error;
    }
}
/** @param days calendar days @returns the last moment at which a case closed then can be reopened */
export function reopenUntil(closedAt, days) {
    return new Date(closedAt.getTime() + days * 86_400_000);
}
/** Nobody is assigned any more: what is Assigned, or will be after an answer, is New. It waits in the queue. */
export function unassigned({ status, askedFrom }) {
    const orNew = (one) => (one === 'Assigned' ? 'New' : one);
    return { status: orNew(status), askedFrom: orNew(askedFrom) };
}
/** Where the question was asked from; New only while nobody is assigned. */
function answered(state) {
    const from = state.askedFrom ?? 'New';
    return from === 'New' ? withSupport(state) : from;
}
function askedFromAfter(action, state, status) {
    if (status !== 'PendingCustomerInput')
        return null;
    // a second question before the answer to the first leads back to where the first was asked
    if (action === 'ask' && state.status !== 'PendingCustomerInput')
        return state.status;
    return state.askedFrom;
}
const whoActs = {
    support: 'support acts next',
    team: 'an internal team acts next',
    contact: 'the contact acts next',
    development: 'development acts next',
    nobody: 'nobody has to act',
};
function refusal(state, instead) {
    return new CaseError('not-now', `The case is ${statusLabel(state.status)} now: ${whoActs[waitsOn(state.status)]}.`, instead);
}
function tooLate(days) {
    return new CaseError('not-now', `A case can be reopened within ${days} days of its closing.`, 'Open a new case; it can be linked to this one.');
}
//# sourceMappingURL=transition.js.map
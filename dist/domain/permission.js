// Who may do what (process.md, People). The status is the other half: `transition`.
import { CaseError } from "./case-error.js";
import { isAuthorized } from "./person.js";
import { possible } from "./transition.js";
const everybody = ['authorized', 'read-only', 'advisor', 'lead'];
const working = ['authorized', 'advisor', 'lead'];
const advisors = ['advisor', 'lead'];
const contacts = ['authorized'];
const leads = ['lead'];
const channelKeepers = ['authorized', 'lead'];
const allowed = {
    open: working,
    view: everybody,
    search: everybody,
    post: working,
    attach: working,
    'manage-recipients': working,
    'recipient-self': ['read-only'],
    answer: contacts,
    confirm: contacts,
    decline: contacts,
    reopen: contacts,
    close: working,
    claim: advisors,
    assign: advisors,
    ask: advisors,
    resolve: advisors,
    schedule: advisors,
    escalate: advisors,
    return: advisors,
    qualify: advisors,
    note: advisors,
    correct: advisors,
    triage: advisors,
    'tick-phone-call': advisors,
    'apply-contact-change': advisors,
    'link-incident': advisors,
    'subscribe-channel': channelKeepers,
    stats: leads,
    fixed: leads,
    incident: leads,
    maintenance: leads,
    release: leads,
    'manage-directory': leads,
};
export const permissions = Object.keys(allowed);
/**
 * @param accountId the case's account; a contact may do nothing on another account's
 */
export function can(actor, permission, accountId) {
    if (actor.kind === 'contact' && accountId !== undefined && accountId !== actor.accountId)
        return false;
    return allowed[permission].includes(roleOf(actor));
}
/** @throws CaseError not-allowed, in words that say who may */
export function authorize(actor, permission, accountId) {
    if (can(actor, permission, accountId))
        return;
    const allowedRole = allowed[permission] === contacts
        ? 'an Authorized Contact'
        : allowed[permission] === leads
            ? 'a lead'
            : allowed[permission] === advisors
                ? 'an advisor'
                : allowed[permission] === channelKeepers
                    ? 'a lead, or an Authorized Contact for their own account,'
                    : null;
    if (roleOf(actor) === 'read-only') {
        throw new CaseError('not-allowed', 'You are a Read-Only Contact: you can view and search every case of your district.', 'Ask an Authorized Contact of your district to do this.');
    }
    throw new CaseError('not-allowed', allowedRole ? `Only ${allowedRole} can do this.` : 'You cannot do this here.', 'Use “help” to see what you can do.');
}
/** The actions of the life cycle and the like that this person may take on this case at this moment: what its buttons are. */
export function permissionsNow(actor, state, now, reopenWithin) {
    const at = { now, reopenWithin };
    return permissions.filter((permission) => can(actor, permission, state.accountId) &&
        (!isAction(permission) || (permission !== 'open' && possible(permission, state, at))));
}
const acts = {
    open: true,
    claim: true,
    assign: true,
    ask: true,
    answer: true,
    resolve: true,
    confirm: true,
    decline: true,
    schedule: true,
    escalate: true,
    return: true,
    qualify: true,
    fixed: true,
    close: true,
    reopen: true,
};
function isAction(permission) {
    return permission in acts;
}
function roleOf(actor) {
    if (actor.kind === 'advisor')
        return actor.lead ? 'lead' : 'advisor';
    return isAuthorized(actor) ? 'authorized' : 'read-only';
}
//# sourceMappingURL=permission.js.map
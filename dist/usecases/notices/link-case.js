import { CaseError } from "../../domain/case-error.js";
import { noticeStateLabel } from "../../domain/notice.js";
import { changeCase } from "../change-case.js";
import { affecting, loadNotice, unknownNotice } from "./notice-facts.js";
/**
 * An advisor links a case to an open incident that affects its account; or to none any more.
 * @param input.incidentId null: none
 * @throws CaseError not-allowed, unknown-case, unknown-notice, linked-already, not-now (a closed case)
 */
export function linkCase(services, advisor, input, request) {
    const { number, incidentId } = input;
    return changeCase(services, advisor, number, 'link-incident', request, async (locked, tx) => {
        if (incidentId === locked.incidentId)
            throw new CaseError('linked-already', 'It is so already.');
        return incidentId === null ? unlinked() : linked(services, tx, locked, incidentId);
    });
}
/** @returns what links a case to an incident. @throws CaseError as `linkCase` */
export async function linked(services, tx, locked, incidentId) {
    if (locked.status === 'Closed')
        throw new CaseError('not-now', 'This case is closed.', 'Reopen it first.');
    const where = { id: incidentId, kind: 'incident', closedAt: null, ...affecting(locked.accountId) };
    if (!(await tx.notice.findFirst({ where, select: { id: true } })))
        throw unknownNotice();
    const incident = await loadNotice(tx, incidentId);
    if (!incident)
        throw unknownNotice();
    return {
        patch: linkOf(incident, services.clock.now()),
        post: { kind: 'event', action: 'link-incident', body: incidentWords(incident, incident.newest.body) },
        history: { action: 'link-incident', to: incident.title },
    };
}
function unlinked() {
    return {
        patch: { incidentId: null, incidentLinkedAt: null, incidentToldId: null, incidentVerify: false },
        post: { kind: 'event', action: 'unlink-incident', body: 'linked the case to no incident any more' },
        history: { action: 'unlink-incident' },
    };
}
/** The columns of a case that is linked now; what was said so far it has read. The phone call of a critical one is not needed. */
export function linkOf(incident, at) {
    return { incidentId: incident.id, incidentLinkedAt: at, incidentToldId: incident.newest.id, phoneCallExpected: false };
}
/** CommonMark: the incident's name and state, then words on it. */
export function incidentWords({ title, state }, words) {
    return `**${asText(title)}** · ${noticeStateLabel(state)}\n\n${words}`;
}
/** A title is no markup. */
function asText(title) {
    return title.replace(/[\\`*_{}[\]<>()#+\-.!|~&]/g, '\\$&');
}
//# sourceMappingURL=link-case.js.map
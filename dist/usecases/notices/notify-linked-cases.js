// Hundreds of linked cases hear of each word on their incident once; a newer word overtakes an older one that was not told.
import { Prisma } from "../../db/generated/client.js";
import { asAdvisor } from "../as-advisor.js";
import { Failures } from "../failures.js";
import { incidentWords } from "./link-case.js";
import { loadNotice } from "./notice-facts.js";
import { sweepCases } from "../sweep-cases.js";
import { writeChange } from "../write-change.js";
/** Linked cases, as `c`, of accounts that are (still) affected, and not reopened after it was over, that have not heard the newest word `u` of a person on their incident, or are to be asked to verify it. */
const waiting = Prisma.sql `"case" c join notice n on n.id = c.incident_id join lateral (
    select u.id from notice_update u where u.notice_id = c.incident_id and u.body <> '' order by u.id desc limit 1
  ) u on true
  where c.incident_id is not null and c.status <> 'Closed' and (c.incident_verify or u.id > coalesce(c.incident_told_id, 0))
    and (n.every_account or exists (select from notice_account a where a.notice_id = n.id and a.account_id = c.account_id))
    and not exists (select from history_entry h where h.case_id = c.id and h.action = 'reopen' and h.at >= n.closed_at)`;
/**
 * Tells every linked open case the newest word on its incident; where it is resolved and its lead has decided so, the contact is asked to
 * verify (Pending Customer Verification).
 * @param which of one incident; at most so many
 * @returns how many were told, and how many of them asked
 * @throws AggregateError at the end, when single cases failed; the others are done
 */
export async function notifyLinkedCases(services, which = {}) {
    const { incidentId = null, most } = which;
    const failures = new Failures();
    let asked = 0;
    const asks = Prisma.sql `${waiting} and (${incidentId}::int is null or c.incident_id = ${incidentId}::int)`;
    const step = async (tx, locked) => {
        if (await tell(services, tx, locked))
            asked += 1;
    };
    const told = await sweepCases(services, asks, step, failures, most);
    failures.raise('linked cases could not be told of their incident');
    return { told, asked };
}
/** @returns whether the contact is asked to verify */
async function tell(services, tx, locked) {
    const incident = await loadNotice(tx, locked.incidentId ?? 0);
    if (!incident)
        throw new Error(`the incident of case ${locked.id} is gone`);
    // of the very word that is told: a newer one may have come since the look above
    const { author } = await tx.noticeUpdate.findUniqueOrThrow({ where: { id: incident.newest.id }, include: { author: true } });
    const verifies = locked.incidentVerify && incident.state === 'Resolved';
    const change = changeFor(incident, verifies);
    await writeChange(services, tx, author && asAdvisor(author), locked, { idempotencyKey: '', platform: null }, change);
    return verifies;
}
function changeFor(incident, verifies) {
    const body = incidentWords(incident, incident.newest.body);
    const patch = { incidentToldId: incident.newest.id, incidentVerify: false };
    if (verifies)
        return { action: 'resolve', patch, post: { kind: 'event', action: 'resolve', body, asks: true }, why: incident.title };
    return { patch, post: { kind: 'event', action: 'incident-update', body } };
}
//# sourceMappingURL=notify-linked-cases.js.map
// The cases a cluster was found in are linked to the incident it was declared as: hundreds, perhaps.
import { Prisma } from "../../db/generated/client.js";
import { asAdvisor } from "../as-advisor.js";
import { Failures } from "../failures.js";
import { linked } from "./link-case.js";
import { sweepCases } from "../sweep-cases.js";
import { writeChange } from "../write-change.js";
/** Cases, as `c`, of declared clusters, that are to be linked; one that somebody unlinked stays so. */
const waiting = Prisma.sql `"case" c join cluster k on k.id = c.cluster_id join notice n on n.id = k.notice_id
  where n.closed_at is null and c.incident_id is null and c.status <> 'Closed' and c.created_at <= n.declared_at
    and (n.every_account or exists (select from notice_account a where a.notice_id = n.id and a.account_id = c.account_id))
    and not exists (select from history_entry h where h.case_id = c.id and h.action = 'unlink-incident')`;
/**
 * @param which of one incident; at most so many
 * @returns how many were linked
 * @throws AggregateError at the end, when single cases failed; the others are done
 */
export async function linkClusterCases(services, which = {}) {
    const { incidentId = null, most } = which;
    const failures = new Failures();
    const asks = Prisma.sql `${waiting} and (${incidentId}::int is null or n.id = ${incidentId}::int)`;
    const done = await sweepCases(services, asks, (tx, locked) => link(services, tx, locked), failures, most);
    failures.raise('cases of a cluster could not be linked');
    return { linked: done };
}
/** In the name of the incident's owner. */
async function link(services, tx, locked) {
    const { notice } = await tx.cluster.findUniqueOrThrow({
        where: { id: locked.clusterId ?? 0 },
        include: { notice: { include: { owner: true } } },
    });
    if (!notice)
        throw new Error(`the cluster of case ${locked.id} was never declared`);
    const change = await linked(services, tx, locked, notice.id);
    await writeChange(services, tx, asAdvisor(notice.owner), locked, { idempotencyKey: '', platform: null }, change);
}
//# sourceMappingURL=link-cluster-cases.js.map
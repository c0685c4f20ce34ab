// What becomes of the draft of an incident.
import { refreshPlaced } from "../../outbox/enqueue/direct.js";
import { CaseError } from "../../domain/case-error.js";
import { maxNoticeLengths } from "../../domain/notice-input.js";
import { authorize } from "../../domain/permission.js";
import { decisionOf, withDecision } from "./read-cluster.js";
import { recordOnce, runOnce } from "../idempotency.js";
/**
 * It is no incident: every lead's card says so, and whatever joins the cluster later is told to nobody. The same lead may say it twice.
 * @throws CaseError not-allowed, unknown-cluster, cluster-decided (who decided, and how)
 */
export async function dismissCluster(services, lead, id, request) {
    authorize(lead, 'incident');
    await runOnce(services, async (tx) => {
        await recordOnce(tx, request.idempotencyKey, request.fingerprint);
        const row = await holdCluster(tx, id);
        if (row.dismissedBy === lead.id)
            return;
        refuseDecided(row);
        await tx.cluster.update({ where: { id }, data: { dismissedAt: services.clock.now(), dismissedBy: lead.id } });
        await refreshPlaced(tx, { kind: 'cluster', clusterId: id });
    });
}
/**
 * What the declaring form begins with.
 * @throws CaseError not-allowed, unknown-cluster, cluster-decided
 */
export async function clusterDraft(services, lead, id) {
    authorize(lead, 'incident');
    const { prisma } = services.db;
    const row = await prisma.cluster.findUnique({ where: { id }, include: withDecision });
    if (!row)
        throw unknownCluster();
    refuseDecided(row);
    const accounts = await prisma.account.findMany({
        where: { active: true, cases: { some: { clusterId: id } } },
        select: { id: true },
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
    });
    const { module, words } = row;
    const title = words.length > 0 ? `${module}: ${words.slice(0, 3).join(', ')}` : `Trouble with ${module}`;
    return {
        title: title.slice(0, maxNoticeLengths.title),
        message: `We have several reports of trouble with ${module} and are looking into it.`,
        modules: [module],
        accountIds: accounts.map((account) => account.id),
    };
}
/**
 * The cluster is declared as this incident: every lead's card says so. Call it in the transaction that makes the incident, before cases are
 * held.
 * @throws CaseError unknown-cluster, cluster-decided
 */
export async function declaredCluster(tx, id, noticeId) {
    refuseDecided(await holdCluster(tx, id));
    await tx.cluster.update({ where: { id }, data: { noticeId } });
    await refreshPlaced(tx, { kind: 'cluster', clusterId: id });
}
/** Reads a cluster and holds its row until the transaction ends. @throws CaseError unknown-cluster */
async function holdCluster(tx, id) {
    await tx.$queryRaw `select id from cluster where id = ${id} for no key update`;
    const row = await tx.cluster.findUnique({ where: { id }, include: withDecision });
    if (!row)
        throw unknownCluster();
    return row;
}
function refuseDecided(row) {
    const decision = decisionOf(row);
    if (!decision)
        return;
    const { by, title } = decision;
    const words = title === null ? `${by} has dismissed this draft.` : `${by} has declared this incident already: ${title}`;
    throw new CaseError('cluster-decided', words, 'Use “notices” to see what is open.');
}
function unknownCluster() {
    return new CaseError('unknown-cluster', 'There is no such draft of an incident.', 'Use “notices” to see what is open.');
}
//# sourceMappingURL=clusters.js.map
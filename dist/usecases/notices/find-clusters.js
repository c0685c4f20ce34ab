// Seeing an incident coming: several accounts open cases on one module within a short time, and the leads get a draft of it.
import { queueChannel } from "../../outbox/enqueue/case-conversations.js";
import { Prisma } from "../../db/generated/client.js";
import { placeToLeads, refreshPlaced } from "../../outbox/enqueue/direct.js";
import { contactChangeType } from "../../domain/contact-change.js";
import { durationMs } from "../../domain/duration.js";
import { ensureDestination } from "../../outbox/enqueue/index.js";
import { sharedWords } from "./shared-words.js";
/** So long what was decided of a cluster keeps quiet what follows it. */
const decidedFor = Prisma.sql `interval '24 hours'`;
/** One process at a time. */
const lock = 7_217_004;
/**
 * Cases of the last while (`incidents.cluster.within`) on one module, of at least so many accounts, become a cluster, and its draft goes to
 * the leads. All cases count, also those an advisor opened for who phoned, but for
 * - those that are closed or linked to an incident,
 * - "Modify Support Contacts", which is no trouble with a module,
 * - those an open incident concerns already: their contacts were offered it.
 *
 * A case is of one cluster at most. One that is opened within the same time of a cluster's newest case joins it, whatever became of the draft:
 * a draft that waits shows it; one that was dismissed, or declared, stays quiet for a day at most, and the case is not linked by itself. After a
 * longer pause a cluster is a new one. A case whose row somebody holds at this moment is left to the next run.
 */
export async function findClusters(services) {
    return services.db.prisma.$transaction(async (tx) => {
        const [ours] = await tx.$queryRaw `select pg_try_advisory_xact_lock(${lock}::bigint) held`;
        if (!ours?.held)
            return { found: 0, joined: 0 };
        let joined = 0;
        const changed = new Set();
        // a case that joins may bring the next one into reach
        for (let round = await join(services, tx); round.length > 0; round = await join(services, tx))
            for (const { id, cases } of round) {
                changed.add(id);
                joined += cases;
            }
        const found = await gather(services, tx);
        for (const id of [...changed, ...found])
            await tellLeads(tx, id);
        return { found: found.length, joined };
    });
}
function period(services) {
    const ms = durationMs(services.settings.incidents.cluster.within, services.settings.businessHours);
    const now = services.clock.now();
    return { now, since: new Date(now.getTime() - ms), within: Prisma.sql `${ms}::float8 * interval '1 ms'` };
}
/** Whether the case `c` counts. */
function counts({ now, since }) {
    return Prisma.sql `c.created_at > ${since} and c.created_at <= ${now}
    and c.cluster_id is null and c.incident_id is null and c.status <> 'Closed' and c.case_type <> ${contactChangeType}
    and not exists (
      select from notice n where n.kind = 'incident' and n.closed_at is null
        and (coalesce(cardinality(n.modules), 0) = 0 or c.module = any (n.modules))
        and (n.every_account or exists (select from notice_account a where a.notice_id = n.id and a.account_id = c.account_id)))`;
}
/** Clusters are held before cases, as by whoever declares one. @returns those that were joined, and by how many cases */
async function join(services, tx) {
    const { since, within, ...at } = period(services);
    const open = await tx.$queryRaw `
    select id from cluster where last_case_at > ${since}::timestamptz - ${within} order by id for no key update`;
    if (open.length === 0)
        return [];
    return tx.$queryRaw `
    with late as (
      select c.id, c.created_at, k.id cluster_id
      from "case" c join lateral (
        select id from cluster
        where module = c.module and last_case_at >= c.created_at - ${within}
          and (dismissed_at is null and notice_id is null or found_at > c.created_at - ${decidedFor})
        order by last_case_at desc, id desc limit 1
      ) k on true
      where ${counts({ since, ...at })}
      order by c.id for no key update of c skip locked
    ), joined as (
      update "case" set cluster_id = late.cluster_id from late where "case".id = late.id returning late.cluster_id, late.created_at
    ), newest as (
      select cluster_id, max(created_at) at, count(*)::int cases from joined group by cluster_id
    )
    update cluster set last_case_at = greatest(last_case_at, newest.at) from newest where cluster.id = newest.cluster_id
    returning cluster.id, newest.cases`;
}
/** Only rows of a crowded module are locked, and counted again under the lock. @returns the new clusters */
async function gather(services, tx) {
    const at = period(services);
    const crowded = Prisma.sql `group by module having count(distinct account_id) >= ${services.settings.incidents.cluster.accounts}::int`;
    const rows = await tx.$queryRaw `
    with held as (
      select id, module, account_id, created_at from "case" c
      where ${counts(at)} and module in (select module from "case" c where ${counts(at)} ${crowded})
      order by id for no key update skip locked
    ), made as (
      insert into cluster (module, words, found_at, last_case_at) select module, '{}', ${at.now}, max(created_at) from held ${crowded}
      returning id, module
    ), gathered as (
      update "case" set cluster_id = made.id from held join made using (module) where "case".id = held.id
    )
    select id from made order by id`;
    return rows.map(({ id }) => id);
}
/**
 * The draft, in every lead's own conversation; those that stand there show the new cases. Where no lead has one, it stands in the module's
 * queue, so that nobody misses it. One that is decided stays as it is.
 */
async function tellLeads(tx, clusterId) {
    const { module, dismissedAt, noticeId } = await tx.cluster.findUniqueOrThrow({ where: { id: clusterId } });
    if (dismissedAt || noticeId !== null)
        return;
    await tx.cluster.update({ where: { id: clusterId }, data: { words: await sharedWords(tx, clusterId) } });
    const draft = { kind: 'cluster', clusterId };
    await refreshPlaced(tx, draft);
    if ((await placeToLeads(tx, draft)) > 0 || (await tx.delivery.count({ where: { clusterId } })) > 0)
        return;
    const queue = await queueChannel(tx, module);
    if (!queue)
        return;
    const destinationId = await ensureDestination(tx, queue);
    await tx.delivery.create({ data: { destinationId, clusterId, kind: 'cluster' } });
}
//# sourceMappingURL=find-clusters.js.map
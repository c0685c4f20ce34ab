// Detects a possible incident: several accounts open cases on one module within a short time, and the leads get a draft of an incident.
// It declares nothing: a lead decides (clusters.ts). How many accounts and how long is configured under `incidents.cluster`.
import { queueChannel } from '../../outbox/enqueue/new-case-conversations.ts';
import { Prisma } from '../../db/generated/client.ts';
import { enqueueCluster, notifyLeads, refreshCopies, type PersonalMessage } from '../../outbox/enqueue/index.ts';
import { contactChangeType } from '../../domain/case-type.ts';
import { durationMs } from '../../domain/duration.ts';
import { sharedKeywords } from './shared-keywords.ts';
import type { Tx, Services } from '../context.ts';

/** After a decision, later cases join the cluster silently for this long. */
const silentFor = Prisma.sql`interval '24 hours'`;

/** The advisory lock that lets one process at a time look for clusters. */
const clusterLock = 7_217_004;

/**
 * Groups recent cases on one module from at least `incidents.cluster.accounts` accounts into a cluster, and sends its draft to the leads.
 * "Recent" is `incidents.cluster.within`. Cases that an advisor opened for a caller count, too. These do not count:
 * - closed cases, and cases that are linked to an incident,
 * - "Modify Support Contacts", which is not a problem with a module,
 * - imported cases, because what they are about was noticed elsewhere,
 * - cases that an open incident covers already: their contacts were offered to link them.
 *
 * A case belongs to one cluster at most. A case opened within the same time of a cluster's newest case joins that cluster. An undecided draft
 * then shows it. After a decision the case joins silently, for a day at most, and is not linked to the incident. After a longer pause, new
 * cases make a new cluster. A case that is locked at this moment is left to the next run.
 * @returns how many clusters are new, and how many cases joined an existing one
 */
export async function findClusters(services: Services): Promise<{ found: number; joined: number }> {
  return services.db.transaction(async (tx) => {
    const [lock] = await tx.$queryRaw<{ held: boolean }[]>`select pg_try_advisory_xact_lock(${clusterLock}::bigint) held`;
    if (!lock?.held) return { found: 0, joined: 0 };
    let joined = 0;
    const changed = new Set<number>();
    // each case that joins extends the cluster's time, so that the next one may join as well
    for (let round = await joinClusters(services, tx); round.length > 0; round = await joinClusters(services, tx))
      for (const { id, cases } of round) {
        changed.add(id);
        joined += cases;
      }
    const found = await createClusters(services, tx);
    for (const id of [...changed, ...found]) await sendDraft(services, tx, id);
    return { found: found.length, joined };
  });
}

function period(services: Services): { now: Date; since: Date; within: Prisma.Sql } {
  const ms = durationMs(services.settings.incidents.cluster.within, services.settings.businessHours);
  const now = services.clock.now();
  return { now, since: new Date(now.getTime() - ms), within: Prisma.sql`${ms}::float8 * interval '1 ms'` };
}

/** The condition for a case `c` to count towards a cluster. */
function isCounted({ now, since }: { now: Date; since: Date }): Prisma.Sql {
  return Prisma.sql`c.created_at > ${since} and c.created_at <= ${now}
    and c.cluster_id is null and c.incident_id is null and c.status <> 'Closed' and c.case_type <> ${contactChangeType}
    and c.imported_from is null
    and not exists (
      select from notice n where n.kind = 'incident' and n.closed_at is null
        and (coalesce(cardinality(n.modules), 0) = 0 or c.module = any (n.modules))
        and (n.every_account or exists (select from notice_account a where a.notice_id = n.id and a.account_id = c.account_id)))`;
}

/**
 * Locks clusters before cases, in the same order as declaring one does, so that the two never deadlock.
 * @returns the clusters that got cases, and how many
 */
async function joinClusters(services: Services, tx: Tx): Promise<{ id: number; cases: number }[]> {
  const { since, within, ...at } = period(services);
  const open = await tx.$queryRaw<{ id: number }[]>`
    select id from cluster where last_case_at > ${since}::timestamptz - ${within} order by id for no key update`;
  if (open.length === 0) return [];
  return tx.$queryRaw<{ id: number; cases: number }[]>`
    with late as (
      select c.id, c.created_at, k.id cluster_id
      from "case" c join lateral (
        select id from cluster
        where module = c.module and last_case_at >= c.created_at - ${within}
          and (dismissed_at is null and notice_id is null or found_at > c.created_at - ${silentFor})
        order by last_case_at desc, id desc limit 1
      ) k on true
      where ${isCounted({ since, ...at })}
      order by c.id for no key update of c skip locked
    ), joined as (
      update "case" set cluster_id = late.cluster_id from late where "case".id = late.id returning late.cluster_id, late.created_at
    ), newest as (
      select cluster_id, max(created_at) at, count(*)::int cases from joined group by cluster_id
    )
    update cluster set last_case_at = greatest(last_case_at, newest.at) from newest where cluster.id = newest.cluster_id
    returning cluster.id, newest.cases`;
}

/** Locks only the cases of modules with enough accounts, and counts them again under the lock. @returns the ids of new clusters */
async function createClusters(services: Services, tx: Tx): Promise<number[]> {
  const at = period(services);
  const crowded = Prisma.sql`group by module having count(distinct account_id) >= ${services.settings.incidents.cluster.accounts}::int`;
  const rows = await tx.$queryRaw<{ id: number }[]>`
    with held as (
      select id, module, account_id, created_at from "case" c
      where ${isCounted(at)} and module in (select module from "case" c where ${isCounted(at)} ${crowded})
      order by id for no key update skip locked
    ), made as (
      insert into cluster (module, keywords, found_at, last_case_at) select module, '{}', ${at.now}, max(created_at) from held ${crowded}
      returning id, module
    ), gathered as (
      update "case" set cluster_id = made.id from held join made using (module) where "case".id = held.id
    )
    select id from made order by id`;
  return rows.map(({ id }) => id);
}

/**
 * Sends the draft to every lead in chat or by mail, and refreshes the drafts that were sent. If no lead can be reached, the
 * draft goes to the module's queue channel, so that it is not missed. A decided draft stays as it is.
 */
async function sendDraft({ mail }: Services, tx: Tx, clusterId: number): Promise<void> {
  const { module, dismissedAt, noticeId } = await tx.cluster.findUniqueOrThrow({ where: { id: clusterId } });
  if (dismissedAt || noticeId !== null) return;
  await tx.cluster.update({ where: { id: clusterId }, data: { keywords: await sharedKeywords(tx, clusterId) } });
  const draft: PersonalMessage = { kind: 'cluster', clusterId };
  await refreshCopies(tx, draft);
  if ((await notifyLeads(tx, draft, mail)) > 0 || (await tx.delivery.count({ where: { clusterId } })) > 0) return;
  const queue = await queueChannel(tx, module);
  if (queue) await enqueueCluster(tx, queue, clusterId);
}

// Links the cases of a declared cluster to its incident: hundreds, perhaps, so the clock carries on where the form stopped. Cases that join
// the cluster later are not linked.
import { Prisma, type Case } from '../../db/generated/client.ts';
import { asAdvisor } from '../as-advisor.ts';
import { Failures } from '../failures.ts';
import { linkChange } from './link-case.ts';
import { sweepCases } from '../sweep-cases.ts';
import type { Tx, Services } from '../context.ts';
import { writeChange } from '../write-change.ts';

/** Cases `c` of declared clusters that are still to be linked. A case that somebody unlinked stays unlinked. */
const waiting = Prisma.sql`"case" c join cluster k on k.id = c.cluster_id join notice n on n.id = k.notice_id
  where n.closed_at is null and c.incident_id is null and c.status <> 'Closed' and c.created_at <= n.declared_at
    and (n.every_account or exists (select from notice_account a where a.notice_id = n.id and a.account_id = c.account_id))
    and not exists (select from history_entry h where h.case_id = c.id and h.action = 'unlink-incident')`;

/**
 * Links cases of declared clusters, each in a transaction of its own, in the name of the incident's owner.
 * @param which.incidentId only the cases of this incident
 * @param which.max at most this many cases
 * @throws AggregateError at the end, if single cases failed; the others are done
 */
export async function linkClusterCases(
  services: Services,
  which: { incidentId?: number; max?: number } = {},
): Promise<{ linked: number }> {
  const { incidentId = null, max } = which;
  const failures = new Failures();
  const asked = Prisma.sql`${waiting} and (${incidentId}::int is null or n.id = ${incidentId}::int)`;
  const linked = await sweepCases(services, asked, (tx, locked) => link(services, tx, locked), failures, max);
  failures.raise('cases of a cluster could not be linked');
  return { linked };
}

async function link(services: Services, tx: Tx, locked: Case): Promise<void> {
  const { notice } = await tx.cluster.findUniqueOrThrow({
    where: { id: locked.clusterId ?? 0 },
    include: { notice: { include: { owner: true } } },
  });
  if (!notice) throw new Error(`the cluster of case ${locked.id} is not declared`);
  const change = await linkChange(services, tx, locked, notice.id);
  await writeChange(services, tx, asAdvisor(notice.owner), locked, { idempotencyKey: '', platform: null }, change);
}

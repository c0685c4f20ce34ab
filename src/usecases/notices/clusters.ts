// Decides on the draft of an incident: a lead dismisses it or declares it, once. Finding clusters is in find-clusters.ts.
import { refreshCopies } from '../../outbox/enqueue/index.ts';
import { CaseError } from '../../domain/case-error.ts';
import { maxNoticeLengths } from '../../domain/notice-input.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { decisionOf, withDecision, type ClusterRow } from './read-cluster.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import type { RequestContext, Tx, Services } from '../context.ts';
import { truncate } from '../../cards/visible-text.ts';

/**
 * Dismisses a draft: every lead's card says so, and later cases of the cluster notify nobody. The same lead may dismiss it twice.
 * @throws CaseError not-allowed, unknown-cluster, cluster-decided (with the decision and who made it)
 */
export async function dismissCluster(services: Services, lead: Advisor, id: number, request: RequestContext): Promise<void> {
  authorize(lead, 'incident');
  await runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey, request.fingerprint);
    const row = await lockCluster(tx, id);
    if (row.dismissedBy === lead.id) return;
    refuseDecided(row);
    await tx.cluster.update({ where: { id }, data: { dismissedAt: services.clock.now(), dismissedBy: lead.id } });
    await refreshCopies(tx, { kind: 'cluster', clusterId: id });
  });
}

/** What the form that declares an incident is filled with. */
export interface ClusterDraft {
  /** Every customer may read it, and the message, so neither names an account. */
  title: string;
  message: string;
  modules: string[];
  /** The active accounts of the cluster's cases, sorted by name. */
  accountIds: number[];
}

/**
 * Drafts an incident from a cluster.
 * @throws CaseError not-allowed, unknown-cluster, cluster-decided
 */
export async function clusterDraft(services: Services, lead: Advisor, id: number): Promise<ClusterDraft> {
  authorize(lead, 'incident');
  const { prisma } = services.db;
  const row = await prisma.cluster.findUnique({ where: { id }, include: withDecision });
  if (!row) throw unknownCluster();
  refuseDecided(row);
  const accounts = await prisma.account.findMany({
    where: { active: true, cases: { some: { clusterId: id } } },
    select: { id: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
  const { module, keywords } = row;
  const title = keywords.length > 0 ? `${module}: ${keywords.slice(0, 3).join(', ')}` : `Problems with ${module}`;
  return {
    title: truncate(title, maxNoticeLengths.title),
    message: `We've received several reports of problems with ${module} and are looking into it.`,
    modules: [module],
    accountIds: accounts.map((account) => account.id),
  };
}

/**
 * Marks a cluster as declared, which every lead's card then says. Call it in the transaction that creates the incident, before any case is
 * locked.
 * @throws CaseError unknown-cluster, cluster-decided
 */
export async function markClusterDeclared(tx: Tx, id: number, noticeId: number): Promise<void> {
  refuseDecided(await lockCluster(tx, id));
  await tx.cluster.update({ where: { id }, data: { noticeId } });
  await refreshCopies(tx, { kind: 'cluster', clusterId: id });
}

/** @throws CaseError unknown-cluster */
async function lockCluster(tx: Tx, id: number): Promise<ClusterRow> {
  await tx.$queryRaw`select id from cluster where id = ${id} for no key update`;
  const row = await tx.cluster.findUnique({ where: { id }, include: withDecision });
  if (!row) throw unknownCluster();
  return row;
}

function refuseDecided(row: ClusterRow): void {
  const decision = decisionOf(row);
  if (!decision) return;
  const { by, title } = decision;
  const message = title === null ? `${by} dismissed this draft.` : `${by} already declared this incident as “${title}”.`;
  throw new CaseError('cluster-decided', message);
}

function unknownCluster(): CaseError {
  return new CaseError('unknown-cluster', "We couldn't find that incident draft.");
}

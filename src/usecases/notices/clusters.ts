// What becomes of the draft of an incident.
import { refreshPlaced } from '../../outbox/enqueue/direct.ts';
import { CaseError } from '../../domain/case-error.ts';
import { maxNoticeLengths } from '../../domain/notice-input.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { decisionOf, withDecision, type ClusterRow } from './read-cluster.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import type { RequestContext, Tx, Services } from '../context.ts';

/**
 * It is no incident: every lead's card says so, and whatever joins the cluster later is told to nobody. The same lead may say it twice.
 * @throws CaseError not-allowed, unknown-cluster, cluster-decided (who decided, and how)
 */
export async function dismissCluster(services: Services, lead: Advisor, id: number, request: RequestContext): Promise<void> {
  authorize(lead, 'incident');
  await runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey, request.fingerprint);
    const row = await holdCluster(tx, id);
    if (row.dismissedBy === lead.id) return;
    refuseDecided(row);
    await tx.cluster.update({ where: { id }, data: { dismissedAt: services.clock.now(), dismissedBy: lead.id } });
    await refreshPlaced(tx, { kind: 'cluster', clusterId: id });
  });
}

export interface ClusterDraft {
  /** for every customer to read, as the message: no account is named */
  title: string;
  message: string;
  modules: string[];
  /** of all its cases, by name */
  accountIds: number[];
}

/**
 * What the declaring form begins with.
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
  const title = keywords.length > 0 ? `${module}: ${keywords.slice(0, 3).join(', ')}` : `Trouble with ${module}`;
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
export async function declaredCluster(tx: Tx, id: number, noticeId: number): Promise<void> {
  refuseDecided(await holdCluster(tx, id));
  await tx.cluster.update({ where: { id }, data: { noticeId } });
  await refreshPlaced(tx, { kind: 'cluster', clusterId: id });
}

/** Reads a cluster and holds its row until the transaction ends. @throws CaseError unknown-cluster */
async function holdCluster(tx: Tx, id: number): Promise<ClusterRow> {
  await tx.$queryRaw`select id from cluster where id = ${id} for no key update`;
  const row = await tx.cluster.findUnique({ where: { id }, include: withDecision });
  if (!row) throw unknownCluster();
  return row;
}

function refuseDecided(row: ClusterRow): void {
  const decision = decisionOf(row);
  if (!decision) return;
  const { by, title } = decision;
  const words = title === null ? `${by} has dismissed this draft.` : `${by} has declared this incident already: ${title}`;
  throw new CaseError('cluster-decided', words, 'Use “notices” to see what is open.');
}

function unknownCluster(): CaseError {
  return new CaseError('unknown-cluster', 'There is no such draft of an incident.', 'Use “notices” to see what is open.');
}

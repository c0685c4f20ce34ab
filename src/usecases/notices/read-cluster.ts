// Reads the draft of an incident for leads. It names accounts, so nobody else may see it.
import type { Prisma } from '../../db/generated/client.ts';
import { durationMs } from '../../domain/duration.ts';
import type { Services } from '../context.ts';

/** The newest cases shown in the draft. */
const maxCases = 10;

/** A cluster of cases as its draft shows it. */
export interface ClusterFacts {
  id: number;
  module: string;
  /** Words that the cases have in common. */
  keywords: string[];
  /** How many accounts opened the cases. */
  accounts: number;
  /** How many cases there are. */
  total: number;
  /** When the first case was opened; null if all of them were opened within the configured time. */
  since: Date | null;
  /** The newest first, at most `maxCases`. */
  cases: { number: number; subject: string; accountName: string; createdAt: Date }[];
  decision: Decision | null;
}

interface Decision {
  by: string;
  /** The title of the declared incident; null if the draft was dismissed. */
  title: string | null;
}

/** The relations that `decisionOf` needs. */
export const withDecision = {
  dismisser: { select: { name: true } },
  notice: { select: { title: true, updates: { orderBy: { id: 'asc' }, take: 1, select: { authorName: true } } } },
} satisfies Prisma.ClusterInclude;

/** A cluster with who decided on it. */
export type ClusterRow = Prisma.ClusterGetPayload<{ include: typeof withDecision }>;

/** Reads who decided on a cluster, and how. @returns null while it is undecided */
export function decisionOf({ notice, dismissedAt, dismisser }: ClusterRow): Decision | null {
  if (notice) return { by: notice.updates[0]?.authorName ?? 'a lead', title: notice.title };
  return dismissedAt ? { by: dismisser?.name ?? 'a lead', title: null } : null;
}

/** Reads a cluster for its draft, which only leads may see. @returns null if no cluster has this id */
export async function readCluster(services: Services, id: number): Promise<ClusterFacts | null> {
  const { prisma } = services.db;
  const row = await prisma.cluster.findUnique({ where: { id }, include: withDecision });
  const [counted] = await prisma.$queryRaw<{ accounts: number; total: number; first: Date | null }[]>`
    select count(distinct account_id)::int accounts, count(*)::int total, min(created_at) first from "case" where cluster_id = ${id}`;
  if (!row || !counted?.first) return null;
  const { accounts, total, first } = counted;
  const cases = await prisma.case.findMany({
    where: { clusterId: id },
    select: { number: true, subject: true, createdAt: true, account: { select: { name: true } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: maxCases,
  });
  const within = durationMs(services.settings.incidents.cluster.within, services.settings.businessHours);
  return {
    id,
    module: row.module,
    keywords: row.keywords,
    accounts,
    total,
    since: row.lastCaseAt.getTime() - first.getTime() > within ? first : null,
    cases: cases.map(({ account, ...one }) => ({ ...one, accountName: account.name })),
    decision: decisionOf(row),
  };
}

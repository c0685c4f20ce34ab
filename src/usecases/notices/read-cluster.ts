// The draft of an incident as leads read it.
import type { Prisma } from '../../db/generated/client.ts';
import { durationMs } from '../../domain/duration.ts';
import type { Services } from '../context.ts';

/** A message shows so many of its cases, the newest. */
const mostCases = 10;

export interface ClusterFacts {
  id: number;
  module: string;
  /** what the cases share, in their own words */
  keywords: string[];
  /** how many there are of each */
  accounts: number;
  total: number;
  /** when its first case was opened; null: all of them within the configured time */
  since: Date | null;
  /** the newest first; at most ten */
  cases: { number: number; subject: string; accountName: string; createdAt: Date }[];
  decision: Decision | null;
}

interface Decision {
  by: string;
  /** what it was declared as; null: it was dismissed */
  title: string | null;
}

export const withDecision = {
  dismisser: { select: { name: true } },
  notice: { select: { title: true, updates: { orderBy: { id: 'asc' }, take: 1, select: { authorName: true } } } },
} satisfies Prisma.ClusterInclude;

export type ClusterRow = Prisma.ClusterGetPayload<{ include: typeof withDecision }>;

export function decisionOf({ notice, dismissedAt, dismisser }: ClusterRow): Decision | null {
  if (notice) return { by: notice.updates[0]?.authorName ?? 'a lead', title: notice.title };
  return dismissedAt ? { by: dismisser?.name ?? 'a lead', title: null } : null;
}

/** For a lead's eyes: it names accounts. @returns null where there is none */
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
    take: mostCases,
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

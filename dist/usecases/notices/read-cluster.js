import { durationMs } from "../../domain/duration.js";
/** A message shows so many of its cases, the newest. */
const mostCases = 10;
export const withDecision = {
    dismisser: { select: { name: true } },
    notice: { select: { title: true, updates: { orderBy: { id: 'asc' }, take: 1, select: { authorName: true } } } },
};
export function decisionOf({ notice, dismissedAt, dismisser }) {
    if (notice)
        return { by: notice.updates[0]?.authorName ?? 'a lead', title: notice.title };
    return dismissedAt ? { by: dismisser?.name ?? 'a lead', title: null } : null;
}
/** For a lead's eyes: it names accounts. @returns null where there is none */
export async function readCluster(services, id) {
    const { prisma } = services.db;
    const row = await prisma.cluster.findUnique({ where: { id }, include: withDecision });
    const [counted] = await prisma.$queryRaw `
    select count(distinct account_id)::int accounts, count(*)::int total, min(created_at) first from "case" where cluster_id = ${id}`;
    if (!row || !counted?.first)
        return null;
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
        words: row.words,
        accounts,
        total,
        since: row.lastCaseAt.getTime() - first.getTime() > within ? first : null,
        cases: cases.map(({ account, ...one }) => ({ ...one, accountName: account.name })),
        decision: decisionOf(row),
    };
}
//# sourceMappingURL=read-cluster.js.map
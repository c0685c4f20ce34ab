import type { Services } from '../context.ts';

/** Slack stops retrying after an hour, but a form may stay open for days. */
const keptMs = 7 * 24 * 60 * 60 * 1000;

/** Deletes idempotency keys, drafts and bulk actions that are older than a week. @returns how many */
export async function cleanUp(services: Services): Promise<{ idempotencyKeys: number; drafts: number; bulkRuns: number }> {
  const before = new Date(services.clock.now().getTime() - keptMs);
  const idempotencyKeys = await services.db.prisma.idempotencyKey.deleteMany({ where: { at: { lt: before } } });
  const drafts = await services.db.prisma.draft.deleteMany({ where: { createdAt: { lt: before } } });
  const bulkRuns = await services.db.prisma.bulkRun.deleteMany({
    where: { createdAt: { lt: before }, OR: [{ startedAt: null }, { finishedAt: { not: null } }] },
  });
  return { idempotencyKeys: idempotencyKeys.count, drafts: drafts.count, bulkRuns: bulkRuns.count };
}

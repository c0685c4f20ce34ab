import type { Work } from '../context.ts';

const keptMs = 7 * 24 * 60 * 60 * 1000; // Slack gives a retry up within an hour; a form or an offer left open for a week is forgotten

/** Deletes receipts nobody will ask for again, and drafts that became nothing. @returns how many */
export async function cleanUp(work: Work): Promise<{ receipts: number; drafts: number }> {
  const before = new Date(work.clock.now().getTime() - keptMs);
  const receipts = await work.db.prisma.receipt.deleteMany({ where: { at: { lt: before } } });
  const drafts = await work.db.prisma.draft.deleteMany({ where: { createdAt: { lt: before } } });
  return { receipts: receipts.count, drafts: drafts.count };
}

import type { PlatformName } from '../../ports.ts';
import type { Services } from '../context.ts';
import { isContentNeeded, lockContent } from './claim-content.ts';
import { settleFile } from './settle-file.ts';

const hourMs = 3_600_000;
/**
 * Files that nobody sent from the page for adding files are kept for a day, and so are files of a platform that is no longer connected. Those
 * of other platforms are given up by the process that reads them, so that they survive a weekend without a running process.
 */
const keptMs = 24 * hourMs;
/** Content that no file has yet may belong to a file that is just being stored. */
const graceMs = hourMs;

/**
 * Removes what no file needs any longer: files that were uploaded and never sent, and content that no live file has. Gives up files whose
 * platform is no longer connected.
 * @returns how many
 */
export async function sweepFiles(services: Services): Promise<{ unsent: number; givenUp: number; contents: number }> {
  const { db, clock, files } = services;
  const at = clock.now();
  const before = new Date(at.getTime() - keptMs);
  const unsent = await db.prisma.file.deleteMany({ where: { postId: null, deletedAt: null, createdAt: { lt: before } } });
  const connected = Object.keys(files?.sources ?? {}) as PlatformName[];
  const waiting = await db.prisma.file.findMany({
    where: { state: 'expected', deletedAt: null, createdAt: { lt: before }, platform: { notIn: connected } },
  });
  for (const file of waiting) await settleFile(services, file, { problem: 'unreachable' });
  let contents = 0;
  for await (const content of files?.store.list() ?? [])
    if (content.at.getTime() < at.getTime() - graceMs && (await removeOrphan(services, content.checksum))) contents += 1;
  return { unsent: unsent.count, givenUp: waiting.length, contents };
}

/** Removes content that no live file has. @returns whether it was removed */
function removeOrphan({ db, files }: Services, checksum: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    await lockContent(tx, checksum);
    if (!files || (await isContentNeeded(tx, checksum))) return false;
    await files.store.remove(checksum);
    return true;
  });
}

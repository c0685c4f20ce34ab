import type { Services, Tx } from '../context.ts';
import { claimContent } from './claim-content.ts';
import { columnsOf, type FileResult } from './file-columns.ts';
import { releaseFiles } from './release-files.ts';

/** A file whose content is being read. A newer attempt makes this one write nothing. */
export interface ClaimedFile {
  id: number;
  caseId: number;
  postId: number | null;
  attempts: number;
}

/**
 * Records what became of a file. With the last file of a post, its files are sent (release-files.ts) in the same transaction. Nothing happens
 * if the file was deleted in the meantime, or another process has settled it.
 * @throws FileUnavailable if the content was swept up in this very moment, so that it must be read again
 */
export async function settleFile(services: Services, file: ClaimedFile, result: FileResult): Promise<void> {
  await services.db.transaction(async (tx) => {
    if ('content' in result) await claimContent(services, tx, result.content);
    await tx.$executeRaw`select 1 from "case" where id = ${file.caseId} for no key update`;
    const { id, attempts, postId } = file;
    const where = { id, attempts, state: 'expected' as const, deletedAt: null };
    const settled = { source: null, leaseUntil: null, ...columnsOf(result) };
    if ((await tx.file.updateMany({ where, data: settled })).count === 0 || postId === null) return;
    await releaseIfLast(services, tx, postId);
  });
}

async function releaseIfLast(services: Services, tx: Tx, postId: number): Promise<void> {
  if ((await tx.file.count({ where: { postId, state: 'expected', deletedAt: null } })) > 0) return;
  const post = await tx.post.findUniqueOrThrow({ where: { id: postId } });
  if (post.deletedAt === null) await releaseFiles(services, tx, post);
}

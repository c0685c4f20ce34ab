import { CaseError } from '../../domain/case-error.ts';
import type { Person } from '../../domain/person.ts';
import { encrypt } from '../../db/secrets.ts';
import type { CaseFile } from '../../outbox/enqueue/insert-case.ts';
import type { Post } from '../../db/generated/client.ts';
import { claimContent } from './claim-content.ts';
import { columnsOf } from './file-columns.ts';
import type { NewFile, Services, Tx } from '../context.ts';

/** Names what is encrypted, so that it cannot be decrypted elsewhere. */
export const sourcePlace = 'file source';

/**
 * Adds files to a post that was written in this transaction. Their contents are read after the commit (fetch-files.ts).
 * @param of.actor who sent the files; null for the clock
 * @returns whether any content has still to be read
 * @throws CaseError file-gone when a file that was uploaded before is no longer there
 */
export async function attachFiles(
  services: Services,
  tx: Tx,
  { post, actor }: { post: Pick<Post, 'id' | 'caseId' | 'authorName' | 'createdAt'>; actor: Person | null },
  files: readonly NewFile[],
): Promise<{ waits: boolean }> {
  const of = {
    caseId: post.caseId,
    postId: post.id,
    uploadedById: actor?.id,
    uploadedByName: post.authorName,
    createdAt: post.createdAt,
  };
  let waits = false;
  for (const [position, file] of files.entries()) {
    if ('stagedId' in file) {
      const where = { id: file.stagedId, caseId: post.caseId, postId: null, uploadedById: actor?.id ?? -1, deletedAt: null };
      const { count } = await tx.file.updateMany({ where, data: { postId: post.id, position, createdAt: post.createdAt } });
      if (count === 0) throw new CaseError('file-gone', 'One of the files is no longer there.', 'Please add it again.');
    } else if ('result' in file) {
      if ('content' in file.result) await claimContent(services, tx, file.result.content);
      await tx.file.create({ data: { ...of, position, name: file.name, ...columnsOf(file.result) } });
    } else if ('link' in file) {
      const { name, link } = file;
      await tx.file.create({ data: { ...of, position, name, link, state: 'refused', problem: 'elsewhere' } });
    } else {
      const { name, size, platform, workspaceId, ref } = file;
      await tx.file.create({ data: { ...of, position, name, size, platform, workspaceId, source: sealed(services, ref) } });
      waits = true;
    }
  }
  return { waits };
}

/** Converts a file to the columns with which a new case is opened. Those that were stored before are added by a post. */
export function caseFile(services: Services, file: NewFile): CaseFile[] {
  if ('stagedId' in file || 'result' in file) return [];
  if ('link' in file) return [{ ...file, size: null, platform: null, workspaceId: null, source: null }];
  const { ref, ...rest } = file;
  return [{ ...rest, source: sealed(services, ref), link: null }];
}

function sealed({ files }: Services, ref: string): string {
  return files?.secretKeys ? encrypt(files.secretKeys, ref, sourcePlace) : ref;
}

import type { Tx } from '../context.ts';

/** Removes the files of a post that is deleted. Their contents go with the next sweep (sweep-files.ts) unless another file has the same. */
export async function removeFiles(tx: Tx, postId: number, { at, by }: { at: Date; by: string }): Promise<void> {
  await tx.file.updateMany({ where: { postId, deletedAt: null }, data: { deletedAt: at, deletedBy: by, source: null } });
}

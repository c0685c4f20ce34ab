import { CaseError } from '../../domain/case-error.ts';
import type { Person } from '../../domain/person.ts';
import type { MessageRef } from '../../ports.ts';
import { refreshCards, withdrawPost } from '../../outbox/enqueue/index.ts';
import { refreshQuoting, typedPost } from './edit-post.ts';
import { removeFiles } from '../files/remove-files.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import { withDatabaseScope } from '../scope.ts';
import { indexCases } from '../search-index.ts';
import type { Tx, Services } from '../context.ts';

/**
 * Deletes the post of a message that was deleted on its platform. Who may delete a message is for the platform to decide: its author, or
 * an administrator of the workspace.
 * @returns `pending`: it was a question or resolution, for whose reply the case still waits
 */
export function deleteTypedPost(
  services: Services,
  typed: MessageRef,
  idempotencyKey: string,
): Promise<{ number: number; pending: boolean; action: string | null } | 'unknown' | 'repeat'> {
  return runOnce(services, async (tx) => {
    const found = await typedPost(tx, typed);
    if (!found) return 'unknown';
    await recordOnce(tx, idempotencyKey);
    const { number, pendingPostId, accountId } = found.case;
    await withDatabaseScope({ accountIds: [accountId] }, () => removePost(services, tx, found.id, found.authorName));
    return { number, pending: pendingPostId === found.id, action: found.action };
  });
}

/**
 * Deletes a post of the actor in every conversation.
 * @throws CaseError not-yours
 */
export function deletePost(
  services: Services,
  actor: Person,
  postId: number,
  idempotencyKey: string,
): Promise<{ number: number } | 'repeat'> {
  return runOnce(services, async (tx) => {
    await recordOnce(tx, idempotencyKey);
    const post = await tx.post.findFirst({
      where: { id: postId, authorId: actor.id },
      select: { case: { select: { number: true } } },
    });
    if (!post) throw new CaseError('not-yours', 'Only the author of a post can delete it.');
    await removePost(services, tx, postId, actor.name);
    return { number: post.case.number };
  });
}

/** Deletes a post in the transaction of a request. @param by the name of the person who deletes it */
export async function removePost(services: Services, tx: Tx, postId: number, by: string): Promise<void> {
  const at = services.clock.now();
  await tx.$executeRaw`select 1 from "case" c join post p on p.case_id = c.id where p.id = ${postId} for no key update of c`;
  const post = await tx.post.findUniqueOrThrow({ where: { id: postId } });
  if (post.deletedAt) return;
  await tx.post.update({ where: { id: postId }, data: { deletedAt: at, deletedBy: by } });
  await removeFiles(tx, postId, { at, by });
  await indexCases(tx, [post.caseId]);
  await tx.historyEntry.create({
    data: {
      caseId: post.caseId,
      at,
      actorId: post.authorId,
      actorName: by,
      action: post.kind === 'note' ? 'delete-note' : 'delete-post',
    },
  });
  await withdrawPost(tx, postId);
  await refreshQuoting(tx, postId);
  if (post.kind === 'note') return;
  await tx.case.update({ where: { id: post.caseId }, data: { updatedAt: at } });
  await refreshCards(tx, post.caseId);
}

import { asNote } from '../../domain/note.ts';
import type { Person } from '../../domain/person.ts';
import type { MessageRef } from '../../ports.ts';
import { refreshCards, refreshPost } from '../../outbox/enqueue/index.ts';
import { lockCase } from '../change-case.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import { scopeOf } from '../scope.ts';
import { textInput } from '../text-input.ts';
import type { Tx, Services } from '../context.ts';

/** What an edit did. `unknown`: the message is not a post. `note-by-edit`: refused, because `//` was put before a post already sent. */
export type EditOutcome =
  { number: number } | { refused: 'note-by-edit'; number: number; postId: number } | 'unknown' | 'not-the-author' | 'repeat';

/**
 * Applies the edit of a message to its post. A note stays a note and a post stays a post, with or without `//`.
 * @param actor the person who edited it; only the author's edit has an effect
 * @param text CommonMark
 * @throws CaseError empty, too-long
 */
export function editPost(
  services: Services,
  actor: Person,
  typed: MessageRef,
  text: string,
  idempotencyKey: string,
): Promise<EditOutcome> {
  return runOnce(services, async (tx): Promise<EditOutcome> => {
    const found = await typedPost(tx, typed);
    if (!found) return 'unknown';
    if (found.authorId !== actor.id) return 'not-the-author';
    await recordOnce(tx, idempotencyKey);
    await lockCase(scopeOf(actor), tx, found.case.number);
    return edit(services, tx, actor, found.id, found.case.number, text);
  });
}

async function edit(
  services: Services,
  tx: Tx,
  actor: Person,
  postId: number,
  number: number,
  text: string,
): Promise<EditOutcome> {
  const post = await tx.post.findUniqueOrThrow({ where: { id: postId } });
  const note = asNote(text);
  if (post.deletedAt) return { number };
  if (post.kind !== 'note' && note !== null && actor.kind === 'advisor') return { refused: 'note-by-edit', number, postId };
  const body = textInput(post.kind === 'note' ? (note ?? text) : text, 'post', "A post can't be empty. Delete it instead.");
  if (body === post.body) return { number };
  const at = services.clock.now();
  await tx.postRevision.create({ data: { postId, body: post.body, at } });
  await tx.post.update({ where: { id: postId }, data: { body, editedAt: at } });
  await tx.historyEntry.create({
    data: {
      caseId: post.caseId,
      at,
      actorId: actor.id,
      actorName: actor.name,
      action: post.kind === 'note' ? 'edit-note' : 'edit-post',
    },
  });
  await refreshPost(tx, postId);
  if (post.kind !== 'note') {
    await tx.case.update({ where: { id: post.caseId }, data: { updatedAt: at } });
    await refreshCards(tx, post.caseId);
  }
  return { number };
}

/** Finds the post that was typed as this message, if any. */
export function typedPost(tx: Tx, typed: MessageRef) {
  const { messageId, ...destination } = typed;
  return tx.post.findFirst({
    where: { originMessageId: messageId, originDestination: destination },
    select: { id: true, authorId: true, authorName: true, case: { select: { number: true } } },
  });
}

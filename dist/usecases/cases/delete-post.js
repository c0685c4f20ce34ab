import { CaseError } from "../../domain/case-error.js";
import { refreshCards, withdrawPost } from "../../outbox/enqueue/index.js";
import { typedPost } from "./edit-post.js";
import { recordOnce, runOnce } from "../idempotency.js";
/**
 * Follows the deletion of a message that was typed into a conversation. The platform has let its author (or an administrator of the
 * workspace) delete it; it disappears everywhere, whoever the author is by now.
 */
export function deleteTypedPost(services, typed, idempotencyKey) {
    return runOnce(services, async (tx) => {
        const found = await typedPost(tx, typed);
        if (!found)
            return 'unknown';
        await recordOnce(tx, idempotencyKey);
        await remove(services, tx, found.id, found.authorName);
        return { number: found.case.number };
    });
}
/**
 * Deletes the actor's own post everywhere.
 * @throws CaseError not-yours
 */
export function deletePost(services, actor, postId, idempotencyKey) {
    return runOnce(services, async (tx) => {
        await recordOnce(tx, idempotencyKey);
        const post = await tx.post.findFirst({
            where: { id: postId, authorId: actor.id },
            select: { case: { select: { number: true } } },
        });
        if (!post)
            throw new CaseError('not-yours', 'Only the author of a post can delete it.');
        await remove(services, tx, postId, actor.name);
        return { number: post.case.number };
    });
}
async function remove(services, tx, postId, by) {
    const at = services.clock.now();
    await tx.$executeRaw `select 1 from "case" c join post p on p.case_id = c.id where p.id = ${postId} for no key update of c`;
    const post = await tx.post.findUniqueOrThrow({ where: { id: postId } });
    if (post.deletedAt)
        return;
    await tx.post.update({ where: { id: postId }, data: { deletedAt: at, deletedBy: by } });
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
    if (post.kind === 'note')
        return;
    await tx.case.update({ where: { id: post.caseId }, data: { updatedAt: at } });
    await refreshCards(tx, post.caseId);
}
//# sourceMappingURL=delete-post.js.map
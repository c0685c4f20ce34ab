import { asNote } from "../../domain/note.js";
import { refreshCards, refreshPost } from "../../outbox/enqueue/index.js";
import { lockCase } from "../change-case.js";
import { recordOnce, runOnce } from "../idempotency.js";
import { scopeOf } from "../scope.js";
import { textInput } from "../text-input.js";
/**
 * Follows an edit of a message that was typed into a conversation. A note stays a note, a post stays a post, whatever the edit says.
 * @param actor who edited it: only the author's own edit counts
 * @param text CommonMark
 * @throws CaseError empty, too-long
 */
export function editPost(services, actor, typed, text, idempotencyKey) {
    return runOnce(services, async (tx) => {
        const found = await typedPost(tx, typed);
        if (!found || found.authorId !== actor.id)
            return 'unknown';
        await recordOnce(tx, idempotencyKey);
        await lockCase(scopeOf(actor), tx, found.case.number);
        return edit(services, tx, actor, found.id, found.case.number, text);
    });
}
async function edit(services, tx, actor, postId, number, text) {
    const post = await tx.post.findUniqueOrThrow({ where: { id: postId } });
    const note = asNote(text);
    if (post.deletedAt)
        return { number };
    if (post.kind !== 'note' && note !== null && actor.kind === 'advisor')
        return { refused: 'note-by-edit', number, postId };
    const body = textInput(post.kind === 'note' ? (note ?? text) : text, 'post', 'A post cannot be edited to nothing; delete it instead.');
    if (body === post.body)
        return { number };
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
export function typedPost(tx, typed) {
    const { messageId, ...destination } = typed;
    return tx.post.findFirst({
        where: { originRef: messageId, originDestination: destination },
        select: { id: true, authorId: true, authorName: true, case: { select: { number: true } } },
    });
}
//# sourceMappingURL=edit-post.js.map
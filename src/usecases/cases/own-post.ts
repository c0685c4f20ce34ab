// Edits and deletes a post for its author by its id, where no message of a chat is followed.
import { fieldError } from '../../domain/form-errors.ts';
import { CaseError } from '../../domain/case-error.ts';
import { authorize } from '../../domain/permission.ts';
import { qualificationAction } from '../../domain/qualification.ts';
import { seesInternal, type Person } from '../../domain/person.ts';
import { lockCase } from '../locked-case.ts';
import { runOnce } from '../idempotency.ts';
import { scopeOf } from '../scope.ts';
import type { Outcome, RequestContext, Services, Tx } from '../context.ts';
import { removePost } from './delete-post.ts';
import { writeEdit } from './edit-post.ts';

/** The post of a request, and the case that it must belong to. */
export interface OwnPost {
  number: number;
  postId: number;
}

/** Events whose text is what a person wrote. Of others, the text says what happened, and nobody can change that. */
const writtenEvents: readonly string[] = ['ask', 'resolve', 'decline'];

/** Notes that are made from a form. They say what was found, like the entry of the history, so another note corrects them. */
const madeNotes: readonly string[] = [qualificationAction];

/** Tells whether the text of a post is what its author wrote. A contact says why they reopen a case; what an advisor undid, the bot says. */
const isWritten = ({ kind }: Person, post: { kind: string; action: string | null }): boolean =>
  (post.kind !== 'event' && !madeNotes.includes(post.action ?? '')) ||
  writtenEvents.includes(post.action ?? '') ||
  (post.action === 'reopen' && kind === 'contact');

/**
 * Replaces the text of a post or note of the actor. Earlier texts are kept.
 * @param input.text CommonMark
 * @throws CaseError unknown-case, unknown-post, not-yours, not-allowed, not-a-post, deleted, redacted, typed-in-chat, a-note, empty, too-long
 */
export function editOwnPost(
  services: Services,
  actor: Person,
  { number, postId, text }: OwnPost & { text: string },
  request: RequestContext,
): Promise<Outcome> {
  return changeOwn(services, actor, { number, postId }, request, async (tx, post) => {
    if (post.originMessageId !== null && post.originDestination?.platform !== 'mail')
      throw new CaseError(
        'typed-in-chat',
        'This post follows the message that it was typed as.',
        'Edit the message in the chat.',
      );
    const outcome = await writeEdit(services, tx, actor, postId, number, { text });
    if (!('refused' in outcome)) return;
    if (outcome.refused === 'redacted')
      throw new CaseError('redacted', 'Part of this post was redacted.', 'Delete it, and post again without that part.');
    throw fieldError('a-note', 'post', 'A post cannot become an internal note. Remove the // at its beginning.');
  });
}

/**
 * Deletes a post or note of the actor in every conversation. The message that it was typed as stays in the chat.
 * @throws CaseError unknown-case, unknown-post, not-yours, not-allowed, not-a-post, deleted
 */
export function deleteOwnPost(services: Services, actor: Person, post: OwnPost, request: RequestContext): Promise<Outcome> {
  return changeOwn(services, actor, post, request, (tx) => removePost(services, tx, post.postId, actor.name));
}

type Found = NonNullable<Awaited<ReturnType<typeof postOf>>>;

function changeOwn(
  services: Services,
  actor: Person,
  { number, postId }: OwnPost,
  request: RequestContext,
  apply: (tx: Tx, post: Found) => Promise<void>,
): Promise<Outcome> {
  return runOnce(services, async (tx) => {
    const locked = await lockCase(scopeOf(actor), tx, number, request.idempotencyKey);
    const post = await postOf(tx, actor, locked.id, postId);
    if (!post) throw new CaseError('unknown-post', "We couldn't find that post on this case.", 'List the posts of the case.');
    if (post.authorId !== actor.id) throw new CaseError('not-allowed', 'Only its author can change a post.');
    authorize(actor, post.kind === 'note' ? 'note' : 'post', locked.accountId);
    if (!isWritten(actor, post))
      throw new CaseError('not-a-post', "This tells what happened, so it can't be changed.", 'Only what people wrote can be.');
    if (post.deletedAt !== null) throw new CaseError('deleted', 'This post was deleted.');
    request.check?.(locked);
    await apply(tx, post);
    await request.onPost?.(postId, tx);
    return { number };
  });
}

/** Finds a post of a case that this person may read. */
function postOf(tx: Tx, actor: Person, caseId: number, id: number) {
  return tx.post.findFirst({
    where: { id, caseId, ...(seesInternal(actor) ? {} : { kind: { not: 'note' as const } }) },
    select: {
      ...{ kind: true, action: true, authorId: true, deletedAt: true, originMessageId: true },
      originDestination: { select: { platform: true } },
    },
  });
}

// Handles messages in the thread of a case: replies become posts, and edits and deletions follow everywhere. Messages outside of such
// threads are commands (handle-command.ts). Files are not passed on.
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { isAuthorized } from '../../domain/person.ts';
import { addPost } from '../../usecases/cases/add-post.ts';
import type { CaseThread } from '../../usecases/cases/case-of-thread.ts';
import { deleteTypedPost } from '../../usecases/cases/delete-post.ts';
import { editPost } from '../../usecases/cases/edit-post.ts';
import type { Services } from '../../usecases/context.ts';
import { afterPost } from './after-post.ts';
import { actions } from '../actions.ts';
import type { Context } from '../capability.ts';
import type { Card } from '../../cards/elements.ts';
import { ignored } from '../ending.ts';
import { channelOf, type Ignored, type Interaction, type Reply } from '../interaction.ts';
import { offer, reply } from '../replies.ts';
import { formatList } from '../../domain/text/numbers.ts';

type Message = Interaction & { kind: 'message' };
type Edited = Interaction & { kind: 'edit' };
type Deleted = Interaction & { kind: 'deletion' };

/** Posts a reply in the thread of a case. People who may not post there get a private explanation, and nothing is stored. */
export async function handleReply(context: Context, message: Message, thread: CaseThread): Promise<Reply> {
  const refusal = whyNotPosted(context, thread);
  if (refusal) return { ...reply(`Not posted. ${refusal}`), refused: true };
  const { files, place, ref, speaker, text } = message;
  if (text.trim() === '' && files.length > 0) return { ...reply(notSent(files)), harmless: true, refused: true };
  const request = { ...context.request, origin: { ...channelOf(speaker, place), messageId: ref } };
  const post = { number: thread.number, text, team: thread.team };
  const outcome = await addPost(context.services, context.person, post, request).catch((error: unknown) => {
    throw notPosted(error, thread.number);
  });
  // harmless: everybody who reads this thread may read the question as well
  const next = harmless(afterPost(outcome));
  if (outcome === 'repeat' || files.length === 0) return next ?? { kind: 'nothing' };
  return next ? withText(next.card, notSent(files)) : { ...reply(notSent(files)), harmless: true };
}

/** Names the case in the error, which may be shown elsewhere than in its thread. */
function notPosted(error: unknown, number: number): unknown {
  if (!(error instanceof CaseError) || error.code !== 'too-long') return error;
  return new CaseError(error.code, `Not posted to ${formatCaseNumber(number)}. ${error.message}`, error.next);
}

function harmless(reply: ReturnType<typeof afterPost>) {
  return reply && { ...reply, harmless: true };
}

function withText(card: Card, text: string): Reply {
  return { kind: 'card', card: { ...card, elements: [...card.elements, { kind: 'context', text: [text] }] }, harmless: true };
}

function notSent(files: string[]): string {
  const names = formatList(files.map((name) => `“${name}”`));
  return `${names} ${files.length === 1 ? "wasn't" : "weren't"} sent. Files aren't supported yet; share a link instead.`;
}

/** @returns null when this person may post here */
function whyNotPosted({ person, services }: Context, thread: CaseThread): string | null {
  if (thread.side === 'advisor') return person.kind === 'advisor' ? null : 'This thread is for advisors only.';
  if (person.kind === 'advisor')
    return `This is the contact's conversation. Reply under the case in your queue, or type post ${formatCaseNumber(thread.number)} and your text.`;
  if (person.accountId !== thread.accountId) return 'This case belongs to another district.';
  if (isAuthorized(person)) return null;
  return `You're a Read-Only Contact. Ask an Authorized Contact in your district to write to ${services.settings.brand}.`;
}

/** Applies an edit of a typed message to its post. An edit that would turn a post into an internal note is refused. */
export async function handleEdit(context: Context, message: Edited): Promise<Reply | Ignored> {
  const typed = { ...channelOf(message.speaker, message.place), messageId: message.ref };
  const outcome = await editPost(context.services, context.person, typed, message.text, context.request.idempotencyKey);
  if (outcome === 'unknown') return ignored('not-a-post');
  if (outcome === 'not-the-author') return ignored(outcome);
  if (outcome === 'repeat' || !('refused' in outcome)) return { kind: 'nothing' };
  const refusal = offer(
    [
      `Your edit wasn't applied: ${formatCaseNumber(outcome.number)} already has your post, and a post can't become an internal note.`,
    ],
    [actions.deletePost.button(outcome.postId, 'Delete it everywhere', 'danger')],
    "Your edit wasn't applied",
  );
  return { ...refusal, refused: true };
}

/** Deletes a post everywhere after its message was deleted. Who may delete a message is for the platform to decide. */
export async function handleDeletion(services: Services, message: Deleted): Promise<Reply | Ignored> {
  const typed = { ...channelOf(message.speaker, message.place), messageId: message.ref };
  const outcome = await deleteTypedPost(services, typed, message.idempotencyKey);
  return outcome === 'unknown' ? ignored('not-a-post') : { kind: 'nothing' };
}

// Handles messages in the thread of a case: replies become posts, and edits and deletions follow everywhere. Messages outside of such
// threads are commands (handle-command.ts). Files are not passed on.
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber, parseCaseNumber } from '../../domain/case-number.ts';
import { isAuthorized } from '../../domain/person.ts';
import { addPost } from '../../usecases/cases/add-post.ts';
import type { CaseThread } from '../../usecases/cases/case-of-thread.ts';
import { deleteTypedPost } from '../../usecases/cases/delete-post.ts';
import { saveDraft } from '../../usecases/cases/drafts.ts';
import { editPost, type PostingCommand } from '../../usecases/cases/edit-post.ts';
import type { Services } from '../../usecases/context.ts';
import { afterPost } from './after-post.ts';
import { actions } from '../actions.ts';
import type { Context } from '../capability.ts';
import type { Card } from '../../cards/elements.ts';
import { ignored } from '../ending.ts';
import { channelOf, type Ignored, type Interaction, type Reply } from '../interaction.ts';
import { withNames } from '../mentions.ts';
import { offer, reply } from '../replies.ts';
import { formatList } from '../../domain/text/numbers.ts';

type Message = Interaction & { kind: 'message' };
type Edited = Interaction & { kind: 'edit' };
type Deleted = Interaction & { kind: 'deletion' };

/** Posts a reply in the thread of a case. People who may not post there get a private explanation, and nothing is stored. */
export async function handleReply(context: Context, message: Message, thread: CaseThread): Promise<Reply> {
  const refusal = whyNotPosted(context, thread);
  if (refusal) return { ...reply(`Not posted. ${refusal}`), refused: true };
  const { files, ref, text } = message;
  if (text.trim() === '' && files.length > 0) return { ...reply(notSent(files)), harmless: true, refused: true };
  const request = { ...context.request, origin: { ...thread.channel, messageId: ref } };
  const post = { number: thread.number, text, team: thread.team };
  const outcome = await addPost(context.services, context.person, post, request).catch((error: unknown) => {
    throw notPosted(error, thread.number);
  });
  // harmless: everybody who reads this thread may read the question as well
  const next = harmless(await afterPost(context, outcome));
  if (outcome === 'repeat' || files.length === 0) return next ?? { kind: 'nothing' };
  return next ? withText(next.card, notSent(files)) : { ...reply(notSent(files)), harmless: true };
}

/** Names the case in the error, which may be shown elsewhere than in its thread. */
function notPosted(error: unknown, number: number): unknown {
  if (!(error instanceof CaseError) || error.code !== 'too-long') return error;
  return new CaseError(error.code, `Not posted to ${formatCaseNumber(number)}. ${error.message}`, error.next);
}

function harmless(reply: Awaited<ReturnType<typeof afterPost>>) {
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

/**
 * Applies an edit of a typed message to its post; the message may also be the command that posted it. Its author learns privately when the
 * edit does less than it seems to.
 */
export async function handleEdit(context: Context, message: Edited): Promise<Reply | Ignored> {
  const { speaker, place, ref, text, commandText } = message;
  const typed = { ...channelOf(speaker, place), messageId: ref };
  const command = await postingCommand(context, commandText ?? text);
  const outcome = await editPost(context.services, context.person, typed, text, context.request.idempotencyKey, command);
  if (outcome === 'unknown') return ignored('not-a-post');

  if (outcome === 'repeat') return { kind: 'nothing' };
  const number = formatCaseNumber(outcome.number);
  if ('refused' in outcome) {
    const why = outcome.refused === 'note-by-edit' ? "a post can't become an internal note" : "a post can't move to another case";
    const refusal = offer(
      [`Your edit wasn't applied: ${number} already has your post, and ${why}.`],
      [actions.deletePost.button(outcome.postId, 'Delete it everywhere', 'danger')],
      "Your edit wasn't applied",
    );
    return { ...refusal, refused: true };
  }
  return outcome.noteAsPost === undefined ? { kind: 'nothing' } : staysNote(context, outcome.number, outcome.noteAsPost);
}

async function staysNote(context: Context, number: number, text: string): Promise<Reply> {
  const draft = await saveDraft(context.services, context.person, { text });
  return offer(
    [
      `This is still an internal note on ${formatCaseNumber(number)}: only advisors can see it. A note can't become a post by an edit.`,
    ],
    [actions.postDraft.button({ number, draft }, `Post to ${formatCaseNumber(number)}`)],
    'This is still an internal note',
  );
}

/** Reads an edited text as the command `post` or `note`. */
async function postingCommand(context: Context, typed: string): Promise<PostingCommand | undefined> {
  const [, name = '', written = '', text = ''] = /^(post|note)\s+(\S+)\s+([^]+)$/i.exec(typed.trim()) ?? [];
  const number = parseCaseNumber(written);
  if (number === null) return undefined;
  return { name: name.toLowerCase() === 'note' ? 'note' : 'post', number, text: await withNames(context, text) };
}

/** Deletes a post everywhere after its message was deleted. Who may delete a message is for the platform to decide. */
export async function handleDeletion(services: Services, message: Deleted): Promise<Reply | Ignored> {
  const typed = { ...channelOf(message.speaker, message.place), messageId: message.ref };
  const outcome = await deleteTypedPost(services, typed, message.idempotencyKey);
  return outcome === 'unknown' ? ignored('not-a-post') : { kind: 'nothing' };
}

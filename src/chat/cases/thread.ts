// Handles messages in the thread of a case: replies become posts, and edits and deletions follow everywhere. Messages outside of such
// threads are commands (handle-command.ts). The files of a reply go with its post.
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber, parseCaseNumber } from '../../domain/case-number.ts';
import { inAccount, isAuthorized } from '../../domain/person.ts';
import { addPost } from '../../usecases/cases/add-post.ts';
import type { CaseThread } from '../../usecases/cases/case-of-thread.ts';
import { deleteTypedPost } from '../../usecases/cases/delete-post.ts';
import { saveDraft } from '../../usecases/cases/drafts.ts';
import { acceptFiles } from '../../usecases/files/accept-files.ts';
import { editPost, postingCommands, type PostingCommand } from '../../usecases/cases/edit-post.ts';
import type { Services } from '../../usecases/context.ts';
import { afterPost } from './after-post.ts';
import { actions } from '../actions.ts';
import type { Context } from '../capability.ts';
import { ignored } from '../ending.ts';
import { channelOf, type Ignored, type Interaction, type Reply } from '../interaction.ts';
import { withNames } from '../mentions.ts';
import { offer, reply } from '../replies.ts';
import { filesNotSent, joinReplies } from './sent-files.ts';

type Message = Interaction & { kind: 'message' };
type Edited = Interaction & { kind: 'edit' };
type Deleted = Interaction & { kind: 'deletion' };

/** Posts a reply in the thread of a case. People who may not post there get a private explanation, and nothing is stored. */
export async function handleReply(context: Context, message: Message, thread: CaseThread): Promise<Reply> {
  const refusal = whyNotPosted(context, thread);
  if (refusal) return { ...reply(`Not posted. ${refusal}`), refused: true };
  const { ref, text } = message;
  const sent = acceptFiles(context.services, context.files);
  const refused = visibleInThread(filesNotSent(sent, thread.number, context.services));
  if (text.trim() === '' && sent.files.length === 0 && refused) return { ...refused, refused: true };
  const request = { ...context.request, origin: { ...thread.channel, messageId: ref }, files: sent.files };
  const post = { number: thread.number, text, team: thread.team };
  const outcome = await addPost(context.services, context.person, post, request).catch((error: unknown) => {
    throw namingCase(error, thread.number);
  });
  const next = visibleInThread(await afterPost(context, outcome));
  return outcome === 'repeat' ? (next ?? { kind: 'nothing' }) : (joinReplies(next, refused) ?? { kind: 'nothing' });
}

/** Adds the number of the case to the error for a long text, which may be shown elsewhere than in the thread. */
function namingCase(error: unknown, number: number): unknown {
  if (!(error instanceof CaseError) || error.code !== 'too-long') return error;
  return new CaseError(error.code, `Not posted to ${formatCaseNumber(number)}. ${error.message}`, error.next);
}

/** Lets everybody in the thread see the offer after a post: they may read the case as well. */
function visibleInThread(reply: Awaited<ReturnType<typeof afterPost>>) {
  return reply && { ...reply, harmless: true };
}

/** @returns null when this person may post here */
function whyNotPosted({ person, services }: Context, thread: CaseThread): string | null {
  if (thread.side === 'advisor') return person.kind === 'advisor' ? null : 'This thread is for advisors only.';
  if (person.kind === 'advisor')
    return `This is the contact's conversation. Reply under the case in your queue, or type post ${formatCaseNumber(thread.number)} and your text.`;
  if (!inAccount(person, thread.accountId)) return 'This case belongs to another district.';
  if (isAuthorized(person, thread.accountId)) return null;
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
    const why = refusals[outcome.refused];
    const refusal = offer(
      [`Your edit wasn't applied: ${number} already has your post, and ${why}.`],
      [actions.deletePost.button(outcome.postId, 'Delete it everywhere', 'danger')],
      "Your edit wasn't applied",
    );
    return { ...refusal, refused: true };
  }
  return outcome.noteAsPost === undefined ? { kind: 'nothing' } : staysNote(context, outcome.number, outcome.noteAsPost);
}

/** Why an edit has no effect. */
const refusals = {
  'note-by-edit': "a post can't become an internal note",
  'other-case': "a post can't move to another case",
  redacted: 'part of it was redacted, so it no longer follows your message. Delete your message here, and post again without it',
} as const;

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

/** Reads an edited text as a command that posts, such as `ask CB-123 …`. */
async function postingCommand(context: Context, typed: string): Promise<PostingCommand | undefined> {
  const [, first = '', written = '', text = ''] = /^(\S+)\s+(\S+)(?:\s+([^]*))?$/.exec(typed.trim()) ?? [];
  const name = postingCommands.find((one) => one === first.toLowerCase());
  const number = parseCaseNumber(written);
  if (name === undefined || number === null) return undefined;
  return { name, number, text: await withNames(context, text) };
}

/** Deletes a post everywhere after its message was deleted. Who may delete a message is for the platform to decide. */
export async function handleDeletion(services: Services, message: Deleted): Promise<Reply | Ignored> {
  const typed = { ...channelOf(message.speaker, message.place), messageId: message.ref };
  const outcome = await deleteTypedPost(services, typed, message.idempotencyKey);
  if (outcome === 'unknown') return ignored('not-a-post');
  return outcome === 'repeat' || !outcome.pending ? { kind: 'nothing' } : stillWaiting(outcome.number, outcome.action);
}

/** Tells an advisor who deleted a question or a resolution that the case still waits for its reply. */
function stillWaiting(number: number, action: string | null): Reply {
  const name = formatCaseNumber(number);
  const [what, again] = action === 'ask' ? ['question', actions.ask] : ['resolution', actions.resolve];
  return offer(
    [{ bold: `Your ${what} was deleted from ${name}.` }, ' The case is still waiting on the contact. Send a new one.'],
    [again.button(number, action === 'ask' ? 'Ask' : 'Resolve', 'primary')],
    `${name} is still waiting on the contact`,
  );
}

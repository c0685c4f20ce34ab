import { asNote } from '../../domain/note.ts';
import type { Post } from '../../db/generated/client.ts';
import type { Person } from '../../domain/person.ts';
import type { MessageRef } from '../../ports.ts';
import { refreshCards, refreshPost } from '../../outbox/enqueue/index.ts';
import { teamAnswer } from './add-note.ts';
import { lockCase } from '../locked-case.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import { scopeOf } from '../scope.ts';
import { indexCases } from '../search-index.ts';
import { textInput } from '../text-input.ts';
import type { Tx, Services } from '../context.ts';

/**
 * What an edit did. `noteAsPost`: it took the `//` off a note, which stays one. `unknown`: the message is not a post
 * of theirs. `note-by-edit`:
 * refused, because a post that was sent cannot become a note. `other-case`: refused, because the edited command names another case.
 * `redacted`: refused, because the message may still have what was taken out of its post.
 */
export type EditOutcome = WrittenEdit | 'unknown' | 'repeat';

/** What an edit of a post that was found did. */
export type WrittenEdit =
  | { number: number; noteAsPost?: string }
  | { refused: 'note-by-edit' | 'other-case' | 'redacted'; number: number; postId: number };

/** The names of the commands whose text becomes a post or a note. */
export const postingCommands = ['post', 'note', 'ask', 'resolve', 'reopen', 'return'] as const;

/** The commands whose text only advisors see. */
const noteCommands: readonly string[] = ['note', 'return'];

/** A command that adds a post or a note to a case. */
export interface PostingCommand {
  name: (typeof postingCommands)[number];
  number: number;
  text: string;
}

/**
 * Applies the edit of a message to its post. A note stays a note and a post stays a post, with or without `//`.
 * @param actor the person who edited it; only the author's edit has an effect
 * @param text CommonMark
 * @param command the same text read as a command that posts, if it is one
 * @throws CaseError empty, too-long
 */
export function editPost(
  services: Services,
  actor: Person,
  typed: MessageRef,
  text: string,
  idempotencyKey: string,
  command?: PostingCommand,
): Promise<EditOutcome> {
  return runOnce(services, async (tx): Promise<EditOutcome> => {
    const found = await typedPost(tx, typed);
    if (!found || found.authorId !== actor.id) return 'unknown';
    await recordOnce(tx, idempotencyKey);
    await lockCase(scopeOf(actor), tx, found.case.number);
    return writeEdit(services, tx, actor, found.id, found.case.number, { text, command });
  });
}

/** Writes the edit of a post whose case is locked, for its author. @throws CaseError empty, too-long */
export async function writeEdit(
  services: Services,
  tx: Tx,
  actor: Person,
  postId: number,
  number: number,
  edited: { text: string; command?: PostingCommand },
): Promise<WrittenEdit> {
  const post = await tx.post.findUniqueOrThrow({ where: { id: postId }, include: { files: { where: { deletedAt: null } } } });
  if (post.deletedAt) return { number };
  // whatever the message says now: it was typed with what must not come back
  if (post.redactedAt) return { refused: 'redacted', number, postId };
  const command = edited.command && canBeTypedAs(post, edited.command) ? edited.command : undefined;
  if (command && command.number !== number) return { refused: 'other-case', number, postId };
  const text = command?.text ?? edited.text;
  const marked = actor.kind === 'advisor' ? asNote(text) : null;
  const asksForNote = marked !== null || (command !== undefined && noteCommands.includes(command.name));
  if (post.kind !== 'note' && asksForNote) return { refused: 'note-by-edit', number, postId };
  const body = textInput(post.kind === 'note' ? (marked ?? text) : text, 'post', "A post can't be empty. Delete it instead.", {
    files: post.files,
  });
  const outcome = post.kind === 'note' && !asksForNote && !(await isTeams(tx, post)) ? { number, noteAsPost: body } : { number };
  if (body === post.body) return outcome;
  const at = services.clock.now();
  await tx.postRevision.create({ data: { postId, body: post.body, at } });
  await tx.post.update({ where: { id: postId }, data: { body, editedAt: at } });
  await indexCases(tx, [post.caseId]);
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
  await refreshQuoting(tx, postId);
  if (post.kind !== 'note') {
    await tx.case.update({ where: { id: post.caseId }, data: { updatedAt: at } });
    await refreshCards(tx, post.caseId);
  }
  return outcome;
}

/** Whether the message of a post can have been such a command. A reply in a thread can begin like one: “Ask 12 people”. */
function canBeTypedAs({ kind, action, body }: Pick<Post, 'kind' | 'action' | 'body'>, { name }: PostingCommand): boolean {
  // what changes a case is never typed as a reply
  const isReply = kind !== 'event' && action !== teamAnswer;
  if (isReply && name !== 'post' && name !== 'note') return false;
  return !new RegExp(`^${name}\\s+(cb-?|#)?\\d`, 'i').test(body);
}

/** Whether a note was typed in the conversation of an internal team, where everything is a note without `//`. */
async function isTeams(tx: Tx, { caseId, originDestinationId }: { caseId: number; originDestinationId: number | null }) {
  if (originDestinationId === null) return false;
  const where = { caseId, destinationId: originDestinationId, team: { not: null } };
  return (await tx.conversation.findFirst({ where, select: { id: true } })) !== null;
}

/** Refreshes the reminder that quotes a question or resolution. */
export async function refreshQuoting(tx: Tx, postId: number): Promise<void> {
  const where = { case: { pendingPostId: postId }, reminderPostId: { not: null } };
  const followUp = await tx.followUp.findFirst({ where, select: { reminderPostId: true } });
  if (followUp?.reminderPostId) await refreshPost(tx, followUp.reminderPostId);
}

/** Finds the post that was typed as this message, if any. */
export async function typedPost(tx: Tx, typed: MessageRef) {
  const { messageId, platform, channelId } = typed;
  // a shared channel has the same id in both workspaces, and its events can arrive under either
  const posts = await tx.post.findMany({
    where: { originMessageId: messageId, originDestination: { platform, channelId } },
    select: {
      id: true,
      authorId: true,
      authorName: true,
      action: true,
      case: { select: { number: true, pendingPostId: true, accountId: true } },
      originDestination: { select: { workspaceId: true } },
    },
  });
  return posts.find(({ originDestination }) => originDestination?.workspaceId === typed.workspaceId) ?? posts[0];
}

// Writes a change of a case in the transaction that holds its row. The case, its post, its history, its clocks and the deliveries are one
// statement; what few changes need follows it.
import { batchPost, completePost, ensureDestination, refreshShown, type EnqueuedPost } from '../outbox/enqueue/index.ts';
import { CaseError } from '../domain/case-error.ts';
import { clockName } from '../domain/history.ts';
import { lastAction } from '../domain/last-action.ts';
import { isOpen, type Status } from '../domain/status.ts';
import { transition, type Action } from '../domain/transition.ts';
import type { Person } from '../domain/person.ts';
import { Prisma, type Case } from '../db/generated/client.ts';
import { updateCase } from '../db/update-case.ts';
import { WriteBatch } from '../db/write-batch.ts';
import { alertWhoMustAct } from './alert-who-must-act.ts';
import { askSatisfaction } from './ask-satisfaction.ts';
import type { CaseChange, Change } from './case-change.ts';
import { attachFiles } from './files/attach-files.ts';
import { releaseFiles } from './files/release-files.ts';
import { advisorOf } from './locked-case.ts';
import { mailHold } from './mail-hold.ts';
import { openImported } from './open-imported.ts';
import { updatePaging } from './page-on-call.ts';
import { updateFollowUp } from './update-follow-up.ts';
import { growDocument, indexCases } from './search-index.ts';
import { endedSnoozes, returnSnoozed } from './end-snoozes.ts';
import { updateSla } from './update-sla.ts';
import type { RequestContext, Tx, Services } from './context.ts';

const { sql } = Prisma;

/** Where a change came from. */
export type Cause = Pick<RequestContext, 'idempotencyKey' | 'platform' | 'origin' | 'repeatInOrigin' | 'files' | 'onPost'>;

/**
 * Writes a change.
 * @param actor null for the clock
 * @returns reachesContact: whether somebody on the contact's side certainly gets its post
 */
export async function writeChange(
  services: Services,
  tx: Tx,
  actor: Person | null,
  before: CaseChange['before'],
  cause: Cause,
  change: Change,
): Promise<{ reachesContact: boolean }> {
  const at = services.clock.now();
  await openImported(tx, before);
  const moved = change.action ? await move(services, tx, before, change.action, at) : null;
  const status = moved?.status ?? before.status;
  const { isTyped: typedNote = false, ...noteToWrite } = change.note ?? { body: '' };
  const untyped = { ...cause, origin: undefined, files: undefined };
  const isNote = change.post?.kind === 'note';
  const leavesQuestion = before.pendingPostId !== null && (status !== before.status || change.post?.asks === true);
  const answered = answeredAfter(before, status, actor, change);
  const happened: CaseChange = { before, status, change, actor, answered, at };
  const author = { actor, before, at };
  const { contactId, accountId } = change.patch ?? {};
  // who gets a post is read from the case as it was before the batch
  if (contactId ?? accountId) await tx.case.update({ where: { id: before.id }, data: { contactId, accountId } });
  const batch = new WriteBatch();
  const post = change.post && batchedPost(services, batch, author, typedNote ? untyped : cause, change.post);
  const columns = {
    ...(moved ? { ...moved, ...leftBehind(moved) } : {}),
    ...(leavesQuestion ? { pendingPostId: null } : {}),
    // closing or reopening a case answers whether its incident is over for it
    ...(isOpen(status) && isOpen(before.status) ? {} : { incidentVerify: false }),
    answered,
    ...(await updateSla(services, tx, happened)),
    ...endedSnoozes(happened),
    ...change.patch,
    // an internal note must leave no trace that a contact can see
    ...(isNote ? {} : { updatedAt: at }),
  };
  const computed = change.post?.asks ? [{ key: 'pendingPostId' as const, value: sql`(select id from posted)` }] : [];
  batch.write('changed', updateCase(before.id, columns, computed));
  const reminders = await updateFollowUp(services, tx, batch, happened);
  batchHistory(batch, author, change, moved?.status);
  const shown = [...reminders, ...(leavesQuestion ? [sql`select ${before.pendingPostId}::int`] : [])];
  if (!isNote || shown.length > 0) batch.writeAll(refreshShown(before.id, { cards: !isNote, posts: shown }));
  const written = await batch.send<WrittenPost>(tx);
  if (post) {
    await post.complete(tx, written);
    await cause.onPost?.(written.postId, tx);
    await alertWhoMustAct(services, tx, { ...post.facts, id: written.postId }, change.patch?.team);
  }
  await askSatisfaction(services, tx, happened, cause);
  if (change.note) {
    const alone = new WriteBatch();
    const note = batchedPost(services, alone, author, typedNote ? cause : untyped, { kind: 'note', ...noteToWrite });
    await note.complete(tx, await alone.send<WrittenPost>(tx));
  }
  await updatePaging(services, tx, before, change);
  await returnSnoozed(services, tx, happened);
  return { reachesContact: post !== undefined && written.reachesContact };
}

/** Who writes on which case, and when. */
interface Author {
  /** null for the clock */
  actor: Person | null;
  before: Case;
  at: Date;
}

/** What a batch tells of the post in it. */
interface WrittenPost extends EnqueuedPost {
  postId: number;
  originDestinationId: number | null;
  /** the search documents that it was added to; null: it has nothing to search */
  grown: number | null;
}

/**
 * Adds a post, its place in the search document and its deliveries to a batch. The post itself does not wait for its files; its mail does.
 * @returns complete: does what needs its id, once the batch was sent
 */
function batchedPost(
  services: Services,
  batch: WriteBatch,
  { actor, before, at }: Author,
  { platform, origin, files = [], repeatInOrigin = false }: Cause,
  post: NonNullable<Change['post']>,
) {
  const { kind, body } = post;
  const action = post.action ?? null;
  const caseId = before.id;
  // the clock writes in the name of the support organization
  const authorName = actor?.name ?? services.settings.brand;
  const facts = { caseId, kind, action, authorName, createdAt: at };
  const typedIn = origin
    ? sql`(select id from destination where platform = ${origin.platform}::"TransportName" and workspace_id = ${origin.workspaceId}
        and channel_id = ${origin.channelId})`
    : sql`null::int`;
  batch.write(
    'posted',
    sql`insert into post (case_id, kind, action, author_id, author_name, author_side, platform, body, created_at, origin_destination_id, origin_message_id)
      values (${caseId}, ${kind}::"PostKind", ${action}, ${actor?.id ?? null}::int, ${authorName}, ${actor?.kind ?? null}::"Side",
        ${platform}::"Platform", ${body}, ${at}::timestamptz, ${typedIn}, ${origin?.messageId ?? null})
      returning *`,
  );
  batch.answer('postId', sql`(select id from posted)`);
  batch.answer('originDestinationId', sql`(select origin_destination_id from posted)`);
  const grown = growDocument(caseId, { kind, action, authorId: actor?.id ?? null, body });
  if (grown) batch.write('grown', sql`${grown} returning 1`);
  batch.answer('grown', grown ? sql`(select count(*)::int from grown)` : sql`null::int`);
  const options = {
    hold: mailHold(services.settings),
    byMail: services.mail,
    ...(files.length > 0 ? { mail: 'later' as const } : {}),
  };
  batchPost(batch, facts, { ...options, isTyped: origin !== undefined && origin.platform !== 'mail', inOrigin: repeatInOrigin });

  const complete = async (tx: Tx, written: WrittenPost): Promise<void> => {
    const row = { ...facts, id: written.postId };
    if (written.grown === 0) await indexCases(tx, [caseId]);
    const exceptDestinationId = origin && (written.originDestinationId ?? (await firstUsed(tx, row.id, origin)));
    await completePost(tx, row, written, { ...options, exceptDestinationId: repeatInOrigin ? undefined : exceptDestinationId });
    if (files.length === 0) return;
    const { waits } = await attachFiles(services, tx, { post: row, actor }, files);
    if (!waits) await releaseFiles(services, tx, row);
  };
  return { facts, complete };
}

/** Creates the destination that a post was the first to be typed in. */
async function firstUsed(tx: Tx, id: number, origin: NonNullable<Cause['origin']>): Promise<number> {
  const originDestinationId = await ensureDestination(tx, origin);
  await tx.post.update({ where: { id }, data: { originDestinationId } });
  return originDestinationId;
}

/** Clears what belongs to a status that the case has left, unless an answer leads back to it. */
function leftBehind({ status, askedFrom }: { status: Status; askedFrom: Status | null }): Prisma.CaseUncheckedUpdateInput {
  const isIn = (one: Status): boolean => status === one || askedFrom === one;
  return {
    ...(isIn('AssistRequest') ? {} : { team: null }),
    ...(isIn('Scheduled') ? {} : { scheduledFor: null, scheduledWork: null, scheduledAt: null }),
  };
}

/** Tells whether the contact has posted and no advisor has written to them since. Claiming or assigning does not count as a reply. */
function answeredAfter(before: Case, status: Status, actor: Person | null, { post }: Change): boolean {
  if (!isOpen(status)) return false;
  if (!post || !actor || post.kind === 'note') return before.answered;
  if (actor.kind === 'contact') return true;
  return post.kind === 'public' || post.asks ? false : before.answered;
}

async function move(
  services: Services,
  tx: Tx,
  before: CaseChange['before'],
  action: Action,
  now: Date,
): Promise<{ status: Status; askedFrom: Status | null }> {
  const former = await advisorOf(tx, before);
  try {
    return transition(action, before, {
      now,
      reopenWithin: services.settings.reopenWithin,
      // a former advisor who is now a contact does not get the case back
      formerAdvisorActive: former?.active === true && former.kind === 'advisor',
    });
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    // the button may have been on a card that somebody else's action made stale
    const newest = await tx.historyEntry.findFirst({ where: { caseId: before.id }, orderBy: { id: 'desc' } });
    throw new CaseError(error.code, error.message + lastAction(newest, now), error.next);
  }
}

function batchHistory(batch: WriteBatch, { actor, before, at }: Author, change: Change, status: Status | undefined): void {
  const entry = change.action ? { action: change.action, from: before.status, to: status } : change.history;
  if (!entry) return;
  const { action, from = null, to = null } = entry;
  batch.write(
    'recorded',
    sql`insert into history_entry (case_id, at, actor_id, actor_name, action, "from", "to", why)
      values (${before.id}, ${at}::timestamptz, ${actor?.id ?? null}::int, ${actor?.name ?? clockName}, ${action}, ${from}, ${to}, ${change.why ?? null})`,
  );
}

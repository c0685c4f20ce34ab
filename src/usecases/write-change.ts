// Writes a change of a case in the transaction that holds its row: the case, its post, its history, its clocks and the deliveries.
import {
  enqueueAlerts,
  enqueuePost,
  ensureDestination,
  openMailConversations,
  refreshCards,
  refreshPost,
} from '../outbox/enqueue/index.ts';
import { CaseError } from '../domain/case-error.ts';
import { clockName } from '../domain/history.ts';
import { lastAction } from '../domain/last-action.ts';
import { isOpen, type Status } from '../domain/status.ts';
import { transition, type Action } from '../domain/transition.ts';
import type { Person } from '../domain/person.ts';
import { Prisma, type Case, type Post } from '../db/generated/client.ts';
import { askSatisfaction } from './ask-satisfaction.ts';
import type { CaseChange, Change } from './case-change.ts';
import { attachFiles } from './files/attach-files.ts';
import { releaseFiles } from './files/release-files.ts';
import { mailHold } from './mail-hold.ts';
import { updatePaging } from './page-on-call.ts';
import { updateFollowUp } from './update-follow-up.ts';
import { membersOf, slaOwners } from './find-mentions.ts';
import { asRow, type Json } from './read-row.ts';
import { growDocument, indexCases } from './search-index.ts';
import { endedSnoozes, returnSnoozed } from './end-snoozes.ts';
import { updateSla } from './update-sla.ts';
import type { RequestContext, Tx, Services } from './context.ts';

/** Where a change came from. */
export type Cause = Pick<RequestContext, 'idempotencyKey' | 'platform' | 'origin' | 'repeatInOrigin' | 'files'>;

/** Writes a change. @param actor null for the clock */
export async function writeChange(
  services: Services,
  tx: Tx,
  actor: Person | null,
  before: CaseChange['before'],
  cause: Cause,
  change: Change,
): Promise<void> {
  const at = services.clock.now();
  const moved = change.action ? await move(services, tx, before, change.action, at) : null;
  const status = moved?.status ?? before.status;
  const { isTyped: typedNote = false, ...noteToWrite } = change.note ?? { body: '' };
  const untyped = { ...cause, origin: undefined, files: undefined };
  const post = change.post ? await writePost(services, tx, actor, before, typedNote ? untyped : cause, change.post, at) : null;
  const isNote = change.post?.kind === 'note';
  const leavesQuestion = before.pendingPostId !== null && (status !== before.status || change.post?.asks === true);
  const answered = answeredAfter(before, status, actor, change);
  const happened: CaseChange = { before, status, change, actor, answered, at };

  await tx.case.update({
    where: { id: before.id },
    data: {
      ...(moved ? { ...moved, ...leftBehind(moved) } : {}),
      ...(leavesQuestion ? { pendingPostId: null } : {}),
      ...(post && change.post?.asks ? { pendingPostId: post.id } : {}),
      // closing or reopening a case answers whether its incident is over for it
      ...(isOpen(status) && isOpen(before.status) ? {} : { incidentVerify: false }),
      answered,
      ...(await updateSla(services, tx, happened)),
      ...endedSnoozes(happened),
      ...change.patch,
      // an internal note must leave no trace that a contact can see
      ...(isNote ? {} : { updatedAt: at }),
    },
  });
  await updateFollowUp(services, tx, happened);
  await writeHistory(tx, actor, before, change, moved?.status, at);
  if (post && !isNote && services.mail) await openMailConversations(tx, [before.id]);
  const exceptDestinationId = cause.repeatInOrigin ? undefined : (post?.originDestinationId ?? undefined);
  if (post) await sendPost(services, tx, actor, post, { ...(typedNote ? untyped : cause), exceptDestinationId });
  if (post) await alertWhoMustAct(services, tx, post, change.patch?.team);
  await askSatisfaction(services, tx, happened, cause);
  if (change.note) {
    const noteCause = typedNote ? cause : untyped;
    const note = await writePost(services, tx, actor, before, noteCause, { kind: 'note', ...noteToWrite }, at);
    await sendPost(services, tx, actor, note, noteCause);
  }
  await updatePaging(services, tx, before, change);
  await returnSnoozed(services, tx, happened);
  if (leavesQuestion && before.pendingPostId !== null) await refreshPost(tx, before.pendingPostId);
  if (!isNote) await refreshCards(tx, before.id);
}

/** Adds the files of a post and enqueues it. The post itself does not wait for them; its mail does. */
async function sendPost(
  services: Services,
  tx: Tx,
  actor: Person | null,
  post: Post,
  { files = [], exceptDestinationId }: Pick<Cause, 'files'> & { exceptDestinationId?: number },
): Promise<void> {
  const hold = mailHold(services.settings);
  if (files.length === 0) return enqueuePost(tx, post, { exceptDestinationId, hold });
  const { waits } = await attachFiles(services, tx, { post, actor }, files);
  await enqueuePost(tx, post, { exceptDestinationId, mail: 'later', hold });
  if (!waits) await releaseFiles(services, tx, post);
}

/** Sends an SLA alert or an escalation directly to those who must act and are not mentioned where it is shown. */
async function alertWhoMustAct(services: Services, tx: Tx, post: Post, team: unknown): Promise<void> {
  const { id: postId, action } = post;
  const { mail } = services;
  if (action === 'sla-warning' || action === 'sla-breach') {
    const of = await tx.case.findUniqueOrThrow({ where: { id: post.caseId }, select: { advisorId: true } });
    // a warning that no conversation can show is for the leads as well
    const shown = await tx.delivery.count({
      where: { postId, kind: 'post', destination: { outageId: null }, conversation: { personId: null } },
    });
    const personIds = await slaOwners({ db: { prisma: tx } }, of, action === 'sla-breach' || shown === 0);
    await enqueueAlerts(tx, { postId, personIds, team: null, mail });
  }
  if (action === 'escalate' && typeof team === 'string')
    await enqueueAlerts(tx, { postId, personIds: await membersOf({ db: { prisma: tx } }, team), team, mail });
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
  before: Case,
  action: Action,
  now: Date,
): Promise<{ status: Status; askedFrom: Status | null }> {
  const former = before.advisorId === null ? null : await tx.person.findUnique({ where: { id: before.advisorId } });
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

/** Writes a post and adds it to the search document, in one statement where the conversation it was typed in is known. */
async function writePost(
  services: Services,
  tx: Tx,
  actor: Person | null,
  before: Case,
  { platform, origin }: Cause,
  post: NonNullable<Change['post']>,
  at: Date,
): Promise<Post> {
  const grown = growDocument(before.id, {
    kind: post.kind,
    action: post.action ?? null,
    authorId: actor?.id ?? null,
    body: post.body,
  });
  // the clock writes in the name of the support organization
  const author = Prisma.sql`${actor?.id ?? null}::int, ${actor?.name ?? services.settings.brand}, ${actor?.kind ?? null}::"Side"`;
  const typedIn = origin
    ? Prisma.sql`(select id from destination where platform = ${origin.platform}::"TransportName" and workspace_id = ${origin.workspaceId}
        and channel_id = ${origin.channelId})`
    : Prisma.sql`null::int`;
  const [written] = await tx.$queryRaw<{ post: Json; grown: number }[]>`
    with posted as (
      insert into post (case_id, kind, action, author_id, author_name, author_side, platform, body, created_at, origin_destination_id, origin_message_id)
      values (${before.id}, ${post.kind}::"PostKind", ${post.action ?? null}, ${author}, ${platform}::"Platform", ${post.body}, ${at}, ${typedIn},
        ${origin?.messageId ?? null})
      returning *
    ), grown as (${grown ?? Prisma.sql`select 1`} ${grown ? Prisma.sql`returning 1` : Prisma.empty})
    select to_json(posted) post, (select count(*)::int from grown) grown from posted`;
  const row = asRow(written?.post ?? {}) as unknown as Post;
  if (written?.grown === 0) await indexCases(tx, [before.id]);
  if (!origin || row.originDestinationId !== null) return row;
  const originDestinationId = await ensureDestination(tx, origin); // first used by this very post
  return tx.post.update({ where: { id: row.id }, data: { originDestinationId } });
}

async function writeHistory(
  tx: Tx,
  actor: Person | null,
  before: Case,
  change: Change,
  status: Status | undefined,
  at: Date,
): Promise<void> {
  const entry = change.action ? { action: change.action, from: before.status, to: status } : change.history;
  if (!entry) return;
  const by = { actorId: actor?.id, actorName: actor?.name ?? clockName };
  await tx.historyEntry.create({ data: { caseId: before.id, at, ...by, why: change.why, ...entry } });
}

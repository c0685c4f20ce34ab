// The frame of every verb that changes a case: one transaction, the case row locked first.
import { enqueuePost, ensureLane, refreshCards, refreshPost } from '../outbox/enqueue.ts';
import { CaseError } from '../domain/case-error.ts';
import { lastDeed } from '../domain/last-deed.ts';
import { permit, type Deed } from '../domain/permission.ts';
import { isOpen, type Status } from '../domain/status.ts';
import { transition, type Action } from '../domain/transition.ts';
import type { Person } from '../domain/person.ts';
import type { Case, Prisma } from '../db/generated/client.ts';
import { noteReceipt, unlessRepeated } from './receipts.ts';
import { scopeOf, unknownCase, type Scope } from './scope.ts';
import type { Outcome, Said, Tx, Work } from './work.ts';

/** What a verb does to a case, decided on the locked row. */
export interface Change {
  /** the transition of the life cycle, when the verb is one */
  action?: Action;
  /** further columns */
  patch?: Prisma.CaseUncheckedUpdateInput;
  /** what people read of it */
  post?: { kind: 'public' | 'note' | 'event'; action?: string; body: string; asks?: boolean };
  /** the history entry, for verbs that are no transition; a transition writes its own */
  history?: { action: string; from?: string; to?: string };
  why?: string;
}

/**
 * Runs one verb on one case: notes the receipt, locks the row, asks `permit` once, lets `decide` say what changes, and writes the
 * case, the post, the history and the deliveries together.
 * @param deed what the actor must be allowed to do
 * @throws CaseError unknown-case, not-allowed, not-now, and whatever `decide` throws; nothing is stored then
 */
export function changeCase(
  work: Work,
  actor: Person,
  number: number,
  deed: Deed,
  said: Said,
  decide: (locked: Case, tx: Tx) => Promise<Change> | Change,
): Promise<Outcome> {
  return unlessRepeated(work, async (tx) => {
    await noteReceipt(tx, said.receipt, said.again);
    const locked = await lockCase(scopeOf(actor), tx, number);
    permit(actor, deed, locked.accountId);
    await write(work, tx, actor, locked, said, await decide(locked, tx));
    return { number };
  });
}

/**
 * Reads a case and holds its row until the transaction ends, so that nothing is decided on a stale card.
 * @throws CaseError unknown-case
 */
export async function lockCase(scope: Scope, tx: Tx, number: number): Promise<Case> {
  const account = scope.accountId;
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    select id from "case" where number = ${number} and (${account}::int is null or account_id = ${account}::int) for no key update`;
  if (!row) throw unknownCase(number);
  return tx.case.findUniqueOrThrow({ where: { id: row.id } });
}

async function write(work: Work, tx: Tx, actor: Person, locked: Case, said: Said, change: Change): Promise<void> {
  const at = work.clock.now();
  const moved = change.action ? await move(work, tx, locked, change.action, at) : null;
  const post = change.post ? await writePost(tx, actor, locked, said, change.post, at) : null;
  const isNote = change.post?.kind === 'note';
  const leavesQuestion =
    locked.pendingPostId !== null && ((moved !== null && moved.status !== locked.status) || change.post?.asks);

  await tx.case.update({
    where: { id: locked.id },
    data: {
      ...(moved ?? {}),
      ...(leavesQuestion ? { pendingPostId: null } : {}),
      ...(post && change.post?.asks ? { pendingPostId: post.id } : {}),
      ...(post && !isNote ? { answered: actor.kind === 'contact' && isOpen(moved?.status ?? locked.status) } : {}),
      ...change.patch,
      // a note is no business of the contact's: it leaves no trace on what they see
      ...(isNote ? {} : { updatedAt: at }),
    },
  });
  await writeHistory(tx, actor, locked, change, moved?.status, at);
  if (post) await enqueuePost(tx, { id: post.id }, { exceptLaneId: post.originLaneId ?? undefined });
  if (leavesQuestion && locked.pendingPostId !== null) await refreshPost(tx, locked.pendingPostId);
  if (!isNote) await refreshCards(tx, locked.id);
}

async function move(
  work: Work,
  tx: Tx,
  locked: Case,
  action: Action,
  now: Date,
): Promise<{ status: Status; askedFrom: Status | null }> {
  const former = locked.advisorId === null ? null : await tx.person.findUnique({ where: { id: locked.advisorId } });
  try {
    return transition(action, locked, {
      now,
      reopenWithin: work.settings.reopenWithin,
      formerAdvisorActive: former?.active ?? false,
    });
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    // the card that was pressed may be older than what somebody else did
    const newest = await tx.historyEntry.findFirst({ where: { caseId: locked.id }, orderBy: { id: 'desc' } });
    throw new CaseError(error.code, error.message + lastDeed(newest), error.next);
  }
}

async function writePost(tx: Tx, actor: Person, locked: Case, said: Said, post: NonNullable<Change['post']>, at: Date) {
  const origin = said.origin;
  return tx.post.create({
    data: {
      caseId: locked.id,
      kind: post.kind,
      action: post.action,
      authorId: actor.id,
      authorName: actor.name,
      authorSide: actor.kind,
      platform: said.platform,
      body: post.body,
      createdAt: at,
      originLaneId: origin ? await ensureLane(tx, said.platform, origin.workspaceId, origin.channelId) : null,
      originRef: origin?.ref,
    },
  });
}

async function writeHistory(
  tx: Tx,
  actor: Person,
  locked: Case,
  change: Change,
  status: Status | undefined,
  at: Date,
): Promise<void> {
  const entry = change.action ? { action: change.action, from: locked.status, to: status } : change.history;
  if (!entry) return;
  await tx.historyEntry.create({
    data: { caseId: locked.id, at, actorId: actor.id, actorName: actor.name, why: change.why, ...entry },
  });
}

// Retention: every night, closed cases that are older than `keep.cases` lose their texts and names (erase-cases.ts), and those older than
// `keep.files` lose their files. Both are off unless they are configured. The preview reads with the same conditions as the run, so what it
// says is what happens. `keep.mail` and `keep.accessLog` are the clean-up's (usecases/clock/clean-up.ts).
import { Prisma } from '../../db/generated/client.ts';
import { isHeldCase } from '../../db/legal-holds.ts';
import { addCounts, readErasureResult } from '../../domain/erasure-result.ts';
import { byRetention, formerContactsOf } from '../../domain/pseudonym.ts';
import type { Settings } from '../../domain/settings.ts';
import { refreshCards, refreshPost } from '../../outbox/enqueue/index.ts';
import { withdrawFiles } from '../../outbox/enqueue/erase.ts';
import type { Services, Tx } from '../context.ts';
import { eraseCases, lockCases } from './erase-cases.ts';
import { clearErased } from './erase-contents.ts';
import { lockHolds } from './held.ts';

const dayMs = 86_400_000;
/** Cases per transaction. */
const batch = 50;
const { sql } = Prisma;

/** What a run of retention did. */
export interface Retained {
  cases: number;
  files: number;
  /** messages of erased cases that the platforms have deleted */
  messages: number;
  /** contents taken out of the store */
  contents: number;
}

/** What retention removes of closed cases. */
export type RetentionKind = 'cases' | 'files';

/**
 * Returns the moment before which a case was closed that is due; null where everything is kept. A case that its contact can still reopen is
 * never due.
 */
export function dueBefore({ keep, reopenWithin }: Settings, kind: RetentionKind, now: Date): Date | null {
  const days = keep[kind];
  return days === null ? null : new Date(now.getTime() - Math.max(days, reopenWithin + 1) * dayMs);
}

/** SQL: the closed cases `c` that are due, held or not. */
export function isDue(kind: RetentionKind, before: Date): Prisma.Sql {
  const closed = sql`c.status = 'Closed' and c.erased_at is null and c.closed_at < ${before}`;
  return kind === 'cases' ? closed : sql`${closed} and exists (select from file f where f.case_id = c.id and ${isKept})`;
}

/** SQL: whether the file `f` is still there. */
const isKept = sql`f.deleted_at is null and f.post_id is not null`;

/**
 * Removes what is due, and clears away what earlier runs left. Safe to run concurrently and again after a crash.
 * @param observe for tests: called after each transaction
 */
export async function runRetention(services: Services, observe: () => void = () => undefined): Promise<Retained> {
  const run = { recordId: null as number | null };
  await services.db.prisma.privacyRecord.updateMany({
    // a run that was killed: this one does the rest of it
    where: { kind: 'retention', finishedAt: null },
    data: { finishedAt: services.clock.now() },
  });
  const cases = await inBatches(services, 'cases', run, eraseDue, observe);
  const files = await inBatches(services, 'files', run, removeDueFiles, observe);
  const { messages, contents } = await clearErased(services, null, 'unreachable');
  if (run.recordId !== null)
    await services.db.prisma.privacyRecord.update({ where: { id: run.recordId }, data: { finishedAt: services.clock.now() } });
  return { cases, files, messages, contents };
}

/** Removes what is due of these cases, which are of one account; others may have changed since they were found. */
type Batch = (
  services: Services,
  tx: Tx,
  before: Date,
  found: FoundCases,
) => Promise<{ cases: number; done: Record<string, number>; unreached?: Record<string, number> }>;

async function inBatches(
  services: Services,
  kind: RetentionKind,
  run: { recordId: number | null },
  remove: Batch,
  observe: () => void,
): Promise<number> {
  const before = dueBefore(services.settings, kind, services.clock.now());
  if (before === null) return 0;
  let all = 0;
  for await (const found of dueCases(services, kind, before)) {
    const cases = await services.db.transaction(
      async (tx) => {
        await lockHolds(tx);
        const removed = await remove(services, tx, before, found);
        if (removed.cases > 0) run.recordId = await record(services, tx, run.recordId, removed);
        return removed.cases;
      },
      { timeout: 60_000 },
    );
    if (cases > 0) observe();
    all += cases;
  }
  return all;
}

/** Some cases of one account, each of which has a contact of its own in place of those that are erased. */
interface FoundCases {
  accountId: number;
  ids: readonly number[];
}

/** Cases that are looked for at once. */
const page = 5_000;

/** SQL: the cases `c` that are due, and not held. */
const isRemoved = (kind: RetentionKind, before: Date): Prisma.Sql => sql`${isDue(kind, before)} and not ${isHeldCase}`;

/** Finds what is due, account by account. Each is looked for once: looking again after every batch would pass over all that is done each time. */
async function* dueCases({ db }: Services, kind: RetentionKind, before: Date): AsyncGenerator<FoundCases> {
  const accounts = await db.prisma.$queryRaw<{ id: number }[]>`
    select distinct c.account_id id from "case" c where ${isRemoved(kind, before)} order by 1`;
  for (const { id: accountId } of accounts)
    for (let after = 0; ;) {
      const rows = await db.prisma.$queryRaw<{ id: number }[]>`
        select c.id from "case" c where c.account_id = ${accountId} and c.id > ${after} and ${isRemoved(kind, before)}
        order by c.id limit ${page}`;
      const ids = rows.map(({ id }) => id);
      for (let at = 0; at < ids.length; at += batch) yield { accountId, ids: ids.slice(at, at + batch) };
      if (ids.length < page) break;
      after = ids.at(-1) ?? after;
    }
}

/** Locks those of some cases that are still due. */
function lockDue(tx: Tx, kind: RetentionKind, before: Date, { ids }: FoundCases): Promise<number[]> {
  return lockCases(tx, sql`c.id = any (${[...ids]}::int[]) and ${isRemoved(kind, before)}`, batch);
}

const eraseDue: Batch = async ({ clock }, tx, before, found) => {
  const ids = await lockDue(tx, 'cases', before, found);
  if (ids.length === 0) return { cases: 0, done: {} };
  const contactId = await formerContact(tx, found.accountId);
  const erased = await eraseCases(tx, ids, { at: clock.now(), contactId, by: byRetention });
  const { unreached, ...done } = erased;
  return { cases: ids.length, done: { ...done }, unreached: { ...unreached } };
};

/** Returns the person who takes the place of the contacts of an account. */
async function formerContact(tx: Tx, accountId: number): Promise<number> {
  const { name, email } = formerContactsOf(accountId);
  const data = { name, email, kind: 'contact' as const, accountId, contactType: 'readOnly' as const, active: false };
  await tx.person.createMany({ data: [{ ...data, erasedAt: new Date(0) }], skipDuplicates: true });
  return (await tx.person.findUniqueOrThrow({ where: { email }, select: { id: true } })).id;
}

const removeDueFiles: Batch = async ({ clock }, tx, before, found): ReturnType<Batch> => {
  const ids = await lockDue(tx, 'files', before, found);
  if (ids.length === 0) return { cases: 0, done: {} };
  const removed = await tx.$queryRaw<{ postId: number; caseId: number }[]>`
    update file f set deleted_at = ${clock.now()}, deleted_by = ${byRetention}, source = null, link = null
    where f.case_id = any (${ids}::int[]) and ${isKept} returning f.post_id "postId", f.case_id "caseId"`;
  const messagesDeleted = await withdrawFiles(tx, ids);
  for (const postId of new Set(removed.map((one) => one.postId))) await refreshPost(tx, postId);
  for (const caseId of new Set(removed.map((one) => one.caseId))) await refreshCards(tx, caseId);
  return { cases: ids.length, done: { filesRemoved: removed.length, messagesDeleted } };
};

async function record(
  { clock }: Services,
  tx: Tx,
  id: number | null,
  { done, unreached = {} }: Awaited<ReturnType<Batch>>,
): Promise<number> {
  if (id === null) {
    const reason = 'keep.cases and keep.files in the configuration';
    const result = { done: addCounts({}, done), unreached: addCounts({}, unreached) };
    const row = { at: clock.now(), kind: 'retention', subject: 'closed cases', byName: 'the clock', reason, result };
    return (await tx.privacyRecord.create({ data: row })).id;
  }
  const { result } = await tx.privacyRecord.findUniqueOrThrow({ where: { id } });
  const before = readErasureResult(result);
  const sums = { ...before, done: addCounts(before.done, done), unreached: addCounts(before.unreached, unreached) };
  await tx.privacyRecord.update({ where: { id }, data: { result: sums } });
  return id;
}

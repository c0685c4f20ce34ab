// Updates the cases of fixed defects: hundreds of cases of any number of accounts may wait for one fix, so the clock carries on where the form
// stopped. Each case gets a fix once, and once the notice that its release is published.
import { isContactOf } from '../../db/accounts.ts';
import { Prisma, type Case } from '../../db/generated/client.ts';
import { formatDay } from '../../domain/text/times.ts';
import { asAdvisor } from '../as-advisor.ts';
import { startFollowUp } from '../update-follow-up.ts';
import type { Tx, Services } from '../context.ts';
import type { Change } from '../case-change.ts';
import { writeChange } from '../write-change.ts';
import { Failures } from '../failures.ts';
import { sweepCases } from '../sweep-cases.ts';

/** Writes the history's reason for a fix. It is also how a later run recognizes that the case got this fix. */
function fixReason(defect: string, release: string): string {
  return `${defect} in ${release}`;
}

/**
 * The condition for an entry `h` of a history to say that its case got a fix. A case that was unlinked from the defect later or linked to another
 * one, by mistake perhaps, can get the fix again, unless its contact had found that it does not help.
 */
const isFix = (why: Prisma.Sql): Prisma.Sql => Prisma.sql`(h.action = 'fixed' and h.why = ${why} and not exists (
  select from history_entry u where u.case_id = h.case_id and u.id > h.id and u.action in ('unlink', 'relink') and not exists (
    select from history_entry o where o.case_id = h.case_id and o.id > h.id and o.id < u.id and o.action in ('decline', 'reopen'))))`;

/** The condition for a case `c` to have got the fix of its defect `d` in the release `r`. */
export const hasFix = Prisma.sql`
  exists (select from history_entry h where h.case_id = c.id and ${isFix(Prisma.sql`d.number || ' in ' || r.name`)})`;

/** Tells whether a case got the fix of a defect in a release. */
export async function gotFix(tx: Pick<Tx, '$queryRaw'>, caseId: number, defect: string, release: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from history_entry h where h.case_id = ${caseId} and ${isFix(Prisma.sql`${fixReason(defect, release)}`)} limit 1`;
  return rows.length > 0;
}

/**
 * The condition to be still waiting for the fix: with development, or with a question asked from there. A case that is available already waits
 * as well if the fix was moved to another release.
 */
export const awaitsFix = Prisma.sql`
  (c.status in ('AssignedToDevelopment', 'AvailableInRelease') or c.status = 'PendingCustomerInput' and c.asked_from = 'AssignedToDevelopment')
  and d.state <> 'Open' and not ${hasFix}`;
/** The condition to be still waiting for the notice that the release is published. */
export const awaitsNotice = Prisma.sql`c.status = 'AvailableInRelease' and c.release_notified_at is null and d.state = 'Released'`;
/** Cases `c` with their defect `d` and its release `r`. */
export const linkedCases = Prisma.sql`"case" c join defect d on d.id = c.defect_id join release r on r.id = d.release_id`;

/** Which cases are updated; all if nothing is set. */
export interface Selection {
  releaseId?: number;
  /** A case's number. */
  number?: number;
  /** At most this many cases. */
  max?: number;
}

/**
 * Moves cases whose defect is fixed to Available in Release, and notifies those whose release is published.
 * @returns how many were moved and notified
 * @throws AggregateError at the end, if single cases failed; the others are done
 */
export async function moveFixedCases(services: Services, which: Selection = {}): Promise<{ moved: number; notified: number }> {
  const failures = new Failures();
  const moved = await sweep(services, awaitsFix, which, move, failures);
  const notified = await sweep(services, awaitsNotice, { ...which, max: (which.max ?? Infinity) - moved }, notify, failures);
  failures.raise('cases could not be moved');
  return { moved, notified };
}

/** A linked case with its fix. */
interface Linked {
  id: number;
  number: number;
  defect: string;
  release: string;
  /** ISO date */
  date: string;
  fixedById: number | null;
  publishedById: number | null;
}

type Step = (services: Services, tx: Tx, locked: Case, linked: Linked) => Promise<void>;

async function sweep(
  services: Services,
  condition: Prisma.Sql,
  which: Selection,
  step: Step,
  failures: Failures,
): Promise<number> {
  const { releaseId = null, number = null, max } = which;
  const asked = Prisma.sql`${linkedCases} where ${condition} and (${releaseId}::int is null or r.id = ${releaseId}) and (${number}::int is null or c.number = ${number})`;
  return sweepCases(services, asked, async (tx, locked) => step(services, tx, locked, await read(tx, locked.id)), failures, max);
}

async function read(tx: Tx, id: number): Promise<Linked> {
  const [row] = await tx.$queryRaw<Linked[]>`
    select c.id, c.number, d.number defect, r.name release, r.date::text date, d.fixed_by_id "fixedById", r.published_by_id "publishedById"
    from ${linkedCases} where c.id = ${id}`;
  if (!row) throw new Error(`case ${id} has no fixed defect`);
  return row;
}

async function move(services: Services, tx: Tx, locked: Case, { defect, release, date, fixedById }: Linked): Promise<void> {
  await addPostersAsRecipients(services, tx, locked);
  const why = fixReason(defect, release);
  // a fix that was moved to another release changes no status, but the contact is notified
  const isAvailable = locked.status === 'AvailableInRelease';
  await write(services, tx, locked, fixedById, {
    ...(isAvailable ? { history: { action: 'fixed', from: locked.status, to: locked.status } } : { action: 'fixed' }),
    patch: { releaseNotifiedAt: null },
    post: { kind: 'event', action: 'fixed', body: `marked ${defect} fixed in ${release}, dated ${formatDay(date)}` },
    why,
  });
}

async function notify(services: Services, tx: Tx, locked: Case, { defect, release, publishedById }: Linked): Promise<void> {
  const at = services.clock.now();
  await write(services, tx, locked, publishedById, {
    patch: { releaseNotifiedAt: at },
    post: { kind: 'event', action: 'release', body: `published ${release}, which fixes ${defect}`, asks: true },
    history: { action: 'release' },
    why: fixReason(defect, release),
  });
  await startFollowUp(services, tx, locked, at);
}

/** Everybody involved is notified of a fix, so contacts who posted on the case become recipients (process.md, Defects, releases). */
async function addPostersAsRecipients(services: Services, tx: Tx, { id, accountId }: Case): Promise<void> {
  await tx.$executeRaw`
    insert into recipient (case_id, person_id, added_at)
    select distinct post.case_id, p.id, ${services.clock.now()}::timestamptz
    from post join person p on p.id = post.author_id
    where post.case_id = ${id} and p.active and ${isContactOf(Prisma.sql`${accountId}`)}
    on conflict do nothing`;
}

/** Writes a change in the name of the lead who marked the defect or published the release, whichever process runs. */
async function write(services: Services, tx: Tx, locked: Case, leadId: number | null, change: Change): Promise<void> {
  const row = leadId === null ? null : await tx.person.findUnique({ where: { id: leadId } });
  await writeChange(services, tx, row && asAdvisor(row), locked, { idempotencyKey: '', platform: null }, change);
}

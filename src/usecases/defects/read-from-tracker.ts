// Brings what we know of an issue up to date: its state, assignee and target on the cards of advisors, comments for support as internal notes,
// and what follows when it is fixed.
import type { Defect } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import { commentNote, developerComment, fixedNote, fixProposed, reopenedNote } from '../../domain/issue-notes.ts';
import { forSupport, trackerLabel } from '../../domain/tracker-setting.ts';
import { TrackerError, type TrackedIssue, type Tracker } from '../../ports.ts';
import { refreshDefectCards } from '../../outbox/enqueue/index.ts';
import { changeCaseByClock, type Change } from '../change-case.ts';
import type { Services, Tx } from '../context.ts';
import { troubleOf } from '../dev-issue-facts.ts';
import { runOnce } from '../idempotency.ts';
import { nextPoll, noFailure, releaseIssue, type ClaimedIssue } from './claimed-issue.ts';
import { recordFix } from './mark-fixed.ts';

/**
 * Reads an issue and does what follows from it.
 * @returns whether anything changed, and how many comments became notes
 * @throws TrackerError
 */
export async function readFromTracker(
  services: Services,
  tracker: Tracker,
  row: ClaimedIssue,
): Promise<{ changed: boolean; comments: number }> {
  const which = row.externalId === null ? { number: row.defect.number } : { id: row.externalId };
  const issue = await tracker.read(which);
  if (!issue) throw new TrackerError('refused', 'not_found');
  const changed = await storeFacts(services, row, issue);
  const comments = await takeComments(services, tracker, row, issue);
  const defect = await services.db.prisma.defect.findUniqueOrThrow({ where: { id: row.defectId } });
  await settleFix(services, tracker, row, defect, issue);
  await release(services, row, defect);
  return { changed, comments };
}

/** Stops to follow an issue that concerns no case: its defect is released, or was unlinked from all of them. */
function release(services: Services, row: ClaimedIssue, { id, state }: Defect): Promise<void> {
  return services.db.transaction(async (tx) => {
    // nobody links a case meanwhile
    await tx.$queryRaw`select id from defect where id = ${id} for no key update`;
    const isNeeded = state !== 'Released' && (await tx.case.count({ where: { defectId: id } })) > 0;
    await releaseIssue(tx, row, isNeeded ? nextPoll(services, row.tracker) : null);
  });
}

function storeFacts(services: Services, row: ClaimedIssue, issue: TrackedIssue): Promise<boolean> {
  const { state, fixed, assignee, url } = issue;
  const facts = { state, fixed, assignee, url, target: issue.target?.name ?? null };
  const targetDate = issue.target?.date ?? null;
  const known = { ...facts, targetDate: targetDate === null ? null : new Date(targetDate) };
  const seen = { ...noFailure, ...known, externalId: issue.id, seenAt: services.clock.now() };
  return services.db.transaction(async (tx) => {
    const renamed = await renameDefect(tx, row.defect, issue.number);
    await tx.devIssue.update({ where: { id: row.id }, data: seen });
    const changed =
      renamed ||
      troubleOf(row) !== null ||
      targetDate !== (row.targetDate?.toISOString().slice(0, 10) ?? null) ||
      Object.entries(facts).some(([name, value]) => row[name as keyof typeof facts] !== value);
    if (changed) await refreshDefectCards(tx, row.defectId, renamed ? undefined : 'advisor');
    return changed;
  });
}

/** An issue gets another number when it moves to another project. The number of a fixed defect stays: it is part of what its cases were told. */
async function renameDefect(tx: Tx, { id, number: before, state }: Defect, number: string): Promise<boolean> {
  if (before === number || state !== 'Open' || (await tx.defect.findUnique({ where: { number } }))) return false;
  await tx.defect.update({ where: { id }, data: { number } });
  return true;
}

/** The clocks of two machines differ by less than this, in milliseconds. */
const clockSkew = 60_000;

async function takeComments(services: Services, tracker: Tracker, row: ClaimedIssue, issue: TrackedIssue): Promise<number> {
  const { prisma } = services.db;
  if (row.changedAt !== null && row.changedAt >= issue.changedAt) return 0;
  const since = new Date(Math.max(row.createdAt.getTime(), row.changedAt?.getTime() ?? 0) - clockSkew);
  const label = trackerLabel(services.settings.trackers, row.tracker);
  let taken = 0;
  for (const { id: externalId, author, text } of await tracker.comments(issue.id, since)) {
    const forUs = forSupport(tracker.setting, text);
    const key = { issueId: row.id, externalId };
    if (forUs === null || (await prisma.devComment.findUnique({ where: { issueId_externalId: key } }))) continue;
    const body = commentNote(label, issue.number, issue.url, author, forUs);
    const where = { defectId: row.defectId, status: { not: 'Closed' as const } };
    const cases = await prisma.case.findMany({ where, select: { number: true }, orderBy: { id: 'asc' } });
    // each case gets it once, also when a process was killed in the middle
    for (const { number } of cases)
      await changeCaseByClock(services, number, `dev-comment:${row.id}:${externalId}:${number}`, () => ({
        post: { kind: 'note', action: developerComment, body },
      }));
    await prisma.devComment.createMany({ data: [{ ...key, at: services.clock.now() }], skipDuplicates: true });
    taken += 1;
  }
  // a webhook that arrived meanwhile has changed it, so that the comments are read again
  await prisma.devIssue.updateMany({ where: { id: row.id, changedAt: row.changedAt }, data: { changedAt: issue.changedAt } });
  return taken;
}

/** Proposes to mark the defect fixed, or marks it, once for each time the issue is fixed. */
async function settleFix(
  services: Services,
  tracker: Tracker,
  row: ClaimedIssue,
  defect: Defect,
  issue: TrackedIssue,
): Promise<void> {
  const label = trackerLabel(services.settings.trackers, row.tracker);
  if (!issue.fixed) {
    if (row.proposedAt === null) return;
    const body = reopenedNote(label, defect.number, issue.state);
    return noteOnce(services, row, false, { post: { kind: 'note', body } });
  }
  if (row.proposedAt !== null) return;
  if (defect.state !== 'Open') return noteOnce(services, row, true, null);
  const notMarked = tracker.setting.onFixed === 'mark' ? await mark(services, row, defect, issue) : null;
  if (notMarked === 'marked') return;
  const body = fixedNote(label, defect.number, issue.target, notMarked);
  await noteOnce(services, row, true, { post: { kind: 'note', action: fixProposed, body } });
}

/** Marks the defect fixed in its target release. @returns why that is not possible, for leads to read */
async function mark(services: Services, row: ClaimedIssue, { number }: Defect, { target }: TrackedIssue): Promise<string> {
  if (!target) return 'The issue has no release.';
  const fix = { defects: [number], release: target.name, date: target.date ?? '', notes: {} };
  try {
    await runOnce(services, async (tx) => {
      // a defect is locked before its issue, as everywhere
      await recordFix(services, tx, null, fix);
      if (!(await setProposed(services, tx, row, true))) throw new CaseError('marked', 'Another process was first.');
    });
    return 'marked';
  } catch (error) {
    if (error instanceof CaseError) return error.message;
    throw error;
  }
}

/** Posts a note on the oldest open case of the defect. @param change null: there is nothing to say */
async function noteOnce(services: Services, row: ClaimedIssue, proposed: boolean, change: Change | null): Promise<void> {
  const { prisma } = services.db;
  const where = { defectId: row.defectId, status: { not: 'Closed' as const } };
  const first = change && (await prisma.case.findFirst({ where, orderBy: { id: 'asc' }, select: { number: true } }));
  if (!first) return void (await setProposed(services, prisma, row, proposed));
  const key = `dev-fix:${row.id}:${proposed}:${row.nextAt.getTime()}`;
  await changeCaseByClock(services, first.number, key, async (_locked, tx) =>
    (await setProposed(services, tx, row, proposed)) ? change : null,
  );
}

/** @returns false if another process was first */
async function setProposed(
  { clock }: Services,
  db: Pick<Tx, 'devIssue'>,
  { id }: ClaimedIssue,
  proposed: boolean,
): Promise<boolean> {
  const where = { id, proposedAt: proposed ? null : { not: null } };
  const { count } = await db.devIssue.updateMany({ where, data: { proposedAt: proposed ? clock.now() : null } });
  return count > 0;
}

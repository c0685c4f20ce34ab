// Creates an issue that an advisor asked for, once: before it is sent again, the tracker is asked for the one that may have been created by a
// call whose answer was lost. Then the defect gets the number of the issue.
import type { IssueRef, Tracker } from '../../ports.ts';
import { TrackerError } from '../../ports.ts';
import { createdNote } from '../../domain/issue-notes.ts';
import { trackerLabel } from '../../domain/tracker-setting.ts';
import { refreshDefectCards } from '../../outbox/enqueue/index.ts';
import { changeCaseByClock } from '../change-case.ts';
import type { Services, Tx } from '../context.ts';
import { noFailure, releaseIssue, type ClaimedIssue } from './claimed-issue.ts';

/**
 * Creates an issue, or finds the one that was created.
 * @returns whether there is an issue now
 * @throws TrackerError
 */
export async function createAtTracker(services: Services, tracker: Tracker, issue: ClaimedIssue): Promise<boolean> {
  const { marker, title, body } = issue;
  if (marker === null || title === null || body === null) throw new Error(`issue ${issue.id} has nothing to create`);
  if (issue.sentAt === null && (await withdrawUnused(services, issue))) return false;
  const { prisma } = services.db;
  if (issue.sentAt !== null) {
    const found = await tracker.find(marker, issue.sentAt);
    if (found) return adopt(services, issue, found);
    const settled = new Date(issue.sentAt.getTime() + tracker.settleMs);
    if (settled > services.clock.now()) {
      await releaseIssue(prisma, issue, settled);
      return false;
    }
    // it was not created after all
    if (await withdrawUnused(services, issue)) return false;
  }
  // it can have been entered again since it was claimed
  const where = { id: issue.id, tracker: issue.tracker };
  const newest = await prisma.devIssue.update({ where, data: { sentAt: services.clock.now() } });
  const sent = { title: newest.title ?? title, body: newest.body ?? body, marker: newest.marker ?? marker };
  try {
    return await adopt(services, issue, await tracker.create(sent));
  } catch (error) {
    // in doubt, the time of the call stays, so that the issue is looked for
    if (error instanceof TrackerError && error.kind !== 'in-doubt')
      await prisma.devIssue.update({ where: { id: issue.id }, data: { sentAt: null } });
    throw error;
  }
}

/** Deletes a defect that lost its cases before its issue was created. */
function withdrawUnused({ db }: Services, { defectId }: ClaimedIssue): Promise<boolean> {
  return db.transaction(async (tx) => {
    await tx.$queryRaw`select id from defect where id = ${defectId} for update`;
    if ((await tx.case.count({ where: { defectId } })) > 0) return false;
    await tx.defect.deleteMany({ where: { id: defectId } });
    return true;
  });
}

async function adopt(services: Services, issue: ClaimedIssue, { id: externalId, number, url }: IssueRef): Promise<true> {
  const known = { ...noFailure, externalId, url, title: null, body: null, sentAt: null, seenAt: services.clock.now() };
  const defectId = await services.db.transaction(async (tx) => {
    await tx.devIssue.update({ where: { id: issue.id }, data: known });
    const kept = await takeNumber(tx, issue, number);
    await refreshDefectCards(tx, kept);
    // its state is read at once
    await releaseIssue(tx, issue, services.clock.now());
    return kept;
  });
  await tellCases(services, issue, defectId, createdNote(trackerLabel(services.settings.trackers, issue.tracker), number, url));
  return true;
}

/** Gives the defect its number. If somebody linked cases to that number meanwhile, the two are one defect. @returns the defect that is kept */
async function takeNumber(tx: Tx, { id, defectId }: ClaimedIssue, number: string): Promise<number> {
  const other = await tx.defect.findUnique({ where: { number } });
  if (!other || other.id === defectId) {
    await tx.defect.update({ where: { id: defectId }, data: { number } });
    return defectId;
  }
  await tx.case.updateMany({ where: { defectId }, data: { defectId: other.id } });
  // the other one may be followed already
  await tx.devIssue.deleteMany({ where: { defectId: other.id } });
  await tx.devIssue.update({ where: { id }, data: { defectId: other.id } });
  await tx.defect.delete({ where: { id: defectId } });
  return other.id;
}

async function tellCases(services: Services, { id }: ClaimedIssue, defectId: number, body: string): Promise<void> {
  const cases = await services.db.prisma.case.findMany({
    where: { defectId, status: { not: 'Closed' } },
    select: { number: true },
    orderBy: { id: 'asc' },
  });
  for (const { number } of cases)
    await changeCaseByClock(services, number, `dev-created:${id}:${number}`, () => ({ post: { kind: 'note', body } }));
}

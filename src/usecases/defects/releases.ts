// Reads releases for leads, with how many of their cases are updated and notified.
import { truncate } from '../../cards/visible-text.ts';
import { Prisma } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import type { NotedRelease } from '../../domain/release-notes.ts';
import { releaseNamed } from './mark-fixed.ts';
import { hasFix, linkedCases, awaitsFix, awaitsNotice } from './move-fixed-cases.ts';
import type { Services } from '../context.ts';

/** A release as a list shows it. */
export interface ReleaseRow {
  id: number;
  name: string;
  /** ISO date */
  date: string;
  publishedAt: Date | null;
  /** How many defects it fixes. */
  defects: number;
  progress: Progress;
}

/** How far the cases of a release are; counts of cases unless it says otherwise. */
export interface Progress {
  /** Got the fix. */
  moved: number;
  /** Are still to get it. */
  waiting: number;
  /** Were notified that the release is published. */
  notified: number;
  /** Are still to be notified. */
  toNotify: number;
  /** How many messages about the release, to cases and to channels with notices, could not be delivered. */
  undelivered: number;
}

/** Releases on one page. */
const releasesPageSize = 10;

/**
 * Lists releases, newest first.
 * @param page counted from 1; a page past the end is the last page
 * @throws CaseError not-allowed
 */
export async function listReleases(
  services: Services,
  lead: Advisor,
  page: number,
): Promise<{ total: number; page: number; pages: number; rows: ReleaseRow[] }> {
  authorize(lead, 'release');
  const total = await services.db.prisma.release.count();
  const pages = Math.max(Math.ceil(total / releasesPageSize), 1);
  const shown = Math.min(Math.max(page, 1), pages);
  const found = await services.db.prisma.release.findMany({
    orderBy: [{ date: 'desc' }, { id: 'desc' }],
    skip: (shown - 1) * releasesPageSize,
    take: releasesPageSize,
    include: { _count: { select: { defects: true } } },
  });
  const progress = await progressOf(
    services,
    found.map(({ id }) => id),
  );
  const rows = found.map(({ id, name, date, publishedAt, _count }) => ({
    ...{ id, name, publishedAt, defects: _count.defects },
    date: date.toISOString().slice(0, 10),
    progress: progress.get(id) ?? noProgress,
  }));
  return { total, page: shown, pages, rows };
}

/** A release with its notes and how far its cases are. */
export interface ViewedRelease extends NotedRelease {
  id: number;
  publishedAt: Date | null;
  progress: Progress;
}

/**
 * Reads a release for a lead.
 * @param which its id, or its name in any letter case
 * @throws CaseError not-allowed, unknown-release
 */
export async function viewRelease(services: Services, lead: Advisor, which: number | string): Promise<ViewedRelease> {
  authorize(lead, 'release');
  const noted = await (typeof which === 'number' ? loadRelease(services, which) : loadReleaseNamed(services, which));
  if (!noted) {
    const message =
      typeof which === 'string' ? `We couldn't find a release named “${truncate(which, 60)}”.` : "We couldn't find that release.";
    throw new CaseError('unknown-release', message, 'A release is created with the first defect that is fixed in it.');
  }
  return { ...noted, progress: (await progressOf(services, [noted.id])).get(noted.id) ?? noProgress };
}

/** Loads a release with its notes, without checking who may read it. @returns null if no release has this id */
export async function loadRelease(
  services: Services,
  id: number,
): Promise<(NotedRelease & { id: number; publishedAt: Date | null }) | null> {
  const row = await services.db.prisma.release.findUnique({ where: { id }, include: { defects: true } });
  if (!row) return null;
  const { name, date, publishedAt, defects } = row;
  return { id, name, publishedAt, defects, date: date.toISOString().slice(0, 10), published: publishedAt !== null };
}

/** Loads a release by its name, in any letter case and with any spacing. @returns null if no release has this name */
export async function loadReleaseNamed(services: Services, name: string): ReturnType<typeof loadRelease> {
  const found = await releaseNamed(services.db.prisma, name.replace(/\s+/g, ' ').trim());
  return found && loadRelease(services, found.id);
}

const noProgress: Progress = { moved: 0, waiting: 0, notified: 0, toNotify: 0, undelivered: 0 };

async function progressOf(services: Services, releases: number[]): Promise<Map<number, Progress>> {
  const ids = Prisma.sql`${releases}::int[]`;
  const rows = await services.db.prisma.$queryRaw<(Progress & { id: number })[]>`
    select r.id, counted.*, (
        select count(*)::int from delivery dead
        where dead.state = 'dead' and (dead.release_id = r.id or dead.post_id in (
          select post.id from post join "case" on "case".id = post.case_id join defect on defect.id = "case".defect_id
          where defect.release_id = r.id and post.action in ('fixed', 'release')))
      ) undelivered
    from release r join (
      select r.id "releaseId", count(*) filter (where ${hasFix})::int moved, count(*) filter (where ${awaitsFix})::int waiting,
        count(*) filter (where ${hasFix} and c.release_notified_at is not null)::int notified, count(*) filter (where ${awaitsNotice})::int "toNotify"
      from ${linkedCases} where r.id = any(${ids}) group by r.id
    ) counted on counted."releaseId" = r.id`;
  return new Map(rows.map(({ id, ...progress }) => [id, progress]));
}

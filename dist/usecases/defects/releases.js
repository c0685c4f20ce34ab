// What leads read of releases, and how far the moving of their cases is.
import { Prisma } from "../../db/generated/client.js";
import { CaseError } from "../../domain/case-error.js";
import { authorize } from "../../domain/permission.js";
import { releaseNamed } from "./mark-fixed.js";
import { hasFix, linkedCases, waitsForFix, waitsForWord } from "./move-fixed-cases.js";
export const releasesPage = 10;
/** @param page from 1; past the end the last */
export async function listReleases(services, lead, page) {
    authorize(lead, 'release');
    const total = await services.db.prisma.release.count();
    const pages = Math.max(Math.ceil(total / releasesPage), 1);
    const shown = Math.min(Math.max(page, 1), pages);
    const found = await services.db.prisma.release.findMany({
        orderBy: [{ date: 'desc' }, { id: 'desc' }],
        skip: (shown - 1) * releasesPage,
        take: releasesPage,
        include: { _count: { select: { defects: true } } },
    });
    const progress = await progressOf(services, found.map(({ id }) => id));
    const rows = found.map(({ id, name, date, publishedAt, _count }) => ({
        ...{ id, name, publishedAt, defects: _count.defects },
        date: date.toISOString().slice(0, 10),
        progress: progress.get(id) ?? nothing,
    }));
    return { total, page: shown, pages, rows };
}
/**
 * @param which its id, or its name in any letter case
 * @throws CaseError not-allowed, unknown-release
 */
export async function viewRelease(services, lead, which) {
    authorize(lead, 'release');
    const noted = await (typeof which === 'number' ? loadRelease(services, which) : loadReleaseNamed(services, which));
    if (!noted) {
        const named = typeof which === 'string' ? ` “${which.slice(0, 60)}”` : '';
        throw new CaseError('unknown-release', `There is no release${named}.`, '`release` lists them; `release fixed` makes one.');
    }
    return { ...noted, progress: (await progressOf(services, [noted.id])).get(noted.id) ?? nothing };
}
/** A release with what its notes say. @returns null where there is none */
export async function loadRelease(services, id) {
    const row = await services.db.prisma.release.findUnique({ where: { id }, include: { defects: true } });
    if (!row)
        return null;
    const { name, date, publishedAt, defects } = row;
    return { id, name, publishedAt, defects, date: date.toISOString().slice(0, 10), published: publishedAt !== null };
}
/** By its name, whatever its letter case and spaces. */
export async function loadReleaseNamed(services, name) {
    const found = await releaseNamed(services.db.prisma, name.replace(/\s+/g, ' ').trim());
    return found && loadRelease(services, found.id);
}
const nothing = { moved: 0, waiting: 0, told: 0, toBeTold: 0, undelivered: 0 };
async function progressOf(services, releases) {
    const ids = Prisma.sql `${releases}::int[]`;
    const rows = await services.db.prisma.$queryRaw `
    select r.id, counted.*, (
        select count(*)::int from delivery dead
        where dead.state = 'dead' and (dead.release_id = r.id or dead.post_id in (
          select post.id from post join "case" on "case".id = post.case_id join defect on defect.id = "case".defect_id
          where defect.release_id = r.id and post.action in ('fixed', 'release')))
      ) undelivered
    from release r join (
      select r.id "releaseId", count(*) filter (where ${hasFix})::int moved, count(*) filter (where ${waitsForFix})::int waiting,
        count(*) filter (where ${hasFix} and c.release_told_at is not null)::int told, count(*) filter (where ${waitsForWord})::int "toBeTold"
      from ${linkedCases} where r.id = any(${ids}) group by r.id
    ) counted on counted."releaseId" = r.id`;
    return new Map(rows.map(({ id, moved, waiting, told, toBeTold, undelivered }) => [id, { moved, waiting, told, toBeTold, undelivered }]));
}
//# sourceMappingURL=releases.js.map
// Releases for the API, newest first. Contacts read published ones with their notes; advisors read all of them.
import type { Prisma } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import { seesInternal, type Person } from '../../domain/person.ts';
import { scopeOf } from '../scope.ts';
import type { Services } from '../context.ts';

/** A release with what it fixes. */
export interface ReleaseFacts {
  id: number;
  name: string;
  /** ISO date */
  date: string;
  publishedAt: Date | null;
  fixes: { defect: string; releaseNote: string | null }[];
}

/** Lists releases that this person may read. @param page.after the id of the last release of the page before */
export async function pageReleases(
  { db }: Services,
  actor: Person,
  { after, limit }: { after: number | null; limit: number },
): Promise<{ rows: ReleaseFacts[]; next: number | null }> {
  const found = await db.prisma.release.findMany({
    where: { AND: [readable(actor), after === null ? {} : { id: { lt: after } }] },
    include: { defects: { orderBy: { id: 'asc' } } },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  const shown = found.slice(0, limit);
  return { rows: shown.map(releaseFacts), next: found.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

/** Reads a release. @throws CaseError unknown-release, also for one that this person may not read */
export async function readRelease({ db }: Services, actor: Person, id: number): Promise<ReleaseFacts> {
  const where = { AND: [readable(actor), { id }] };
  const row = await db.prisma.release.findFirst({ where, include: { defects: { orderBy: { id: 'asc' } } } });
  if (!row) throw new CaseError('unknown-release', "We couldn't find that release.", 'Check the ID.');
  return releaseFacts(row);
}

const readable = (actor: Person): Prisma.ReleaseWhereInput =>
  scopeOf(actor).accountIds === null && seesInternal(actor) ? {} : { publishedAt: { not: null } };

function releaseFacts(row: Prisma.ReleaseGetPayload<{ include: { defects: true } }>): ReleaseFacts {
  const { id, name, date, publishedAt, defects } = row;
  const fixes = defects.map(({ number, releaseNote }) => ({ defect: number, releaseNote }));
  return { id, name, publishedAt, date: date.toISOString().slice(0, 10), fixes };
}

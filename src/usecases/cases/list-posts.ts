// The posts and the history of a case for the API, page after page. A page continues behind the last entry of the page before.
import { Prisma } from '../../db/generated/client.ts';
import { readAtAll, readInFull } from '../../domain/history.ts';
import { authorize } from '../../domain/permission.ts';
import { seesInternal, type Person } from '../../domain/person.ts';
import type { PostFacts } from '../case-facts.ts';
import { postFacts, withFiles } from '../read-case-facts.ts';
import { scopeOf, scopeWhere, unknownCase } from '../scope.ts';
import type { Services } from '../context.ts';
import { writtenText, type HistoryFacts } from './case-history.ts';

/** Which entries a page has. */
export interface EntryPage {
  /** the id of the last entry of the page before */
  after: number | null;
  /** the oldest entry comes first */
  ascending: boolean;
  limit: number;
}

/** A page of entries. */
export interface Entries<T> {
  rows: T[];
  /** null: there is no further page */
  next: number | null;
}

/** Reads posts of a case as this person may see them. @throws CaseError unknown-case */
export async function listPosts(
  services: Services,
  actor: Person,
  number: number,
  { after, ascending, limit }: EntryPage,
): Promise<Entries<PostFacts>> {
  const caseId = await readableCase(services, actor, number);
  const rows = await services.db.prisma.post.findMany({
    where: {
      caseId,
      ...(seesInternal(actor) ? {} : { kind: { not: 'note' as const } }),
      ...(after === null ? {} : { id: ascending ? { gt: after } : { lt: after } }),
    },
    include: withFiles,
    orderBy: { id: ascending ? 'asc' : 'desc' },
    take: limit + 1,
  });
  return pageOf(
    rows.map((row) => postFacts(row)),
    limit,
  );
}

/** Reads the history of a case as this person may see it; what contacts may see is decided in domain/history.ts. @throws CaseError unknown-case */
export async function listHistory(
  services: Services,
  actor: Person,
  number: number,
  { after, ascending, limit }: EntryPage,
): Promise<Entries<HistoryFacts & { id: number }>> {
  const caseId = await readableCase(services, actor, number);
  const isOutside = !seesInternal(actor);
  const behind = ascending ? Prisma.sql`h.id > ${after}` : Prisma.sql`h.id < ${after}`;
  const rows = await services.db.prisma.$queryRaw<(HistoryFacts & { id: number })[]>`
    select h.id, h.at, h.actor_name actor, h.action, h."from", h."to",
      case when ${isOutside} and not h.action = any(${readInFull}) then null else coalesce(h.why, ${Prisma.raw(writtenText)}) end why
    from history_entry h
    where h.case_id = ${caseId} and (not ${isOutside} or h.action = any(${readAtAll})) and ${after === null ? Prisma.sql`true` : behind}
    order by h.id ${ascending ? Prisma.sql`asc` : Prisma.sql`desc`} limit ${limit + 1}`;
  return pageOf(rows, limit);
}

/** Tells whether a post of a case is a note that this person may read. */
export async function isNoteOfReader({ db }: Services, actor: Person, number: number, id: number): Promise<boolean> {
  if (!seesInternal(actor)) return false;
  const where = { id, kind: 'note' as const, case: { number, ...scopeWhere(scopeOf(actor)) } };
  return (await db.prisma.post.count({ where })) > 0;
}

/** Checks that a case exists for this person. @throws CaseError unknown-case, not-allowed */
export async function checkReadable(services: Services, actor: Person, number: number): Promise<void> {
  await readableCase(services, actor, number);
}

async function readableCase({ db }: Services, actor: Person, number: number): Promise<number> {
  const where = { number, ...scopeWhere(scopeOf(actor)) };
  const found = await db.prisma.case.findFirst({ where, select: { id: true, accountId: true } });
  if (!found) throw unknownCase(number);
  authorize(actor, 'view', found.accountId);
  return found.id;
}

function pageOf<T extends { id: number }>(rows: T[], limit: number): Entries<T> {
  const shown = rows.slice(0, limit);
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

import { Prisma } from '../../db/generated/client.ts';
import { readAtAll, readInFull } from '../../domain/history.ts';
import { authorize } from '../../domain/permission.ts';
import type { Person } from '../../domain/person.ts';
import { scopeOf, scopeWhere, unknownCase } from '../scope.ts';
import type { Services } from '../context.ts';

/** Entries on one page. */
export const historyPage = 20;

export interface HistoryFacts {
  at: Date;
  /** who did it; the clock has a name, too */
  actor: string;
  action: string;
  /** a status, or what a corrected field held */
  from: string | null;
  to: string | null;
  /** the reason; where none was given, the words that were written with it, as they read now */
  why: string | null;
}

export interface CaseHistory {
  number: number;
  subject: string;
  /** newest first */
  entries: HistoryFacts[];
  total: number;
  page: number;
  pages: number;
}

/**
 * Reads a page of what happened to a case, as this person may see it: a contact sees nothing that is internal (domain/history).
 * @param page from 1; past the end the last page
 * @throws CaseError unknown-case
 */
export async function caseHistory(services: Services, actor: Person, number: number, page = 1): Promise<CaseHistory> {
  const { prisma } = services.db;
  const found = await prisma.case.findFirst({ where: { number, ...scopeWhere(scopeOf(actor)) } });
  if (!found) throw unknownCase(number);
  authorize(actor, 'view', found.accountId);
  const isContact = actor.kind === 'contact';
  const where = { caseId: found.id, ...(isContact ? { action: { in: readAtAll } } : {}) };
  const total = await prisma.historyEntry.count({ where });
  const pages = Math.max(Math.ceil(total / historyPage), 1);
  const shown = Math.min(Math.max(page, 1), pages);
  const entries = await prisma.$queryRaw<HistoryFacts[]>`
    select h.at, h.actor_name actor, h.action, h."from", h."to",
      case when ${isContact} and not h.action = any(${readInFull}) then null else coalesce(h.why, ${Prisma.raw(wordsWritten)}) end why
    from history_entry h
    where h.case_id = ${found.id} and (not ${isContact} or h.action = any(${readAtAll}))
    order by h.id desc limit ${historyPage} offset ${(shown - 1) * historyPage}`;
  return { number, subject: found.subject, entries, total, page: shown, pages };
}

/**
 * What was written with an entry `h`: read from its post, written at the same moment, so that an edit or a deletion holds for the
 * history, too. Never a note.
 */
export const wordsWritten = `(
  select nullif(p.body, '') from post p
  where p.case_id = h.case_id and p.created_at = h.at and p.action = h.action and p.kind <> 'note' and p.deleted_at is null
  order by p.id desc limit 1)`;

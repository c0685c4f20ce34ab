import { Prisma } from '../../db/generated/client.ts';
import { readAtAll, readInFull } from '../../domain/history.ts';
import { authorize } from '../../domain/permission.ts';
import type { Person } from '../../domain/person.ts';
import { scopeOf, scopeWhere, unknownCase } from '../scope.ts';
import type { Services } from '../context.ts';

/** Entries on one page. */
const historyPage = 20;

/** One entry of a case's history. */
export interface HistoryFacts {
  at: Date;
  /** who did it; scheduled actions have the product's name */
  actor: string;
  action: string;
  /** a status, or the old value of a corrected field */
  from: string | null;
  to: string | null;
  /** the reason; without one, the current text of the post that came with the change */
  why: string | null;
}

/** One page of a case's history. */
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
 * Reads one page of a case's history as this person may see it; what contacts may see is decided in domain/history.ts.
 * @param page from 1; a number past the end gives the last page
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
      case when ${isContact} and not h.action = any(${readInFull}) then null else coalesce(h.why, ${Prisma.raw(writtenText)}) end why
    from history_entry h
    where h.case_id = ${found.id} and (not ${isContact} or h.action = any(${readAtAll}))
    order by h.id desc limit ${historyPage} offset ${(shown - 1) * historyPage}`;
  return { number, subject: found.subject, entries, total, page: shown, pages };
}

/**
 * SQL for the text that was written with a history entry `h`. It is read from the post of the same moment, so that edits and deletions
 * apply to the history as well. Never a note.
 */
export const writtenText = `(
  select nullif(p.body, '') from post p
  where p.case_id = h.case_id and p.created_at = h.at and p.action = h.action and p.kind <> 'note' and p.deleted_at is null
  order by p.id desc limit 1)`;

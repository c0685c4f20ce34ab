import type { Person } from '../../domain/person.ts';
import { viewNotice, type NoticeFacts, type UpdateFacts } from './notice-facts.ts';
import { scopeOf, scopeWhere } from '../scope.ts';
import type { Services } from '../context.ts';

/** Updates on one page of a notice. */
const updatesPageSize = 5;
/** Linked cases whose numbers are listed. */
const maxLinked = 20;

/** A notice as it is shown to one reader. */
export interface ReadNotice {
  notice: NoticeFacts;
  /** One page, newest first. Updates by the clock have an empty body. */
  updates: UpdateFacts[];
  page: number;
  pages: number;
  /** The linked cases this person may see: how many, of how many accounts, and the newest numbers. */
  linked: { total: number; accounts: number; numbers: number[] };
}

/**
 * Reads a notice with one page of its updates, and the linked cases this person may see.
 * @param page of the updates, counted from 1; a page past the end is the last page
 * @throws CaseError unknown-notice
 */
export async function readNotice(services: Services, actor: Person, id: number, page: number): Promise<ReadNotice> {
  const { noticeUpdate, case: cases } = services.db.prisma;
  const notice = await viewNotice(services, actor, id);
  // that the owner was asked whether it has ended concerns only advisors
  const where = { noticeId: id, ...(actor.kind === 'contact' ? { action: { not: 'ask-end' } } : {}) };
  const updateCount = await noticeUpdate.count({ where });
  const pages = Math.max(Math.ceil(updateCount / updatesPageSize), 1);
  const shown = Math.min(Math.max(page, 1), pages);
  const updates = await noticeUpdate.findMany({
    where,
    orderBy: { id: 'desc' },
    skip: (shown - 1) * updatesPageSize,
    take: updatesPageSize,
    select: { id: true, action: true, state: true, body: true, at: true },
  });
  const isLinked = { incidentId: id, ...scopeWhere(scopeOf(actor)) };
  const byAccount = await cases.groupBy({ by: ['accountId'], where: isLinked, _count: true });
  const total = byAccount.reduce((sum, { _count }) => sum + _count, 0);
  const found = await cases.findMany({ where: isLinked, select: { number: true }, orderBy: { number: 'desc' }, take: maxLinked });
  return {
    notice,
    updates,
    page: shown,
    pages,
    linked: { total, accounts: byAccount.length, numbers: found.map(({ number }) => number) },
  };
}

import type { Person } from '../../domain/person.ts';
import { noticeFacts, noticesOf, withNoticeFacts, type NoticeFacts } from './notice-facts.ts';
import type { Services } from '../context.ts';

export const noticesPage = 10;

export interface NoticeList {
  total: number;
  /** of them not over */
  open: number;
  page: number;
  pages: number;
  rows: NoticeFacts[];
}

/**
 * The notices a person may read: the open ones first, the gravest of them first; then those that are over, newest first.
 * @param page from 1; past the end the last
 */
export async function listNotices(services: Services, actor: Person, page: number): Promise<NoticeList> {
  const { notice } = services.db.prisma;
  const where = noticesOf(actor);
  const total = await notice.count({ where });
  const open = await notice.count({ where: { closedAt: null, ...where } });
  const pages = Math.max(Math.ceil(total / noticesPage), 1);
  const shown = Math.min(Math.max(page, 1), pages);
  const rows = await notice.findMany({
    where,
    include: withNoticeFacts,
    orderBy: [
      { closedAt: { sort: 'desc', nulls: 'first' } },
      // of those that are open
      { kind: 'asc' },
      { severity: 'asc' },
      { startsAt: 'asc' },
      { id: 'asc' },
    ],
    skip: (shown - 1) * noticesPage,
    take: noticesPage,
  });
  return { total, open, page: shown, pages, rows: rows.map(noticeFacts) };
}

import type { Person } from '../../domain/person.ts';
import { namingAccounts, noticeFacts, readableNotices, withNoticeFacts, type NoticeFacts } from './notice-facts.ts';
import type { Services } from '../context.ts';

/** Notices on one page. */
const noticesPageSize = 10;

/** One page of the notices a person may read. */
export interface NoticeList {
  total: number;
  /** How many of `total` are open. */
  open: number;
  page: number;
  pages: number;
  rows: NoticeFacts[];
}

/**
 * Lists the notices a person may read: open ones first, by severity, then closed ones, newest first.
 * @param page counted from 1; a page past the end is the last page
 */
export async function listNotices(services: Services, actor: Person, page: number): Promise<NoticeList> {
  const { notice } = services.db.prisma;
  const where = readableNotices(actor);
  const total = await notice.count({ where });
  const open = await notice.count({ where: { closedAt: null, ...where } });
  const pages = Math.max(Math.ceil(total / noticesPageSize), 1);
  const shown = Math.min(Math.max(page, 1), pages);
  const rows = await notice.findMany({
    where,
    include: withNoticeFacts,
    orderBy: [
      { closedAt: { sort: 'desc', nulls: 'first' } },
      // the order of open notices
      { kind: 'asc' },
      { severity: 'asc' },
      { startsAt: 'asc' },
      { id: 'asc' },
    ],
    skip: (shown - 1) * noticesPageSize,
    take: noticesPageSize,
  });
  return { total, open, page: shown, pages, rows: await namingAccounts(services, actor, rows.map(noticeFacts)) };
}

// Incidents, maintenance and releases for the API, newest first, page after page.
import type { NoticeKind } from '../../domain/notice.ts';
import { seesInternal, type Person } from '../../domain/person.ts';
import {
  namingAccounts,
  noticeFacts,
  readableNotices,
  viewNotice,
  withNoticeFacts,
  type NoticeFacts,
  type UpdateFacts,
} from './notice-facts.ts';
import type { Services } from '../context.ts';

/** Which notices a page has. */
export interface NoticePage {
  kind?: NoticeKind | undefined;
  /** only those that are open, or only those that are not */
  open?: boolean | undefined;
  /** the id of the last notice of the page before */
  after: number | null;
  limit: number;
}

/** Lists notices that this person may read. */
export async function pageNotices(
  services: Services,
  actor: Person,
  { kind, open, after, limit }: NoticePage,
): Promise<{ rows: NoticeFacts[]; next: number | null }> {
  const found = await services.db.prisma.notice.findMany({
    where: {
      AND: [
        readableNotices(actor),
        kind === undefined ? {} : { kind },
        open === undefined ? {} : { closedAt: open ? null : { not: null } },
        after === null ? {} : { id: { lt: after } },
      ],
    },
    include: withNoticeFacts,
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  const shown = found.slice(0, limit);
  const rows = await namingAccounts(services, actor, shown.map(noticeFacts));
  return { rows, next: found.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

/** Updates of a notice that are read at once: more than the longest incident has. */
const maxUpdates = 500;

/** Reads a notice with its updates, oldest first. @throws CaseError unknown-notice, also for one that this person may not read */
export async function readWholeNotice(
  services: Services,
  actor: Person,
  id: number,
): Promise<{ notice: NoticeFacts; updates: UpdateFacts[] }> {
  const notice = await viewNotice(services, actor, id);
  const updates = await services.db.prisma.noticeUpdate.findMany({
    where: { noticeId: id, ...(seesInternal(actor) ? {} : { action: { not: 'ask-end' } }) },
    orderBy: { id: 'desc' },
    take: maxUpdates,
    select: { id: true, action: true, state: true, body: true, at: true },
  });
  return { notice, updates: updates.reverse() };
}

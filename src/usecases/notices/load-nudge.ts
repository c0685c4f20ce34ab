// What asks a lead for a word that is overdue.
import { loadNotice, type NoticeFacts } from './notice-facts.ts';
import type { Services } from '../context.ts';

export interface NudgeDelivery {
  kind: 'nudge';
  notice: NoticeFacts;
  /** how many channels the word was promised to */
  channels: number;
}

/** Whether a word was promised that has not come. */
export function isOverdue({ closedAt, nextUpdateAt }: Pick<NoticeFacts, 'closedAt' | 'nextUpdateAt'>, now: Date): boolean {
  return closedAt === null && nextUpdateAt !== null && nextUpdateAt <= now;
}

/**
 * @param row.externalId null: it was not sent yet; it never is once the word has come
 * @returns null where there is nothing to ask for
 */
export async function loadNudge(
  services: Services,
  { noticeId, externalId }: { noticeId: number | null; externalId: string | null },
): Promise<NudgeDelivery | null> {
  const { prisma } = services.db;
  const notice = noticeId === null ? null : await loadNotice(prisma, noticeId);
  if (!notice || (externalId === null && !isOverdue(notice, services.clock.now()))) return null;
  const standing = { kind: 'banner' as const, withdrawn: false, state: { not: 'dead' as const } };
  const channels = await prisma.banner.count({ where: { noticeId: notice.id, deliveries: { some: standing } } });
  return { kind: 'nudge', notice, channels };
}

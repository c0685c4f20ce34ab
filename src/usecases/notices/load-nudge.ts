// Loads what the reminder of an overdue update shows at the moment it is sent.
import { loadNotice, type NoticeFacts } from './notice-facts.ts';
import type { Services } from '../context.ts';

/** The facts of a reminder that an update is overdue. */
export interface NudgeDelivery {
  kind: 'nudge';
  notice: NoticeFacts;
  /** How many channels show when the update is due. */
  channels: number;
}

/** Tells whether an update was promised for a moment that has passed. */
export function isOverdue({ closedAt, nextUpdateAt }: Pick<NoticeFacts, 'closedAt' | 'nextUpdateAt'>, now: Date): boolean {
  return closedAt === null && nextUpdateAt !== null && nextUpdateAt <= now;
}

/**
 * Loads a reminder for rendering.
 * @param row.externalId the platform's message id; null if it was not sent yet
 * @returns null if the update was posted before the reminder was sent
 */
export async function loadNudge(
  services: Services,
  { noticeId, externalId }: { noticeId: number | null; externalId: string | null },
): Promise<NudgeDelivery | null> {
  const { prisma } = services.db;
  const notice = noticeId === null ? null : await loadNotice(prisma, noticeId);
  if (!notice || (externalId === null && !isOverdue(notice, services.clock.now()))) return null;
  const postedBanner = { kind: 'banner' as const, withdrawn: false, state: { not: 'dead' as const } };
  const channels = await prisma.banner.count({ where: { noticeId: notice.id, deliveries: { some: postedBanner } } });
  return { kind: 'nudge', notice, channels };
}

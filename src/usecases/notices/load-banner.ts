// What a banner, and a short reply under it, is about at the moment it is sent.
import { noticeOfBanner } from '../../outbox/enqueue/banners.ts';
import { loadNotice, type NoticeFacts, type UpdateFacts } from './notice-facts.ts';
import type { Services } from '../context.ts';

export type BannerDelivery =
  | { kind: 'banner'; notice: NoticeFacts }
  /** update: what it tells of; null: how things stand */
  | { kind: 'broadcast'; notice: NoticeFacts; update: UpdateFacts | null };

/** @returns null where it does not belong into its channel any more */
export async function loadBanner(
  services: Services,
  row: { kind: BannerDelivery['kind']; bannerId: number | null; updateId: number | null },
): Promise<BannerDelivery | null> {
  const { kind, bannerId, updateId } = row;
  const { prisma } = services.db;
  const noticeId = bannerId === null ? null : await noticeOfBanner(prisma, bannerId);
  const notice = noticeId === null ? null : await loadNotice(prisma, noticeId);
  if (!notice) return null;
  if (kind === 'banner') return { kind, notice };
  const update = updateId === null ? null : await prisma.noticeUpdate.findUniqueOrThrow({ where: { id: updateId } });
  return { kind, notice, update };
}

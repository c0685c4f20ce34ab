// Loads what a banner, or a reply under it, shows at the moment it is sent.
import { noticeOfBanner } from '../../outbox/enqueue/banners.ts';
import { loadNotice, type NoticeFacts, type UpdateFacts } from './notice-facts.ts';
import type { Services } from '../context.ts';

/** The facts of a banner, or of a reply under one. */
export type BannerDelivery =
  /** `next` is when the channel gets its next status broadcast, if one is planned. */
  | { kind: 'banner'; notice: NoticeFacts; next: Date | null }
  /** `update` is what the reply announces; null for a status broadcast. */
  | { kind: 'broadcast'; notice: NoticeFacts; update: UpdateFacts | null; next: Date | null };

/** Loads a banner or a reply for rendering. @returns null if the channel no longer gets the notice */
export async function loadBanner(
  services: Services,
  row: { kind: BannerDelivery['kind']; bannerId: number | null; updateId: number | null },
): Promise<BannerDelivery | null> {
  const { kind, bannerId, updateId } = row;
  const { prisma } = services.db;
  const noticeId = bannerId === null ? null : await noticeOfBanner(prisma, bannerId);
  const notice = noticeId === null ? null : await loadNotice(prisma, noticeId);
  if (!notice) return null;
  const banner = await prisma.banner.findUnique({
    where: { id: bannerId ?? 0 },
    select: { broadcastAt: true, channel: { select: { changesOnly: true } } },
  });
  const next = banner && !banner.channel.changesOnly ? banner.broadcastAt : null;
  if (kind === 'banner') return { kind, notice, next };
  const update = updateId === null ? null : await prisma.noticeUpdate.findUniqueOrThrow({ where: { id: updateId } });
  return { kind, notice, update, next };
}

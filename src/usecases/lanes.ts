import type { PlatformName } from '../ports.ts';
import type { Work } from './work.ts';

/** The lane of a channel or direct conversation, made when it is first needed; outside transactions, because lanes never change. */
export async function laneId(work: Work, platform: PlatformName, workspaceId: string, channelId: string): Promise<number> {
  const key = { platform, workspaceId, channelId };
  const found = await work.db.prisma.lane.findUnique({ where: { platform_workspaceId_channelId: key }, select: { id: true } });
  if (found) return found.id;
  await work.db.prisma.lane.createMany({ data: [key], skipDuplicates: true });
  return (await work.db.prisma.lane.findUniqueOrThrow({ where: { platform_workspaceId_channelId: key }, select: { id: true } })).id;
}

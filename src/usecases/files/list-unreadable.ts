import type { PlatformName } from '../../ports.ts';
import type { Services } from '../context.ts';

/** Files that the bot could not read because nobody has allowed it to. */
export interface UnreadableFiles {
  platform: PlatformName;
  workspaceId: string;
  count: number;
}

/** Lists the workspaces where the bot was not allowed to read files. @param since counts files sent after this moment */
export async function listUnreadable({ db }: Pick<Services, 'db'>, since: Date): Promise<UnreadableFiles[]> {
  const files = await db.prisma.file.findMany({
    where: { problem: 'no-consent', createdAt: { gt: since } },
    select: { platform: true, workspaceId: true },
    orderBy: [{ platform: 'asc' }, { workspaceId: 'asc' }],
  });
  const found = new Map<string, UnreadableFiles>();
  for (const { platform, workspaceId } of files) {
    if (platform === null || workspaceId === null) continue;
    const key = `${platform} ${workspaceId}`;
    found.set(key, { platform, workspaceId, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()];
}

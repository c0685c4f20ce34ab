// Installations as they were read last, for the moments in which the database is slow: a platform's request must be acknowledged within
// seconds, and its workspace's token is needed before that.
import type { Installations } from '../ports.ts';
import { withTimeout } from '../with-timeout.ts';

type Found = Awaited<ReturnType<Installations['find']>>;

/** How long the database may take before the installation that was read last is used, in milliseconds. */
const databaseTimeoutMs = 200;

/**
 * Wraps the store of installations. The database decides whenever it answers in time, so removing an installation takes effect at once.
 * @param timeoutMs how long it may take
 */
export function rememberInstallations(stored: Installations, timeoutMs = databaseTimeoutMs): Installations {
  const known = new Map<string, NonNullable<Found>>();
  const read = async (platform: Parameters<Installations['find']>[0], workspaceId: string): Promise<Found> => {
    const found = await stored.find(platform, workspaceId);
    const key = `${platform} ${workspaceId}`;
    if (found) known.set(key, found);
    else known.delete(key);
    return found;
  };
  return {
    ...stored,
    find: async (platform, workspaceId) => {
      const before = known.get(`${platform} ${workspaceId}`);
      if (!before) return read(platform, workspaceId);
      return withTimeout<Found>(
        timeoutMs,
        () => read(platform, workspaceId).catch(() => before),
        () => before,
      );
    },
  };
}

// Display names of mentioned users, read from users.info (docs.slack.dev/reference/methods/users.info).
import type { webApi } from '@slack/bolt';
import type { Clients } from './clients.ts';

/** Display names of mentioned users, cached. */
export interface UserNameCache {
  /** @returns a function from user id to name; undefined where the name is unknown */
  of(workspaceId: string, userIds: readonly string[]): Promise<(userId: string) => string | undefined>;
  forget(userId: string): void;
}

/**
 * How long a name is used before it is looked up again, in milliseconds. Slack reports that a user changed to one process, which forgets the name;
 * the others find out by this.
 */
const nameMaxAgeMs = 15 * 60_000;
/** Names kept, which is enough for a busy day; the oldest is dropped first. */
const maxNames = 5000;
/** Names looked up per message. A message that mentions a whole department is not worth more calls. */
const maxLookups = 10;

/** Creates an empty cache. */
export function createUserNameCache(clients: Clients): UserNameCache {
  const known = new Map<string, { name: string; until: number }>();
  const keyOf = (workspaceId: string, userId: string): string => `${workspaceId} ${userId}`;
  return {
    of: async (workspaceId, userIds) => {
      const now = performance.now();
      const isFresh = (id: string): boolean => (known.get(keyOf(workspaceId, id))?.until ?? 0) > now;
      const missing = [...new Set(userIds)].filter((id) => !isFresh(id)).slice(0, maxLookups);
      if (missing.length > 0) {
        const client = await clients.of(workspaceId);
        const names = await Promise.all(missing.map((id) => nameOf(client, id)));
        names.forEach((name, index) => {
          const key = keyOf(workspaceId, missing[index] ?? '');
          // what cannot be looked up right now keeps the name it had
          if (!name) return;
          known.delete(key); // the oldest is first
          known.set(key, { name, until: now + nameMaxAgeMs });
        });
      }
      for (const key of known.keys()) {
        if (known.size <= maxNames) break;
        known.delete(key);
      }
      return (userId) => known.get(keyOf(workspaceId, userId))?.name;
    },
    forget: (userId) => {
      for (const key of known.keys()) if (key.endsWith(` ${userId}`)) known.delete(key);
    },
  };
}

/** A failed look-up must not hold up a message, which then says `@user`. */
async function nameOf(client: webApi.WebClient, user: string): Promise<string | undefined> {
  try {
    const info = await client.users.info({ user });
    return info.user?.profile?.display_name || info.user?.real_name || info.user?.name;
  } catch {
    return undefined;
  }
}

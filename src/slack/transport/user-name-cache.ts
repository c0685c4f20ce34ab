import type { webApi } from '@slack/bolt';
import type { Clients } from './clients.ts';

/** Display names of users who are mentioned, kept for a while. */
export interface UserNameCache {
  /** @returns the name by user id; one that cannot be had is left out */
  of(workspaceId: string, userIds: readonly string[]): Promise<(userId: string) => string | undefined>;
  forget(userId: string): void;
}

/** Enough for the people of a busy day; the oldest is forgotten first. */
const most = 5000;
/** A message that mentions a whole department is not worth more look-ups. */
const mostAtOnce = 10;

export function createUserNameCache(clients: Clients): UserNameCache {
  const known = new Map<string, string>();
  const keyOf = (workspaceId: string, userId: string): string => `${workspaceId} ${userId}`;
  return {
    of: async (workspaceId, userIds) => {
      const missing = [...new Set(userIds)].filter((id) => !known.has(keyOf(workspaceId, id))).slice(0, mostAtOnce);
      if (missing.length > 0) {
        const client = await clients.of(workspaceId);
        const names = await Promise.all(missing.map((id) => nameOf(client, id)));
        names.forEach((name, index) => name && known.set(keyOf(workspaceId, missing[index] ?? ''), name));
      }
      for (const key of known.keys()) {
        if (known.size <= most) break;
        known.delete(key);
      }
      return (userId) => known.get(keyOf(workspaceId, userId));
    },
    forget: (userId) => {
      for (const key of known.keys()) if (key.endsWith(` ${userId}`)) known.delete(key);
    },
  };
}

/** A message is not held up by a name: without one it says `@user`. */
async function nameOf(client: webApi.WebClient, user: string): Promise<string | undefined> {
  try {
    const info = await client.users.info({ user });
    return info.user?.profile?.display_name || info.user?.real_name || info.user?.name;
  } catch {
    return undefined;
  }
}

import type { Names } from './commonmark.ts';
import type { Surface } from './surface.ts';

/** Enough for the people of a busy day; the oldest is forgotten first. */
const most = 5000;
const known = new Map<string, string>();

/** The display names of mentioned users; a name that cannot be had is left out. */
export async function namesOf(surface: Surface, workspaceId: string, userIds: string[]): Promise<Names> {
  const missing = [...new Set(userIds)].filter((id) => !known.has(id)).slice(0, 10);
  if (missing.length > 0) {
    const client = await surface.clients.of(workspaceId);
    await Promise.all(
      missing.map(async (user) => {
        const info = await client.users.info({ user }).catch(() => null);
        const name = info?.user?.profile?.display_name || info?.user?.real_name || info?.user?.name;
        if (name) known.set(user, name);
      }),
    );
    for (const id of known.keys()) {
      if (known.size <= most) break;
      known.delete(id);
    }
  }
  return (id) => known.get(id);
}

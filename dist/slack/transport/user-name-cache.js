/** Enough for the people of a busy day; the oldest is forgotten first. */
const most = 5000;
/** A message that mentions a whole department is not worth more look-ups. */
const mostAtOnce = 10;
export function createUserNameCache(clients) {
    const known = new Map();
    const keyOf = (workspaceId, userId) => `${workspaceId} ${userId}`;
    return {
        of: async (workspaceId, userIds) => {
            const missing = [...new Set(userIds)].filter((id) => !known.has(keyOf(workspaceId, id))).slice(0, mostAtOnce);
            if (missing.length > 0) {
                const client = await clients.of(workspaceId);
                const names = await Promise.all(missing.map((id) => nameOf(client, id)));
                names.forEach((name, index) => name && known.set(keyOf(workspaceId, missing[index] ?? ''), name));
            }
            for (const key of known.keys()) {
                if (known.size <= most)
                    break;
                known.delete(key);
            }
            return (userId) => known.get(keyOf(workspaceId, userId));
        },
        forget: (userId) => {
            for (const key of known.keys())
                if (key.endsWith(` ${userId}`))
                    known.delete(key);
        },
    };
}
/** A message is not held up by a name: without one it says `@user`. */
async function nameOf(client, user) {
    try {
        const info = await client.users.info({ user });
        return info.user?.profile?.display_name || info.user?.real_name || info.user?.name;
    }
    catch {
        return undefined;
    }
}
//# sourceMappingURL=user-name-cache.js.map
/** So many conversations are kept in mind; one that is forgotten is read again. */
const most = 10_000;
/** Where conversations are reached, as their platform last said; written down only when it changes. */
export function storedAddresses({ prisma }, clock) {
    const known = new Map();
    const keep = (name, address) => {
        if (known.size >= most)
            known.clear();
        known.set(name, address);
    };
    const nameOf = (...key) => key.join(' ');
    return {
        async find({ platform, workspaceId, channelId }) {
            const name = nameOf(platform, workspaceId, channelId);
            const before = known.get(name);
            if (before)
                return before;
            const key = { platform, workspaceId, channelId };
            const row = await prisma.address.findUnique({ where: { platform_workspaceId_channelId: key } });
            if (!row)
                return null;
            const address = { serviceUrl: row.serviceUrl, kind: row.kind };
            keep(name, address);
            return address;
        },
        async remember({ platform, workspaceId, channelId }, address) {
            for (const at of [channelId, '']) {
                const name = nameOf(platform, workspaceId, at);
                const before = known.get(name);
                if (before?.serviceUrl === address.serviceUrl && (at === '' || before.kind === address.kind))
                    continue;
                const key = { platform, workspaceId, channelId: at };
                const row = { ...address, seenAt: clock.now() };
                await prisma.address.upsert({
                    where: { platform_workspaceId_channelId: key },
                    create: { ...key, ...row },
                    update: row,
                });
                keep(name, address);
            }
        },
    };
}
//# sourceMappingURL=addresses.js.map
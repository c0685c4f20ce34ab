import type { Addresses, Clock, KnownAddress } from '../ports.ts';
import type { Database } from './client.ts';

/** Maximum number of addresses kept in memory. Others are read again from the database. */
const maxCached = 10_000;

/** How long an address is used before it is read again, in milliseconds: another process may have a newer one, or have erased it. */
const cacheMs = 60_000;

/** Creates the store of conversation addresses. It writes an address to the database when it has changed, or was not read for a while. */
export function storedAddresses({ prisma }: Database, clock: Clock): Addresses {
  const cache = new Map<string, { address: KnownAddress; until: number }>();
  const cached = (name: string): KnownAddress | undefined => {
    const found = cache.get(name);
    return found && found.until > performance.now() ? found.address : undefined;
  };
  const keep = (name: string, address: KnownAddress): void => {
    if (cache.size >= maxCached) cache.clear();
    cache.set(name, { address, until: performance.now() + cacheMs });
  };
  const nameOf = (...key: string[]): string => key.join(' ');
  return {
    async find({ platform, workspaceId, channelId }) {
      const name = nameOf(platform, workspaceId, channelId);
      const before = cached(name);
      if (before) return before;
      const key = { platform, workspaceId, channelId };
      const row = await prisma.address.findUnique({ where: { platform_workspaceId_channelId: key } });
      if (!row) return null;
      const address: KnownAddress = { serviceUrl: row.serviceUrl, kind: row.kind as KnownAddress['kind'] };
      keep(name, address);
      return address;
    },
    async remember({ platform, workspaceId, channelId }, address) {
      for (const at of [channelId, '']) {
        const name = nameOf(platform, workspaceId, at);
        const before = cached(name);
        if (before?.serviceUrl === address.serviceUrl && (at === '' || before.kind === address.kind)) continue;
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

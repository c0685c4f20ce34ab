import type { Clock, Installations } from '../ports.ts';
import { decrypt, encrypt } from './secrets.ts';
import type { Database } from './client.ts';

/**
 * Creates the store of installations. Tokens are encrypted in the database.
 * @param key 32 bytes: CASEBRIDGE_SECRET_KEY
 */
export function storedInstallations({ prisma }: Database, key: Buffer, clock: Clock): Installations {
  const place = (platform: string, workspaceId: string) => `installation ${platform} ${workspaceId}`;
  return {
    async find(platform, workspaceId) {
      const row = await prisma.installation.findUnique({ where: { platform_workspaceId: { platform, workspaceId } } });
      if (!row) return null;
      const { platform: _platform, installedAt: _installedAt, ...installed } = row;
      return { ...installed, token: decrypt(key, row.token, place(platform, workspaceId)) };
    },
    async list(platform) {
      const rows = await prisma.installation.findMany({ where: { platform }, orderBy: { installedAt: 'asc' } });
      return rows.map(({ platform: _platform, installedAt: _installedAt, ...installed }) => ({
        ...installed,
        token: decrypt(key, installed.token, place(platform, installed.workspaceId)),
      }));
    },
    async save(platform, installed) {
      const { workspaceId } = installed;
      const token = encrypt(key, installed.token, place(platform, workspaceId));
      const row = { ...installed, token, installedAt: clock.now() };
      await prisma.installation.upsert({
        where: { platform_workspaceId: { platform, workspaceId } },
        create: { platform, ...row },
        update: row,
      });
    },
    async remove(platform, workspaceId) {
      await prisma.installation.deleteMany({ where: { platform, workspaceId } });
    },
  };
}

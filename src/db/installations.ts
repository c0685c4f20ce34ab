import type { Clock, Installations, SecretKeys } from '../ports.ts';
import { decrypt, encrypt } from './secrets.ts';
import type { Database } from './client.ts';

const installationPlace = (platform: string, workspaceId: string) => `installation ${platform} ${workspaceId}`;

/**
 * Creates the store of installations. Tokens are encrypted in the database.
 */
export function storedInstallations({ prisma }: Database, keys: SecretKeys, clock: Clock): Installations {
  return {
    async find(platform, workspaceId) {
      const row = await prisma.installation.findUnique({ where: { platform_workspaceId: { platform, workspaceId } } });
      if (!row) return null;
      const { platform: _platform, installedAt: _installedAt, ...installed } = row;
      return { ...installed, token: decrypt(keys, row.token, installationPlace(platform, workspaceId)) };
    },
    async list(platform) {
      const rows = await prisma.installation.findMany({ where: { platform }, orderBy: { installedAt: 'asc' } });
      return rows.map(({ platform: _platform, installedAt: _installedAt, ...installed }) => ({
        ...installed,
        token: decrypt(keys, installed.token, installationPlace(platform, installed.workspaceId)),
      }));
    },
    async save(platform, installed) {
      const { workspaceId } = installed;
      const token = encrypt(keys, installed.token, installationPlace(platform, workspaceId));
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

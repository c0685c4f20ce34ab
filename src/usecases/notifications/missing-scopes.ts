// Workspaces that installed the app before it asked for all that it asks for now. The app keeps working there as before. Each lead gets one
// message with the workspaces and the address of the installation, which changes as workspaces install the app again.
import { notifyLeads, refreshCopies } from '../../outbox/enqueue/index.ts';
import type { PlatformName } from '../../ports.ts';
import type { Services } from '../context.ts';

/** A workspace whose installation lacks scopes. */
export interface ScopeGap {
  platform: PlatformName;
  workspaceId: string;
  /** null where it is not known */
  name: string | null;
  /** as the platform names them, such as `files:read` */
  missing: string[];
  /** where an administrator installs the app again; null without a public address */
  url: string | null;
}

/** Lists the workspaces that must install the app again. An installation without recorded scopes is not known to lack any. */
export async function missingScopes({ db, installs = {} }: Pick<Services, 'db' | 'installs'>): Promise<ScopeGap[]> {
  const installations = await db.prisma.installation.findMany({
    where: { scopes: { isEmpty: false } },
    select: { platform: true, workspaceId: true, name: true, scopes: true },
    orderBy: [{ platform: 'asc' }, { workspaceId: 'asc' }],
  });
  return installations.flatMap(({ platform, workspaceId, name, scopes }) => {
    const asked = installs[platform];
    const missing = asked?.scopes.filter((scope) => !scopes.includes(scope)) ?? [];
    return asked && missing.length > 0 ? [{ platform, workspaceId, name, missing, url: asked.url }] : [];
  });
}

/** Tells every lead, once, that workspaces must install the app again. @returns how many workspaces must */
export async function reportMissingScopes(services: Services): Promise<{ workspaces: number }> {
  const { length: workspaces } = await missingScopes(services);
  if (workspaces > 0) await services.db.transaction((tx) => notifyLeads(tx, { kind: 'reinstall' }, services.mail));
  return { workspaces };
}

/** Updates the leads' messages after a workspace installed the app again. */
export async function refreshMissingScopes({ db }: Pick<Services, 'db'>): Promise<void> {
  await db.transaction((tx) => refreshCopies(tx, { kind: 'reinstall' }));
}

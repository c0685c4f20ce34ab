// The bot registration of each tenant. Azure allows no new multi-tenant registrations since July 2025, so each tenant has one of its own.
// Configured by the MICROSOFT_APP_ variables for the first, and by `npx casebridge teams add` for the others.
import type { TeamsConfig } from '../../config/index.ts';
import type { Clock, Installations } from '../../ports.ts';

/** One bot registration in Azure. */
export interface Registration {
  appId: string;
  /** null where requests are unsigned both ways (TEAMS_DEV_NO_AUTH) */
  password: string | null;
  /** null for an old multi-tenant registration */
  tenantId: string | null;
}

/** All bot registrations. */
export interface Registrations {
  /** @param appId the audience of a token */
  ofApp(appId: string): Promise<Registration | null>;
  ofTenant(tenantId: string): Promise<Registration | null>;
}

/** ms after which a registration that `npx casebridge teams add` stored is used by a running bot. */
const cacheMs = 30_000;

/** Reads the registrations: the configured one, then the stored ones. */
export function createRegistrations({ app }: TeamsConfig, installations: Installations | null, clock: Clock): Registrations {
  let stored: Registration[] = [];
  let readAt = -Infinity;
  const all = async (): Promise<Registration[]> => {
    const now = clock.now().getTime();
    if (installations && now - readAt > cacheMs) {
      stored = (await installations.list('teams')).flatMap(({ appId, token, workspaceId }) =>
        appId ? [{ appId, password: token, tenantId: workspaceId }] : [],
      );
      readAt = now;
    }
    return [app, ...stored];
  };
  return {
    ofApp: async (appId) => (await all()).find((one) => one.appId === appId) ?? null,
    ofTenant: async (tenantId) => {
      const known = await all();
      return known.find((one) => one.tenantId === tenantId) ?? known.find((one) => one.tenantId === null) ?? null;
    },
  };
}

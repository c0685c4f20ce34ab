// Which bot registration speaks for which tenant. New multi-tenant registrations cannot be made since July 2025, so there is one per tenant.
import type { TeamsConfig } from '../../config/index.ts';
import type { Clock, Installations } from '../../ports.ts';

export interface Registration {
  appId: string;
  /** null: requests are not signed, and neither are ours (TEAMS_DEV_NO_AUTH) */
  password: string | null;
  /** null: an old registration that serves any tenant */
  tenantId: string | null;
}

export interface Registrations {
  /** @param appId a token's audience */
  ofApp(appId: string): Promise<Registration | null>;
  ofTenant(tenantId: string): Promise<Registration | null>;
}

/** What `npx casebridge teams add` stores beside a running bot is known within this time (ms). */
const readAgainAfter = 30_000;

export function createRegistrations({ app }: TeamsConfig, installations: Installations | null, clock: Clock): Registrations {
  let stored: Registration[] = [];
  let readAt = -Infinity;
  const all = async (): Promise<Registration[]> => {
    const now = clock.now().getTime();
    if (installations && now - readAt > readAgainAfter) {
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

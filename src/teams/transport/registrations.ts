// Looks up bot registrations. Each tenant needs its own, because Azure has refused new multi-tenant registrations since July 2025. The first
// comes from the MICROSOFT_APP_ variables; the others are added with `npx casebridge teams add`.
import type { TeamsConfig } from '../../config/index.ts';
import type { Clock, Installations } from '../../ports.ts';

/** One bot registration in Azure. */
export interface Registration {
  appId: string;
  /** null in development without authentication (TEAMS_DEV_NO_AUTH), where neither side signs its requests */
  password: string | null;
  /** null for an old multi-tenant registration */
  tenantId: string | null;
}

/** All bot registrations. */
export interface Registrations {
  /** Finds a registration. @param appId the audience (`aud`) of an incoming token */
  ofApp(appId: string): Promise<Registration | null>;
  /** Returns the tenant's own registration, or else the multi-tenant one. */
  ofTenant(tenantId: string): Promise<Registration | null>;
}

/** How long stored registrations are cached, in milliseconds. A running bot notices an added one within this time. */
const cacheMs = 30_000;

/** Reads the registrations: the configured one, then the stored ones. */
export function createRegistrations({ app }: TeamsConfig, installations: Installations | null, clock: Clock): Registrations {
  let stored: Registration[] = [];
  let readAt = -Infinity;
  const all = async (): Promise<Registration[]> => {
    const now = clock.now().getTime();
    if (installations && now - readAt > cacheMs) {
      // the token of an installation is the client secret here, and its workspace is the tenant
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

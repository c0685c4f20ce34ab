// Finds the client for a conversation: the registration of its tenant, and the service address that Teams named last for it.
// Follows learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages.
import type { ConnectorClient } from 'botframework-connector';
import type { TeamsConfig } from '../../config/index.ts';
import type { Addresses, ChannelRef } from '../../ports.ts';
import type { Registration, Registrations } from './registrations.ts';
import { Authenticator } from './authenticator.ts';

/** No bot registration serves a tenant. */
export class NoRegistration extends Error {
  override name = 'NoRegistration';
}

/** A conversation with the client that reaches it. */
export interface Reached {
  connector: ConnectorClient;
  registration: Registration;
  kind: 'personal' | 'groupChat' | 'channel';
  /** with a slash at the end */
  serviceUrl: string;
}

/** The clients of all registrations. */
export interface Clients {
  authenticator(registration: Registration): Authenticator;
  /** @throws NoRegistration */
  reach(channel: Pick<ChannelRef, 'workspaceId' | 'channelId'>): Promise<Reached>;
}

/** The service address of a tenant that has never sent anything (same page, service URL). */
const worldwide = 'https://smba.trafficmanager.net/teams/';

/** Creates the clients. */
export function createClients(config: TeamsConfig, registrations: Registrations, addresses: Addresses): Clients {
  const authenticators = new Map<string, Authenticator>();
  const authenticator = (registration: Registration): Authenticator => {
    const known = authenticators.get(registration.appId);
    if (known?.registration.password === registration.password) return known;
    const made = new Authenticator(registration, config);
    authenticators.set(registration.appId, made);
    return made;
  };
  return {
    authenticator,
    reach: async ({ workspaceId, channelId }) => {
      const registration = await registrations.ofTenant(workspaceId);
      if (!registration) throw new NoRegistration(`no bot registration for tenant ${workspaceId}`);
      const own = await addresses.find({ platform: 'teams', workspaceId, channelId });
      const serviceUrl =
        own?.serviceUrl ?? (await addresses.find({ platform: 'teams', workspaceId, channelId: '' }))?.serviceUrl ?? worldwide;
      return {
        connector: await authenticator(registration).connector(serviceUrl),
        registration,
        kind: own?.kind ?? guessKind(channelId),
        serviceUrl: serviceUrl.endsWith('/') ? serviceUrl : `${serviceUrl}/`,
      };
    },
  };
}

/** Guesses by the form of Teams' conversation ids. */
function guessKind(channelId: string): Reached['kind'] {
  if (/@thread\.(tacv2|skype)$/.test(channelId)) return 'channel';
  return channelId.startsWith('19:') ? 'groupChat' : 'personal';
}

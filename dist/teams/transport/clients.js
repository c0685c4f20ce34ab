import { Authenticator } from "./authenticator.js";
/** The bot serves no such tenant. */
export class NoRegistration extends Error {
    name = 'NoRegistration';
}
/** Where a tenant is reached that never wrote (learn.microsoft.com: send proactive messages, service URL). */
const worldwide = 'https://smba.trafficmanager.net/teams/';
export function createClients(config, registrations, addresses) {
    const doors = new Map();
    const door = (registration) => {
        const known = doors.get(registration.appId);
        if (known?.registration.password === registration.password)
            return known;
        const made = new Authenticator(registration, config);
        doors.set(registration.appId, made);
        return made;
    };
    return {
        door,
        reach: async (workspaceId, channelId) => {
            const registration = await registrations.ofTenant(workspaceId);
            if (!registration)
                throw new NoRegistration(`no bot registration for tenant ${workspaceId}`);
            const own = await addresses.find({ platform: 'teams', workspaceId, channelId });
            const serviceUrl = own?.serviceUrl ?? (await addresses.find({ platform: 'teams', workspaceId, channelId: '' }))?.serviceUrl ?? worldwide;
            return { connector: await door(registration).connector(serviceUrl), registration, kind: own?.kind ?? guessed(channelId) };
        },
    };
}
/** By how Teams names conversations. */
function guessed(channelId) {
    if (/@thread\.(tacv2|skype)$/.test(channelId))
        return 'channel';
    return channelId.startsWith('19:') ? 'groupChat' : 'personal';
}
//# sourceMappingURL=clients.js.map
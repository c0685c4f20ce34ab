import { storedAddresses } from "../db/addresses.js";
import { createLog } from "../server/log.js";
import { createSlack } from "../slack/index.js";
import { startDatabase } from "../db/start-database.js";
import { importDirectory } from "../usecases/people/import-directory.js";
import { resolveActor } from "../usecases/people/resolve-actor.js";
import { playHistory } from "./play-history.js";
import { playNotices } from "./play-notices.js";
import { showOpenCasesAnew } from "./show-again.js";
import { conversations, tenantId } from "./tenant.js";
import { people, teamId } from "./workspace.js";
/**
 * Brings the demo's database to where the bot can start: people, history, and what should stand in the fresh local Slack.
 * @param teamsService where the conversations of the local Teams are reached this time
 * @returns the number of cases
 */
export async function createCatchUp(config, directory, teamsService) {
    if (!config.slack)
        throw new Error('the demo needs its local Slack');
    const { db, stop } = await startDatabase(config);
    try {
        const clock = { at: new Date() };
        const signals = { echoed: async () => undefined, userChanged: async () => undefined, answeredInTime: async () => undefined };
        const { userDirectory } = createSlack({
            config: config.slack,
            publicUrl: null,
            installations: null,
            signals,
            log: createLog('silent'),
        });
        const services = {
            db,
            clock: { now: () => clock.at },
            settings: config.settings,
            userDirectories: { slack: userDirectory },
            mail: false,
        };
        await importDirectory(services, directory);
        const addresses = storedAddresses(db, services.clock);
        for (const [name, id] of Object.entries(conversations))
            await addresses.remember({ platform: 'teams', workspaceId: tenantId, channelId: id }, { serviceUrl: teamsService, kind: kinds[name] });
        // a new local Slack has new direct conversations: everybody is looked up again
        await db.prisma.identity.deleteMany();
        const now = new Date();
        const cases = await playHistory(services, clock, now);
        await playNotices(services, await leadOf(services), clock, now);
        await showOpenCasesAnew(db.pool);
        return cases;
    }
    finally {
        await stop();
    }
}
const kinds = { personal: 'personal', group: 'groupChat', help: 'channel' };
async function leadOf(services) {
    const { person } = await resolveActor(services, { platform: 'slack', workspaceId: teamId, userId: people.max.id });
    if (person?.kind !== 'advisor')
        throw new Error('the demo has no lead');
    return person;
}
//# sourceMappingURL=catch-up.js.map
import type { Config } from '../config/index.ts';
import type { Directory } from '../usecases/people/directory.ts';
import { storedAddresses } from '../db/addresses.ts';
import { createLog } from '../server/log.ts';
import { createStore } from '../files/index.ts';
import { createSlack } from '../slack/index.ts';
import { storedInstallations } from '../db/installations.ts';
import { startDatabase } from '../db/start-database.ts';
import { importDirectory } from '../usecases/people/import-directory.ts';
import type { Advisor } from '../domain/person.ts';
import { resolveActor } from '../usecases/people/resolve-actor.ts';
import type { Services } from '../usecases/context.ts';
import { playHistory } from './play-history.ts';
import { playNotices } from './play-notices.ts';
import { repostOpenCases } from './repost-open-cases.ts';
import type { Tenant } from './tenant.ts';
import { installed, people, teamId } from './workspace.ts';

/**
 * Prepares the demo's database before the bot starts: imports people, plays their history, and schedules what a new local Slack shows.
 * @param teams the tenant of the local Teams, and the address of its conversations in this run; null without Teams
 * @returns the number of cases
 */
export async function prepareDatabase(config: Config, directory: Directory, teams: LocalTeams | null): Promise<number> {
  const { slack: slackConfig, secretKeys } = config;
  if (!slackConfig || !secretKeys) throw new Error('The demo needs its local Slack.');
  const { db, stop } = await startDatabase(config, { scope: 'operator' });
  try {
    const clock = { at: new Date() };
    const signals = { echoed: async () => undefined, userChanged: async () => undefined, answeredInTime: async () => undefined };
    const installations = storedInstallations(db, secretKeys, { now: () => new Date() });
    await installations.save('slack', installed);
    const { userDirectory } = createSlack({
      config: slackConfig,
      publicUrl: null,
      installations,
      files: null,
      signals,
      log: createLog('silent'),
    });
    const services: Services = {
      db,
      clock: { now: () => clock.at },
      settings: config.settings,
      userDirectories: { slack: userDirectory },
      mail: false,
      files: { store: createStore(config), sources: {} },
    };
    await importDirectory(services, directory);
    if (teams) await rememberConversations(services, teams);
    // a new local Slack has new direct conversations, so everyone is looked up again
    await db.prisma.identity.deleteMany();
    const now = new Date();
    const cases = await playHistory(services, clock, now);
    await playNotices(services, await findLead(services), clock, now);
    await repostOpenCases(db);
    return cases;
  } finally {
    await stop();
  }
}

interface LocalTeams {
  tenant: Tenant;
  service: string;
}

const kinds = { personal: 'personal', group: 'groupChat', channel: 'channel' } as const;

async function rememberConversations({ db, clock }: Services, { tenant, service }: LocalTeams): Promise<void> {
  const addresses = storedAddresses(db, clock);
  for (const name of ['personal', 'group', 'channel'] as const) {
    const conversation = { platform: 'teams' as const, workspaceId: tenant.id, channelId: tenant.conversations[name] };
    await addresses.remember(conversation, { serviceUrl: service, kind: kinds[name] });
  }
}

async function findLead(services: Services): Promise<Advisor> {
  const { person } = await resolveActor(services, { platform: 'slack', workspaceId: teamId, userId: people.max.id });
  if (person?.kind !== 'advisor') throw new Error('The demo has no lead.');
  return person;
}

// The harness for both platforms with processes that a test starts itself: with their own clock or pace, several at once, or in turn.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { readConfig } from '../../src/config/index.ts';
import { storedInstallations } from '../../src/db/installations.ts';
import { startCasebridge, type Casebridge, type Overrides } from '../../src/main.ts';
import type { Installations } from '../../src/ports.ts';
import { seeingEverything } from '../seeing-everything.ts';
import type { Message as SlackMessage } from '../fake-slack/state.ts';
import type { Message } from '../fake-teams/state.ts';
import { card as slackCard, keepLog } from './harness.ts';
import { asked, campusTenant, openTeamsHarness, riverTenant, seen, type TeamsHarness } from './teams-harness.ts';

/** The harness, with processes instead of a running bot. */
export interface Processes extends Omit<TeamsHarness, 'bot'> {
  /** Starts one more process on the same database; both platforms call this one from now on. */
  start(overrides?: Overrides, env?: Record<string, string | undefined>): Promise<Casebridge>;
  installations: Installations;
  /** their configuration, for a process that a test can kill */
  environment: Readonly<Record<string, string>>;
}

/** Worker options with the shortest waits (ms). */
export const fastWorker = { pollMs: 50, backoff: { first: 20, cap: 200, inDoubt: 50 } };

/** Opens the harness without a running process. */
export async function openProcesses(): Promise<Processes> {
  const harness = await openTeamsHarness();
  const { slack, teams, river, db } = harness;
  await harness.bot.stop();
  const key = randomBytes(32);
  const env = {
    PORT: '0',
    DATABASE_URL: db.url,
    CASEBRIDGE_CONFIG: path.join(import.meta.dirname, 'casebridge.yaml'),
    CASEBRIDGE_SECRET_KEY: key.toString('base64'),
    PUBLIC_URL: 'http://localhost:3000',
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_CLIENT_ID: 'client',
    SLACK_CLIENT_SECRET: 'secret',
    SLACK_STATE_SECRET: 'state',
    SLACK_API_URL: `${slack.url}/api/`,
    MICROSOFT_APP_ID: river.app.appId,
    MICROSOFT_APP_PASSWORD: river.app.appPassword,
    MICROSOFT_APP_TENANT_ID: riverTenant,
    TEAMS_OPENID_METADATA_URL: teams.openIdUrl,
    TEAMS_TOKEN_ISSUER: teams.issuer,
    TEAMS_LOGIN_URL: teams.loginUrl,
  };
  const installations = storedInstallations(db, [key], { now: () => new Date() });
  const nothing = { enterpriseId: null, botUserId: null, botId: null, scopes: [] };
  for (const { id: workspaceId, token, botUserId, botId } of [harness.district, harness.vendor]) {
    const own = { workspaceId, token, botUserId, botId, name: workspaceId, appId: slack.appId };
    await installations.save('slack', { ...nothing, ...own });
  }
  const { appId, appPassword } = harness.campus.app;
  await installations.save('teams', { ...nothing, workspaceId: campusTenant, name: 'Campus', appId, token: appPassword });
  const { log, logged } = keepLog();
  const started: Casebridge[] = [];
  return {
    ...harness,
    installations,
    environment: env,
    start: async (overrides, more) => {
      const options = { log, worker: { ...fastWorker, pace: {} }, ...overrides };
      const bot = seeingEverything(await startCasebridge(readConfig({ ...env, ...more }), options), db);
      started.push(bot);
      slack.botUrl = bot.url;
      teams.botUrl = bot.url;
      return bot;
    },
    logged,
    stop: async () => {
      await Promise.all(started.map((bot) => bot.stop()));
      await harness.stop();
    },
  };
}

/** Opens a case of Rosa's from her chat; an advisor writes a note (“between us”) on it that she must never read. */
export async function openRosasCase(
  { rosa, max, slackQueue }: Processes,
  bot: Casebridge,
  subject: string,
): Promise<{ hers: Message; his: SlackMessage }> {
  await rosa.press(await asked(rosa, `open ${subject}`, '[Open a case]'), 'Open a case');
  const values = { module: 'Attendance', priority: 'Medium', description: 'It began on Monday.' };
  await rosa.submit(values, 'Open case');
  rosa.closeDialog();
  const hers = await seen(rosa, rosa.direct, subject, 'Status: New');
  const his = await slackCard(slackQueue, subject, 'Status: New');
  await max.say('// between us', slackQueue, his);
  await bot.worker.idle();
  return { hers, his };
}

// End-to-end harness for both platforms: the whole bot against strict fakes, with advisors and a district on each of Slack and Teams.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../../src/config/index.ts';
import { storedInstallations } from '../../src/db/installations.ts';
import type { Database } from '../../src/db/client.ts';
import { parseDirectory } from '../../src/cli/directory.ts';
import type { Clock } from '../../src/ports.ts';
import { startCasebridge, type Casebridge } from '../../src/main.ts';
import { seeingEverything } from '../seeing-everything.ts';
import { scopes } from '../../src/slack/scopes.ts';
import { importDirectory } from '../../src/usecases/people/import-directory.ts';
import { freshDatabase } from '../database.ts';
import { FakeSlack } from '../fake-slack/fake-slack.ts';
import type { Actor } from '../fake-slack/actor.ts';
import type { Channel, Workspace } from '../fake-slack/state.ts';
import { FakeTeams } from '../fake-teams/fake-teams.ts';
import type { TeamsActor } from '../fake-teams/actor.ts';
import type { Conversation, Message, Tenant } from '../fake-teams/state.ts';
import { keepLog, until } from './harness.ts';

export const campusTenant = '11111111-1111-4111-8111-111111111111';
export const riverTenant = '22222222-2222-4222-8222-222222222222';
export const otherTenant = '33333333-3333-4333-8333-333333333333';

const directory = `
accounts:
  - { key: plainview, name: Plainview School District, timezone: America/Chicago }
  - { key: rivertown, name: Rivertown Public Schools, timezone: America/New_York }
contacts:
  - { email: ada@plainview.example, name: Ada Park, account: plainview, type: support }
  - { email: ben@plainview.example, name: Ben Ode, account: plainview, type: technical }
  - { email: rosa@rivertown.example, name: Rosa Lind, account: rivertown, type: support }
  - { email: omar@rivertown.example, name: Omar Diaz, account: rivertown, type: technical }
  - { email: rudi@rivertown.example, name: Rudi Roth, account: rivertown, type: read-only }
advisors:
  - { email: max@campus.example, name: Max Reyes, lead: true }
  - { email: tia@campus.example, name: Tia Holm, team: Training }
  - { email: ken@campus.example, name: Ken Oda, team: Technical Services }
workspaces:
  - { platform: slack, id: T0PLAIN, account: plainview }
  - { platform: slack, id: T0CAMPUS }
  - { platform: teams, id: ${riverTenant}, account: rivertown }
  - { platform: teams, id: ${campusTenant} }
channels:
  - { platform: slack, workspace: T0CAMPUS, id: C0QUEUE, for: queue }
  - { platform: teams, workspace: ${campusTenant}, id: "19:fees@thread.tacv2", for: queue, modules: [Fees] }
  - { platform: slack, workspace: T0CAMPUS, id: C0TECH, for: escalation, team: Technical Services }
  - { platform: teams, workspace: ${campusTenant}, id: "19:training@thread.tacv2", for: escalation, team: Training }
  - { platform: slack, workspace: T0PLAIN, id: C0HELP, for: [notices, cases], account: plainview }
  - { platform: teams, workspace: ${riverTenant}, id: "19:help@thread.tacv2", for: [notices, cases], account: rivertown }
`;

/** A running bot, the fake platforms it talks to, and the people on both. */
export interface TeamsHarness {
  slack: FakeSlack;
  teams: FakeTeams;
  db: Database;
  bot: Casebridge;
  district: Workspace;
  vendor: Workspace;
  river: Tenant;
  campus: Tenant;
  /** On Slack. */
  ada: Actor;
  max: Actor;
  /** Of Technical Services, whose channel is in Slack. The channel of Training is in Teams. */
  ken: Actor;
  slackQueue: Channel;
  slackTeam: Channel;
  slackHelp: Channel;
  /** On Teams. */
  rosa: TeamsActor;
  omar: TeamsActor;
  rudi: TeamsActor;
  /** In Rivertown's tenant, but not in the directory. */
  sam: TeamsActor;
  tia: TeamsActor;
  help: Conversation;
  general: Conversation;
  group: Conversation;
  feesQueue: Conversation;
  training: Conversation;
  logged: () => string;
  stop: () => Promise<void>;
}

let harnesses = 0;

/** What a test can change about the bot. */
export interface TeamsHarnessOptions {
  /** Whether forms open as dialogs; otherwise they replace the card. */
  dialogs?: boolean;
  clock?: Clock;
  /** Further environment variables. */
  environment?: Record<string, string>;
}

/** Starts the bot and both fake platforms; call `stop` afterwards. */
export async function openTeamsHarness(options: TeamsHarnessOptions = {}): Promise<TeamsHarness> {
  const { dialogs = true, clock, environment = {} } = options;
  const slack = new FakeSlack();
  const teams = new FakeTeams();
  await Promise.all([slack.start(), teams.start()]);
  const district = slack.addWorkspace('T0PLAIN');
  const vendor = slack.addWorkspace('T0CAMPUS');
  const onSlack = (workspace: Workspace, id: string, name: string, email: string) =>
    slack.as(workspace, workspace.addUser({ id, name, email }));
  const ada = onSlack(district, 'U0ADA', 'Ada Park', 'ada@plainview.example');
  const max = onSlack(vendor, 'U0MAX', 'Max Reyes', 'max@campus.example');
  const ken = onSlack(vendor, 'U0KEN', 'Ken Oda', 'ken@campus.example');
  const slackHelp = district.addChannel('C0HELP', 'help', ['U0ADA']);
  const slackQueue = vendor.addChannel('C0QUEUE', 'queue', ['U0MAX']);
  const slackTeam = vendor.addChannel('C0TECH', 'technical-services', ['U0MAX', 'U0KEN']);

  // botbuilder keeps tokens by app id for the whole process
  harnesses += 1;
  const app = (n: number): string => `${n}${String(harnesses).padStart(7, '0')}-aaaa-4aaa-8aaa-aaaaaaaaaaaa`;
  const river = teams.addTenant(riverTenant, { appId: app(1), appPassword: 'river-secret' });
  const campus = teams.addTenant(campusTenant, { appId: app(2), appPassword: 'campus-secret' });
  const onTeams = (tenant: Tenant, n: number, name: string, email: string) =>
    teams.as(
      tenant,
      tenant.addUser({ id: `29:${n}`, aadObjectId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`, name, email }),
    );
  const rosa = onTeams(river, 1, 'Rosa Lind', 'rosa@rivertown.example');
  const omar = onTeams(river, 2, 'Omar Diaz', 'omar@rivertown.example');
  const rudi = onTeams(river, 3, 'Rudi Roth', 'rudi@rivertown.example');
  const sam = onTeams(river, 4, 'Sam Lee', 'sam@rivertown.example');
  const tia = onTeams(campus, 5, 'Tia Holm', 'tia@campus.example');
  const people = [rosa, omar, rudi, sam].map(({ user }) => user);
  const team = river.addTeam({
    id: 'team-river',
    name: 'Rivertown IT',
    channels: [
      { id: '19:general@thread.tacv2', name: 'General' },
      { id: '19:help@thread.tacv2', name: 'Help' },
    ],
    members: people,
  });
  const supportTeam = campus.addTeam({
    id: 'team-campus',
    name: 'Campus Support',
    channels: [
      { id: '19:fees@thread.tacv2', name: 'Fees' },
      { id: '19:training@thread.tacv2', name: 'Training' },
    ],
    members: [tia.user],
  });
  const group = river.addGroup('19:group@thread.v2', people);
  const [general, help] = team.channels;
  const [feesQueue, training] = supportTeam.channels;
  if (!general || !help || !feesQueue || !training) throw new Error('a channel is missing');

  const db = await freshDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'casebridge-files-'));
  const key = randomBytes(32);
  const config = readConfig({
    PORT: '0',
    DATABASE_URL: db.url,
    CASEBRIDGE_DATA_DIR: folder,
    CASEBRIDGE_CONFIG: path.join(import.meta.dirname, 'casebridge.yaml'),
    CASEBRIDGE_SECRET_KEY: key.toString('base64'),
    PUBLIC_URL: 'http://localhost:3000',
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_CLIENT_ID: 'client',
    SLACK_CLIENT_SECRET: 'secret',
    SLACK_STATE_SECRET: 'state',
    SLACK_API_URL: `${slack.url}/api/`,
    MICROSOFT_APP_ID: app(1),
    MICROSOFT_APP_PASSWORD: 'river-secret',
    MICROSOFT_APP_TENANT_ID: riverTenant,
    TEAMS_OPENID_METADATA_URL: teams.openIdUrl,
    TEAMS_TOKEN_ISSUER: teams.issuer,
    TEAMS_LOGIN_URL: teams.loginUrl,
    TEAMS_GRAPH_URL: teams.graphUrl,
    TEAMS_DIALOGS: dialogs ? '1' : '0',
    ...environment,
  });
  const { log, logged } = keepLog();
  const started = await startCasebridge(config, {
    log,
    ...(clock ? { clock } : {}),
    schedule: false,
    worker: { pace: {}, pollMs: 50, backoff: { first: 20, cap: 200, inDoubt: 50 } },
  });
  const bot = seeingEverything(started, db);
  slack.botUrl = bot.url;
  teams.botUrl = bot.url;
  await importDirectory(bot.services, parseDirectory(directory));
  const installations = storedInstallations(bot.services.db, [key], bot.services.clock);
  const nothing = { enterpriseId: null, botUserId: null, botId: null, scopes: [] };
  for (const { id: workspaceId, token, botUserId, botId } of [district, vendor])
    await installations.save('slack', {
      ...nothing,
      workspaceId,
      token,
      botUserId,
      botId,
      name: workspaceId,
      appId: slack.appId,
      scopes,
    });
  await installations.save('teams', {
    ...nothing,
    workspaceId: campusTenant,
    name: 'Campus',
    appId: app(2),
    token: 'campus-secret',
  });
  // Teams sends its service address with every message, so both have written once
  for (const person of [rosa, tia]) await person.say('hello');
  const stop = async (): Promise<void> => {
    await bot.stop();
    await Promise.all([slack.stop(), teams.stop()]);
    await db.close();
    await rm(folder, { recursive: true });
  };
  const places = { slackHelp, slackQueue, slackTeam, help, general, group, feesQueue, training };
  const users = { ada, max, ken, rosa, omar, rudi, sam, tia };
  return { slack, teams, db, bot, district, vendor, river, campus, ...places, ...users, logged, stop };
}

/** Waits for a message in which this person sees all of these phrases, and returns the newest one. */
export function seen(person: TeamsActor, where: Conversation, ...phrases: string[]): Promise<Message> {
  const look = (): Message | undefined =>
    where.messages.findLast((message) => !message.deleted && phrases.every((phrase) => person.sees(message).includes(phrase)));
  return until(`“${phrases.join('” and “')}” in ${where.name}`, look, () =>
    where.messages.map((one) => person.sees(one)).join('\n---\n'),
  );
}

/** Sends a message and waits for an answer in the same conversation that contains these phrases. */
export async function asked(
  person: TeamsActor,
  text: string,
  phrases: string | readonly string[],
  where: { in?: Conversation; mention?: boolean } = {},
): Promise<Message> {
  const request = await person.say(text, where);
  const place = where.in ?? person.direct;
  const wanted = typeof phrases === 'string' ? [phrases] : phrases;
  const after = (): Message[] => place.messages.slice(place.messages.indexOf(request) + 1);
  const look = (): Message | undefined => after().find((message) => wanted.every((word) => person.sees(message).includes(word)));
  return until(`“${wanted.join('” and “')}” after “${text}”`, look, () =>
    after()
      .map((one) => person.sees(one))
      .join('\n---\n'),
  );
}

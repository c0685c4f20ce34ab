// Starts the whole product on one machine: a local Slack, a local Teams if it can be installed, people with a history, and the bot.
import { randomBytes } from 'node:crypto';
import { mkdir, rm, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readConfig } from '../config/index.ts';
import { parseDirectory } from '../cli/directory.ts';
import { createLog } from '../server/log.ts';
import type { ChannelKey, Directory } from '../usecases/people/directory.ts';
import { startCasebridge, type Casebridge } from '../main.ts';
import { assets } from './assets.ts';
import { freePort } from './free-port.ts';
import { findLocalSlack, startLocalSlack, type LocalSlack } from './local-slack.ts';
import { startMailbox } from './mailbox.ts';
import {
  connectorUrl,
  findPlayground,
  playgroundPage,
  startPlayground,
  type Playground,
  type PlaygroundSource,
} from './playground.ts';
import { prepareDatabase } from './prepare-database.ts';
import { eventsPath, startSlackPage } from './slack-page.ts';
import { botId, tenantOf, type TeamsPerson } from './tenant.ts';
import { signingSecret } from './workspace.ts';

/** A running demo. */
export interface Demo {
  bot: Casebridge;
  /** Null if local-slack is not installed. */
  slack: LocalSlack | null;
  /** The Slack page, on which one acts as anyone. */
  page: string | null;
  /** The page that shows the email the bot sent. */
  mail: string | null;
  /** The local Teams, or the reason it is missing; null if it was not requested. */
  teams: Playground | { reason: string } | null;
  /** Number of cases in the database. */
  cases: number;
  stop: () => Promise<void>;
}

/** How to start the demo. */
export interface DemoOptions {
  /** Holds the database, configuration and uploads. */
  folder: string;
  /** Deletes the folder first. */
  fresh: boolean;
  /** Where the local Teams may come from; without it the demo starts no Teams. */
  teams?: PlaygroundSource;
  /** Whom the Teams page acts as; Rosa unless said otherwise. */
  teamsAs?: TeamsPerson;
  /** Uses free ports instead of the documented ones, for demos that run at the same time. */
  anyPorts?: boolean;
  /** Stops waiting for the local Teams. */
  signal?: AbortSignal;
  /** Called with the name of each step as it starts. */
  progress: (step: string) => void;
}

/**
 * Starts the demo.
 * @throws Error with a one-line message; nothing is left running
 */
export async function startDemo({
  folder,
  fresh,
  teams: source,
  teamsAs = 'rosa',
  anyPorts = false,
  signal,
  progress,
}: DemoOptions): Promise<Demo> {
  if (fresh) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const port = (usual: number): Promise<number> => freePort(anyPorts ? 0 : usual);
  const botPort = await port(3000);
  const pagePort = await port(3900);
  const slackPort = await port(3901);
  const teamsPort = await port(56150);
  const binary = findLocalSlack();
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const stopPart of stops.splice(0).reverse()) await stopPart();
  };
  const teamsFolder = path.join(folder, 'agents-playground');
  const stopped = new AbortController();
  const end = signal ? AbortSignal.any([signal, stopped.signal]) : stopped.signal;
  // npm may be slow, so everything else starts in the meantime
  const allowed = binary ? source : undefined;
  if (allowed) progress(`npx for a local Teams: Microsoft’s Agents Playground, under Microsoft’s terms (${playgroundPage})`);
  const finding = allowed ? findPlayground(teamsFolder, allowed, end) : null;
  stops.push(async () => {
    stopped.abort();
    await finding;
  });
  try {
    progress('a local Slack');
    const slack = binary ? await startLocalSlack(binary, folder, slackPort, `http://localhost:${pagePort}${eventsPath}`) : null;
    if (slack) stops.push(slack.stop);
    const mailbox = await startMailbox(0);
    stops.push(mailbox.stop);
    const page = slack && (await startSlackPage({ port: pagePort, slackPort, botPort, mailbox }));
    if (page) stops.push(page.stop);
    const variables = {
      PORT: String(botPort),
      CASEBRIDGE_CONFIG: path.join(assets, 'casebridge.yaml'),
      CASEBRIDGE_DATA_DIR: folder,
      LOG_LEVEL: 'warn',
      SLACK_SIGNING_SECRET: signingSecret,
      ...slackVariables,
      SLACK_API_URL: `http://localhost:${slackPort}/api/`,
      SMTP_URL: mailbox.url,
      MAIL_FROM: 'cases@campus.example',
      PUBLIC_URL: `http://localhost:${botPort}`,
      CASEBRIDGE_SECRET_KEY: randomBytes(32).toString('base64'),
    };
    progress('PostgreSQL with two districts and ten weeks of cases');
    const everything = parseDirectory(await readFile(path.join(assets, 'directory.yaml'), 'utf8'));
    const tenant = allowed ? tenantOf(teamsAs) : null;
    const directory = withoutOtherTenants(everything, tenant?.id);
    const cases = slack
      ? await prepareDatabase(readConfig(variables), directory, tenant && { tenant, service: connectorUrl(teamsPort) })
      : 0;
    let teams: Demo['teams'] = null;
    if (finding && tenant) {
      progress('the local Teams (downloaded the first time)');
      const found = await finding;
      teams = 'reason' in found ? found : await startPlayground(found, teamsFolder, teamsPort, botPort, tenant);
      if ('stop' in teams) stops.push(teams.stop);
    }
    progress('the bot');
    const onTeams = tenant && teams && 'url' in teams ? { ...teamsVariables, MICROSOFT_APP_TENANT_ID: tenant.id } : {};
    const bot = await startCasebridge(readConfig({ ...variables, ...onTeams }), {
      log: createLog('error'),
      worker: { pace: {} },
    });
    stops.push(() => bot.stop());
    if (slack) {
      progress('posting open cases');
      await bot.worker.idle();
    }
    return { bot, slack, page: page?.url ?? null, mail: page?.mail ?? null, teams, cases, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Removes the channels of tenants that are not on: their messages would wait for them. @param tenantId the one that is on */
function withoutOtherTenants(directory: Directory, tenantId?: string): Directory {
  const { listed } = directory.channels;
  const isOff = ({ platform, workspace }: ChannelKey): boolean => platform === 'teams' && workspace !== tenantId;
  return { ...directory, channels: { listed: listed.filter((one) => !isOff(one)), removed: listed.filter(isOff) } };
}

/** The bot is installed in its workspace by prepare-database.ts; nobody installs it in another one. */
const slackVariables = {
  SLACK_CLIENT_ID: 'demo',
  SLACK_CLIENT_SECRET: randomBytes(16).toString('hex'),
  SLACK_STATE_SECRET: randomBytes(32).toString('hex'),
};

/** The Playground does not sign its requests and has no dialogs. */
const teamsVariables = {
  MICROSOFT_APP_ID: botId,
  TEAMS_DEV_NO_AUTH: '1',
  TEAMS_DIALOGS: '0',
};

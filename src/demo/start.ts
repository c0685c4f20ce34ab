// The whole product on one machine: local Slack, a local Teams where it can be had, directory, history, bot.
import { randomBytes } from 'node:crypto';
import { mkdir, rm, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readConfig } from '../config/index.ts';
import { parseDirectory } from '../cli/directory.ts';
import { createLog } from '../server/log.ts';
import { startCasebridge, type Casebridge } from '../main.ts';
import { createCatchUp } from './catch-up.ts';
import { freePort } from './free-port.ts';
import { findLocalSlack, startLocalSlack, type LocalSlack } from './local-slack.ts';
import { startMailbox } from './mailbox.ts';
import { eventsPath, startPage } from './page.ts';
import { connectorOf, findPlayground, playgroundPage, startPlayground, type Playground, type Reach } from './playground.ts';
import { botId, tenantId } from './tenant.ts';
import { botToken, signingSecret } from './workspace.ts';

export interface Demo {
  bot: Casebridge;
  /** null where this platform has none */
  slack: LocalSlack | null;
  /** where one acts as anybody */
  page: string | null;
  /** where one reads what was mailed */
  mail: string | null;
  /** the page of Teams, or why there is none; null: it was not wanted */
  teams: Playground | { why: string } | null;
  cases: number;
  stop: () => Promise<void>;
}

export interface DemoOptions {
  /** where everything lives */
  folder: string;
  /** forget all that was */
  fresh: boolean;
  /** how far to go for a local Teams; absent: there is none */
  teams?: Reach;
  /** not the friendly ones: for demos that start at the same time */
  anyPorts?: boolean;
  /** does not wait for a local Teams any longer */
  signal?: AbortSignal;
  /** hears of each step as it begins */
  progress: (words: string) => void;
}

/** @throws an Error of one line; nothing is left running then */
export async function startDemo({ folder, fresh, teams: reach, anyPorts = false, signal, progress }: DemoOptions): Promise<Demo> {
  if (fresh) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const port = (friendly: number): Promise<number> => freePort(anyPorts ? 0 : friendly);
  const botPort = await port(3000);
  const pagePort = await port(3900);
  const slackPort = await port(3901);
  const teamsPort = await port(56150);
  const binary = findLocalSlack();
  const steps: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of steps.splice(0).reverse()) await step();
  };
  const teamsFolder = path.join(folder, 'agents-playground');
  const givenUp = new AbortController();
  const end = signal ? AbortSignal.any([signal, givenUp.signal]) : givenUp.signal;
  // npm may need its time: meanwhile everything else starts
  const wanted = binary ? reach : undefined;
  if (wanted) progress(`npx for a local Teams: Microsoft’s Agents Playground, under Microsoft’s terms (${playgroundPage})`);
  const finding = wanted ? findPlayground(teamsFolder, wanted, end) : null;
  steps.push(async () => {
    givenUp.abort();
    await finding;
  });
  try {
    progress('a local Slack');
    const slack = binary ? await startLocalSlack(binary, folder, slackPort, `http://localhost:${pagePort}${eventsPath}`) : null;
    if (slack) steps.push(slack.stop);
    const mailbox = await startMailbox(0);
    steps.push(mailbox.stop);
    const page = slack && (await startPage({ port: pagePort, slackPort, botPort, mailbox }));
    if (page) steps.push(page.stop);
    const variables = {
      PORT: String(botPort),
      CASEBRIDGE_CONFIG: path.join(import.meta.dirname, 'casebridge.yaml'),
      CASEBRIDGE_DATA_DIR: folder,
      LOG_LEVEL: 'warn',
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_BOT_TOKEN: botToken,
      SLACK_API_URL: `http://localhost:${slackPort}/api/`,
      SMTP_URL: mailbox.url,
      MAIL_FROM: 'cases@campus.example',
      PUBLIC_URL: `http://localhost:${botPort}`,
      CASEBRIDGE_SECRET_KEY: randomBytes(32).toString('base64'),
    };
    progress('PostgreSQL, two districts and their ten weeks of cases');
    const directory = parseDirectory(await readFile(path.join(import.meta.dirname, 'directory.yaml'), 'utf8'));
    const cases = slack ? await createCatchUp(readConfig(variables), directory, connectorOf(teamsPort)) : 0;
    let teams: Demo['teams'] = null;
    if (finding) {
      progress('the local Teams; the first time it is downloaded');
      const found = await finding;
      teams = 'why' in found ? found : await startPlayground(found, teamsFolder, teamsPort, botPort);
      if ('stop' in teams) steps.push(teams.stop);
    }
    progress('the bot');
    const onTeams = teams && 'url' in teams ? teamsVariables : {};
    const bot = await startCasebridge(readConfig({ ...variables, ...onTeams }), {
      log: createLog('error'),
      worker: { pace: {} },
    });
    steps.push(() => bot.stop());
    if (slack) {
      progress('cards into their conversations');
      await bot.worker.idle();
    }
    return { bot, slack, page: page?.url ?? null, mail: page?.mail ?? null, teams, cases, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The Playground signs nothing, and knows no dialogs. */
const teamsVariables = {
  MICROSOFT_APP_ID: botId,
  MICROSOFT_APP_TENANT_ID: tenantId,
  TEAMS_DEV_NO_AUTH: '1',
  TEAMS_DIALOGS: '0',
};

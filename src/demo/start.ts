// The whole product on one machine: local Slack, directory, history, bot.
import { mkdir, rm, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readConfig } from '../config.ts';
import { parseDirectory } from '../directory.ts';
import { createLog } from '../log.ts';
import { startCasebridge, type Casebridge } from '../main.ts';
import { createCatchUp } from './catch-up.ts';
import { freePort } from './free-port.ts';
import { findLocalSlack, startLocalSlack, type LocalSlack } from './local-slack.ts';
import { startPage } from './page.ts';
import { botToken, signingSecret } from './workspace.ts';

export interface Demo {
  bot: Casebridge;
  /** null where this platform has none */
  slack: LocalSlack | null;
  /** where one acts as anybody */
  page: string | null;
  cases: number;
  stop: () => Promise<void>;
}

export interface DemoOptions {
  /** where everything lives */
  folder: string;
  /** forget all that was */
  fresh: boolean;
  /** hears of each step as it begins */
  progress: (words: string) => void;
}

/** @throws an Error of one line; nothing is left running then */
export async function startDemo({ folder, fresh, progress }: DemoOptions): Promise<Demo> {
  if (fresh) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const botPort = await freePort(3000);
  const pagePort = await freePort(3900);
  const slackPort = await freePort(3901);
  const binary = findLocalSlack();
  const steps: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of steps.splice(0).reverse()) await step();
  };
  try {
    progress('a local Slack');
    const slack = binary ? await startLocalSlack(binary, folder, slackPort, botPort) : null;
    if (slack) steps.push(slack.stop);
    const page = slack && (await startPage(slackPort, pagePort));
    if (page) steps.push(page.stop);
    const config = readConfig({
      PORT: String(botPort),
      CASEBRIDGE_DATA_DIR: folder,
      LOG_LEVEL: 'warn',
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_BOT_TOKEN: botToken,
      SLACK_API_URL: `http://localhost:${slackPort}/api/`,
    });
    progress('PostgreSQL, two districts and their ten weeks of cases');
    const directory = parseDirectory(await readFile(path.join(import.meta.dirname, 'directory.yaml'), 'utf8'));
    const cases = slack ? await createCatchUp(config, directory) : 0;
    progress('the bot');
    const bot = await startCasebridge(config, { log: createLog('error'), worker: { pace: {} } });
    steps.push(() => bot.stop());
    if (slack) {
      progress('cards into their conversations');
      await bot.worker.idle();
    }
    return { bot, slack, page: page?.url ?? null, cases, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

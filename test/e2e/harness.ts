// End-to-end harness for Slack: the whole bot against a strict fake Slack with a district's workspace and the vendor's.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readConfig } from '../../src/config/index.ts';
import { parseDirectory } from '../../src/cli/directory.ts';
import { storedInstallations } from '../../src/db/installations.ts';
import type { Database } from '../../src/db/client.ts';
import { createLog, type Log } from '../../src/server/log.ts';
import { startCasebridge, type Casebridge, type Overrides } from '../../src/main.ts';
import { scopes } from '../../src/slack/scopes.ts';
import { importDirectory } from '../../src/usecases/people/import-directory.ts';
import { freshDatabase } from '../database.ts';
import { FakeSlack } from '../fake-slack/fake-slack.ts';
import type { Actor } from '../fake-slack/actor.ts';
import { seeingEverything } from '../seeing-everything.ts';
import { readBlocks } from '../fake-slack/readable.ts';
import type { Block, Channel, Message, Workspace } from '../fake-slack/state.ts';

const directory = `
accounts:
  - { key: plainview, name: Plainview School District, timezone: America/Chicago }
  - { key: rivertown, name: Rivertown Public Schools, timezone: America/New_York }
contacts:
  - { email: ada@plainview.example, name: Ada Park, account: plainview, type: support }
  - { email: ben@plainview.example, name: Ben Ode, account: plainview, type: technical }
  - { email: rita@plainview.example, name: Rita Reed, account: plainview, type: read-only }
  - { email: rosa@rivertown.example, name: Rosa Lind, account: rivertown, type: support }
advisors:
  - { email: max@campus.example, name: Max Reyes, lead: true }
  - { email: tia@campus.example, name: Tia Holm }
workspaces:
  - { platform: slack, id: T0PLAIN, account: plainview }
  - { platform: slack, id: T0CAMPUS }
channels:
  - { platform: slack, workspace: T0CAMPUS, id: C0QUEUE, for: queue }
  - { platform: slack, workspace: T0CAMPUS, id: C0GRADES, for: queue, modules: [Grade Book] }
  - { platform: slack, workspace: T0PLAIN, id: C0HELP, for: [notices, cases], account: plainview }
`;

/** A running bot, the fake Slack it talks to, and the people in both workspaces. */
export interface SlackHarness {
  fake: FakeSlack;
  db: Database;
  bot: Casebridge;
  district: Workspace;
  vendor: Workspace;
  ada: Actor;
  ben: Actor;
  rita: Actor;
  /** Contact of Rivertown, a guest in the vendor's workspace. */
  rosa: Actor;
  /** In the district's workspace, but not in the directory. */
  sam: Actor;
  max: Actor;
  tia: Actor;
  help: Channel;
  general: Channel;
  queue: Channel;
  /** Starts another process of the bot on the same database. */
  another: () => Promise<Casebridge>;
  /** The configuration, for a bot in a process of its own. */
  environment: Readonly<Record<string, string>>;
  /** Returns everything logged so far. */
  logged: () => string;
  stop: () => Promise<void>;
}

/** What a test or a benchmark can change about the bot. */
export interface SlackHarnessOptions {
  slack?: { acknowledgeWithinMs: number };
  /** Instead of a database of one's own. It is not closed. */
  db?: Database;
  /** Without pace and with short waits, if not said otherwise. */
  worker?: Overrides['worker'];
  /** Called with the configuration before the bot starts. */
  prepare?: (environment: Readonly<Record<string, string>>) => Promise<void>;
}

const fastWorker = { pace: {}, pollMs: 50, backoff: { first: 20, cap: 200, inDoubt: 50 } };

/** Starts the bot and the fake Slack; call `stop` afterwards. */
export async function openSlackHarness(options: SlackHarnessOptions = {}): Promise<SlackHarness> {
  const { slack, worker = fastWorker } = options;
  const fake = new FakeSlack();
  await fake.start();
  const district = fake.addWorkspace('T0PLAIN');
  const vendor = fake.addWorkspace('T0CAMPUS');
  const person = (workspace: Workspace, id: string, name: string, email: string) =>
    fake.as(workspace, workspace.addUser({ id, name, email }));
  const people = {
    ada: person(district, 'U0ADA', 'Ada Park', 'ada@plainview.example'),
    ben: person(district, 'U0BEN', 'Ben Ode', 'ben@plainview.example'),
    rita: person(district, 'U0RITA', 'Rita Reed', 'rita@plainview.example'),
    sam: person(district, 'U0SAM', 'Sam Lee', 'sam@plainview.example'),
    rosa: person(vendor, 'U0ROSA', 'Rosa Lind', 'rosa@rivertown.example'),
    max: person(vendor, 'U0MAX', 'Max Reyes', 'max@campus.example'),
    tia: person(vendor, 'U0TIA', 'Tia Holm', 'tia@campus.example'),
  };
  const inDistrict = ['U0ADA', 'U0BEN', 'U0RITA', 'U0SAM'];
  const help = district.addChannel('C0HELP', 'help', inDistrict);
  const general = district.addChannel('C0GEN', 'general', inDistrict, false);
  const queue = vendor.addChannel('C0QUEUE', 'queue', ['U0MAX', 'U0TIA', 'U0ROSA']);
  vendor.addChannel('C0GRADES', 'grades', ['U0MAX', 'U0TIA']);

  const db = options.db ?? (await freshDatabase());
  const folder = await mkdtemp(path.join(tmpdir(), 'casebridge-files-'));
  const key = randomBytes(32);
  const environment = {
    PORT: '0',
    DATABASE_URL: db.url,
    CASEBRIDGE_DATA_DIR: folder,
    CASEBRIDGE_CONFIG: path.join(import.meta.dirname, 'casebridge.yaml'),
    CASEBRIDGE_SECRET_KEY: key.toString('base64'),
    PUBLIC_URL: 'http://localhost:3000',
    SLACK_SIGNING_SECRET: fake.signingSecret,
    SLACK_CLIENT_ID: 'client',
    SLACK_CLIENT_SECRET: 'secret',
    SLACK_STATE_SECRET: 'state',
    SLACK_API_URL: `${fake.url}/api/`,
  };
  const config = readConfig(environment);
  const { log, logged } = keepLog();
  const another = async (): Promise<Casebridge> => {
    const bot = await startCasebridge(config, { log, ...(slack ? { slack } : {}), schedule: false, worker });
    return seeingEverything(bot, db);
  };
  await options.prepare?.(environment);
  const bot = await another();
  fake.botUrl = bot.url;
  await importDirectory(bot.services, parseDirectory(directory));
  const installations = storedInstallations(bot.services.db, [key], bot.services.clock);
  for (const workspace of [district, vendor]) {
    const { id: workspaceId, token, botUserId, botId } = workspace;
    await installations.save('slack', {
      workspaceId,
      token,
      botUserId,
      botId,
      enterpriseId: null,
      name: workspaceId,
      appId: fake.appId,
      scopes,
    });
  }
  const stop = async (): Promise<void> => {
    await bot.stop();
    await fake.stop();
    if (!options.db) await db.close();
    await rm(folder, { recursive: true });
  };
  return { fake, db, bot, district, vendor, ...people, help, general, queue, logged, another, environment, stop };
}

/** Warnings and errors the bots of this file logged, shown when a wait fails. */
const troubles: string[] = [];

/** Creates a log that keeps what is written to it. */
export function keepLog(): { log: Log; logged: () => string } {
  const lines: string[] = [];
  const write = (line: string): void => {
    lines.push(line);
    if (/"level":"(warn|error)"/.test(line)) troubles.push(line);
  };
  return { log: createLog('info', { write }), logged: () => lines.join('') };
}

/**
 * Waits up to 25 s for a condition.
 * @throws Error with what was seen last and the bot's warnings
 */
export async function until<T>(
  what: string,
  look: () => T | undefined | null | false,
  seen: () => string = () => '',
): Promise<T> {
  for (const deadline = Date.now() + 25_000; Date.now() < deadline; await wait(10)) {
    const found = look();
    if (found !== undefined && found !== null && found !== false) return found;
  }
  throw new Error(`${what} did not happen; seen:\n${seen()}\nlogged:\n${troubles.slice(-20).join('')}`);
}

/** Waits for the card of a case in a channel to show a text. */
export function card(channel: Channel, subject: string, text: string): Promise<Message> {
  return until(
    `a card of “${subject}” with “${text}” in ${channel.name}`,
    () =>
      channel.messages.find(
        (message) => !message.thread_ts && textOf(message).includes(subject) && textOf(message).includes(text),
      ),
    () => channel.messages.map(textOf).join('\n---\n'),
  );
}

/** Waits for a reply under a message that contains a text. */
export function reply(channel: Channel, root: Message, text: string): Promise<Message> {
  return until(
    `“${text}” in the thread in ${channel.name}`,
    () => thread(channel, root).find((message) => textOf(message).includes(text)),
    () => thread(channel, root).map(textOf).join('\n---\n'),
  );
}

/** Returns the replies under a message. */
export function thread(channel: Channel, root: Message): Message[] {
  return channel.messages.filter((message) => message.thread_ts === root.ts);
}

/** What messages say, by their blocks, which an edit replaces: tests that wait read all messages a hundred times a second. */
const readings = new WeakMap<Block[], string>();

function bodyOf({ blocks, text }: Message): string {
  if (!blocks) return readBlocks(blocks, text);
  const reading = readings.get(blocks) ?? readBlocks(blocks);
  readings.set(blocks, reading);
  return reading;
}

/** Reads a message as a person sees it, with the name that it is shown under if that is not the bot's. */
export function textOf(message: Message): string {
  const files = (message.files ?? []).map(({ name, mode }) => `(file ${name ?? mode})`);
  const text = [bodyOf(message), ...files].filter((part) => part !== '').join('\n');
  return message.username === undefined ? text : `${message.username} · ${text}`;
}

/** Opens a case for Ada in #help and returns its number with her card and the advisors' card. */
export async function openCase(
  harness: SlackHarness,
  subject: string,
  more: Record<string, string> = {},
): Promise<{ hers: Message; his: Message; number: string }> {
  const { ada, help, queue } = harness;
  await ada.command('open', help);
  await ada.submit({
    subject,
    module: 'Fees',
    priority: 'Medium',
    description: 'It began on Monday.',
    ...more,
  });
  if (Object.keys(ada.mistakes).length > 0) throw new Error(JSON.stringify(ada.mistakes));
  ada.closeModal();
  const hers = await card(help, subject, 'Status: New');
  const his = await card(queue, subject, 'Status: New');
  return { hers, his, number: /CB-\d+/.exec(textOf(hers))?.[0] ?? '' };
}

// Three processes of the bot on one database, as an operator runs them: one is killed and one asked to leave while people talk on both platforms,
// and what is changed through one process holds in the others at once.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apiScopeNames } from '../../src/domain/api-token.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import { parseDirectory } from '../../src/cli/directory.ts';
import type { Services } from '../../src/usecases/context.ts';
import { createToken, revokeToken } from '../../src/usecases/api/tokens.ts';
import { importDirectory } from '../../src/usecases/people/import-directory.ts';
import type { Message as SlackMessage } from '../fake-slack/state.ts';
import type { Message } from '../fake-teams/state.ts';
import { startProcess, type BotProcess } from './bot-process.ts';
import { card, textOf, thread, until } from './harness.ts';
import { openProcesses, type Processes } from './teams-processes.ts';
import { asked, seen } from './teams-harness.ts';

let harness: Processes;
let processes: BotProcess[];
let services: Services;

beforeAll(async () => {
  harness = await openProcesses();
  const { environment, db, teams } = harness;
  const all = { ...environment, TEAMS_GRAPH_URL: teams.graphUrl };
  processes = [];
  for (const _ of [1, 2, 3]) processes.push(await startProcess(all));
  use(0);
  services = { db, clock: { now: () => new Date() }, settings: defaultSettings, userDirectories: {}, mail: false };
});
afterAll(async () => {
  for (const { kill, died } of processes) if (kill()) await died;
  await harness.stop();
});

/** From now on both platforms send to this process. */
function use(turn: number): BotProcess {
  const { slack, teams } = harness;
  const one = processes[turn % processes.length] as BotProcess;
  slack.botUrl = teams.botUrl = one.url;
  return one;
}

interface Talk {
  hers: Message;
  his: SlackMessage;
  lines: { text: string; by: 'rosa' | 'max' }[];
}

async function open(subject: string, description: string): Promise<Talk> {
  const { rosa, slackQueue } = harness;
  await rosa.press(await asked(rosa, `open ${subject}`, '[Open a case]'), 'Open a case');
  await rosa.submit({ module: 'Attendance', priority: 'Medium', description }, 'Open case');
  rosa.closeDialog();
  return {
    hers: await seen(rosa, rosa.direct, subject, 'Status: New'),
    his: await card(slackQueue, subject, 'Status: New'),
    lines: [],
  };
}

/** One of them writes the next line of a case, and Slack sends it twice. */
async function talk(one: Talk, turn: number, name: number): Promise<void> {
  const { rosa, max, slackQueue } = harness;
  const by = turn % 2 === 0 ? 'rosa' : 'max';
  const text = `line ${one.lines.length + 1} of case ${name}`;
  one.lines.push({ text, by });
  if (by === 'rosa') await rosa.say(text, { quoting: one.hers });
  else await max.say(text, slackQueue, one.his, 2);
}

it('loses, repeats and mixes up nothing when one is killed and another one leaves', async () => {
  const { rosa, slackQueue, db } = harness;
  const talks: Talk[] = [];
  // nothing alike, or Rosa would be shown the other case first
  for (const [subject, description] of [
    ['Attendance letters', 'They print two pages.'],
    ['Bus passes', 'Colors are swapped.'],
    ['Locker codes', 'Nobody can find them.'],
  ] as const) {
    use(talks.length);
    talks.push(await open(subject, description));
  }
  const round = async (from: number, count: number): Promise<void> => {
    for (let turn = from; turn < from + count; turn += 1) {
      use(turn);
      await talk(talks[turn % 3] as Talk, Math.floor(turn / 3), turn % 3);
    }
  };
  await round(0, 9);
  const [killed] = processes.splice(0, 1);
  killed?.kill();
  await round(9, 9);
  const [leaving] = processes.splice(0, 1);
  leaving?.child.kill('SIGTERM');
  await round(18, 9);
  expect(await leaving?.died).toEqual([0, null]);
  for (const [name, { lines, his }] of talks.entries()) {
    const numbered = new RegExp(`line \\d+ of case ${name}`);
    const find = (texts: readonly string[]): string[] => texts.flatMap((text) => numbered.exec(text)?.[0] ?? []);
    const said = lines.map(({ text }) => text);
    const inSlack = () => find(thread(slackQueue, his).map(textOf));
    const inTeams = () => find(rosa.direct.messages.filter(({ deleted }) => !deleted).map((message) => rosa.sees(message)));
    await until(
      `all of case ${name}`,
      () => inSlack().length >= said.length && inTeams().length >= said.length,
      () => JSON.stringify([inSlack(), inTeams()]),
    );
    // what they wrote themselves stands where they wrote it, before or after what the bot brings
    for (const [here, by] of [
      [inSlack(), 'rosa'],
      [inTeams(), 'max'],
    ] as const) {
      const brought = lines.filter((line) => line.by === by).map(({ text }) => text);
      expect(here.filter((text) => brought.includes(text))).toEqual(brought);
      expect(here.slice().sort()).toEqual(said.slice().sort());
    }
  }
  const waiting = () => db.prisma.delivery.count({ where: { state: { in: ['pending', 'sending'] } } });
  await expect.poll(waiting, { timeout: 25_000 }).toBe(0);
  expect(await db.prisma.delivery.count({ where: { state: 'dead' } })).toBe(0);
  expect(await db.prisma.post.count({ where: { body: { startsWith: 'line ' } } })).toBe(27);
  // no person asks for three forms within a second as Rosa does, and answers to a person do not wait for their turn among messages
  expect(harness.teams.violations.filter((one) => !/: more than \d+ in \d+ ms$/.test(one))).toEqual([]);
});

it('does in each process what was changed through another one', async () => {
  const { rudi, environment, teams } = harness;
  processes.push(await startProcess({ ...environment, TEAMS_GRAPH_URL: teams.graphUrl }));
  const [first, second] = processes as [BotProcess, BotProcess];
  const { secret, token } = await createToken(
    services,
    { operator: 'root' },
    { name: 'CRM', scopes: apiScopeNames, accounts: [], perMinute: 60, expiresAt: null },
  );
  const statuses = async (): Promise<number[]> =>
    Promise.all(
      [first, second].map(
        async ({ url }) =>
          (
            await fetch(`${url}/api/v1/cases`, {
              headers: { authorization: `Bearer ${secret}`, 'casebridge-act-as': 'max@campus.example' },
            })
          ).status,
      ),
    );
  expect(await statuses()).toEqual([200, 200]);
  // both know Rudi as read-only
  for (const turn of [0, 1]) {
    use(turn);
    await asked(rudi, 'open A case', 'Read-Only Contact');
  }
  await importDirectory(
    services,
    parseDirectory('contacts:\n  - { email: rudi@rivertown.example, name: Rudi Roth, account: rivertown, type: support }\n'),
    { force: true },
  );
  for (const turn of [0, 1]) {
    use(turn);
    await asked(rudi, 'open A case', '[Open a case]');
  }
  await revokeToken(services, { operator: 'root' }, token.id);
  expect(await statuses()).toEqual([401, 401]);
});

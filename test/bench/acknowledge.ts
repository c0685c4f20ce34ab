// CPU time of the bot per acknowledged request against a bare Bolt app's, and against one that stores a case by one statement, without and with
// asking who sent it (durable-bolt.ts), each in a process of its own.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Database } from '../../src/db/client.ts';
import { Measured } from './cpu.ts';
import { workspaceId } from './fixtures.ts';
import { median, timed, type Row } from './measure.ts';
import { command, post, signingSecret, submission } from './slack-request.ts';

const [rounds, perRound, atOnce] = [5, 600, 8];
/** Requests before anything is measured. The first hundreds cost half as much again, until they are compiled. */
const warmUp = 2500;

interface Kind {
  name: string;
  /** of the rate of a bare Bolt app */
  budget: number;
  /** of the rate of one that stores a case */
  durableBudget?: number;
  request: (id: string) => Record<string, string>;
  /** in our acknowledgement, so that no error is measured */
  shows: string;
}

const kinds: Kind[] = [
  { name: '/case help, acknowledged with its answer', budget: 0.6, request: (id) => command('help', id), shows: 'open' },
  {
    name: '"Open a case" sent, durable before the acknowledgement',
    budget: 0.35,
    durableBudget: 0.7,
    request: submission,
    shows: 'is open',
  },
];

/** @param db with the district in it */
export async function benchAcknowledging(db: Database): Promise<Row[]> {
  const api = await startApi();
  const bare = await Measured.start('bare-bolt.ts');
  const ours = await Measured.start('casebridge.ts', {
    ...{ DATABASE_URL: db.url, SLACK_SIGNING_SECRET: signingSecret, SLACK_BOT_TOKEN: 'xoxb-bench' },
    SLACK_API_URL: `http://localhost:${(api.address() as AddressInfo).port}/api/`,
  });
  const durable = await Measured.start('durable-bolt.ts', { DATABASE_URL: db.url });
  const asking = await Measured.start('durable-bolt.ts', { DATABASE_URL: db.url, ASKS_WHO: '1' });
  const rows: Row[] = [];
  for (const [index, kind] of kinds.entries()) rows.push(...(await compare(kind, `${index}`, { bare, durable, asking, ours })));
  await Promise.all([bare, durable, asking, ours].map((app) => app.stop()));
  api.close();
  return rows;
}

type Who = 'bare' | 'durable' | 'asking' | 'ours';

async function compare(kind: Kind, prefix: string, { bare, durable, asking, ours }: Record<Who, Measured>): Promise<Row[]> {
  const spent: Record<Who, number>[] = [];
  const cpuOf = async (app: Measured, round: number, shows: string, requests: number): Promise<number> => {
    const before = await app.cpu();
    await timed(requests, atOnce, async (index) => {
      const answer = await post(app.url, kind.request(`${prefix}-${round}-${index}`));
      if (!answer.includes(shows)) throw new Error(`${kind.name} was answered: ${answer.slice(0, 500)}`);
    });
    return ((await app.cpu()) - before) / requests;
  };
  const isDurable = kind.durableBudget !== undefined;
  for (let round = -1; round < rounds; round++) {
    const requests = round < 0 ? warmUp : perRound;
    const one = {
      bare: await cpuOf(bare, round, '', requests),
      durable: isDurable ? await cpuOf(durable, round, '"clear"', requests) : 0,
      asking: isDurable ? await cpuOf(asking, round + 100, '"clear"', requests) : 0,
      ours: await cpuOf(ours, round, kind.shows, requests),
    };
    if (round >= 0) spent.push(one);
  }
  const row = (than: Exclude<Who, 'ours'>, yardstick: string, budget: number | null): Row => ({
    name: `${kind.name}, against ${yardstick}`,
    ratios: spent.map((us) => us[than] / us.ours),
    budget,
    detail: `${median(spent.map((us) => us.ours)).toFixed(0)} µs CPU against ${median(spent.map((us) => us[than])).toFixed(0)} µs`,
  });
  return [
    row('bare', 'a bare Bolt app', kind.budget),
    ...(isDurable
      ? [
          row('durable', 'Bolt and one durable statement', kind.durableBudget ?? 0),
          row('asking', 'Bolt that asks who it is, and one durable statement', null),
        ]
      : []),
  ];
}

/** The little of Slack's Web API that is asked before the first request: who am I. */
async function startApi(): Promise<Server> {
  const actor = {
    ok: true,
    user_id: 'U0BOT',
    bot_id: 'B0BOT',
    team_id: workspaceId,
    url: 'https://bench.example/',
    user: 'bot',
    team: 'Bench',
  };
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/json').end(JSON.stringify(actor));
  }).listen(0);
  await once(server, 'listening');
  return server;
}

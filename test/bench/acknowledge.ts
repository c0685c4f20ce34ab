// CPU time of the bot per acknowledged request against a bare Bolt app's, each in a process of its own.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Database } from '../../src/db/client.ts';
import { Measured } from './cpu.ts';
import { workspaceId } from './fixtures.ts';
import { median, timed, type Row } from './measure.ts';
import { command, post, signingSecret, submission } from './slack-request.ts';

const [rounds, perRound, atOnce] = [5, 600, 8];

interface Kind {
  name: string;
  budget: number | null;
  request: (id: string) => Record<string, string>;
  /** in our acknowledgement, so that no error is measured */
  shows: string;
}

const kinds: Kind[] = [
  { name: '/case help, acknowledged with its answer', budget: null, request: (id) => command('help', id), shows: 'open' },
  { name: '"Open a case" sent, durable before the acknowledgement', budget: 0.5, request: submission, shows: 'is open' },
];

/** @param db with the district in it */
export async function benchAcknowledging(db: Database): Promise<Row[]> {
  const api = await startApi();
  const bare = await Measured.start('bare-bolt.ts');
  const ours = await Measured.start('casebridge.ts', {
    ...{ DATABASE_URL: db.url, SLACK_SIGNING_SECRET: signingSecret, SLACK_BOT_TOKEN: 'xoxb-bench' },
    SLACK_API_URL: `http://localhost:${(api.address() as AddressInfo).port}/api/`,
  });
  const rows: Row[] = [];
  for (const [index, kind] of kinds.entries()) rows.push(await compare(kind, `${index}`, bare, ours));
  await Promise.all([bare.stop(), ours.stop()]);
  api.close();
  return rows;
}

async function compare(kind: Kind, prefix: string, bare: Measured, ours: Measured): Promise<Row> {
  const spent: { bare: number; ours: number }[] = [];
  const cpuOf = async (app: Measured, round: number, shows: string): Promise<number> => {
    const before = await app.cpu();
    await timed(perRound, atOnce, async (index) => {
      const answer = await post(app.url, kind.request(`${prefix}-${round}-${index}`));
      if (!answer.includes(shows)) throw new Error(`${kind.name} was answered: ${answer.slice(0, 500)}`);
    });
    return ((await app.cpu()) - before) / perRound;
  };
  for (let round = -1; round < rounds; round++) {
    const one = { bare: await cpuOf(bare, round, ''), ours: await cpuOf(ours, round, kind.shows) };
    if (round >= 0) spent.push(one); // the first one warms up
  }
  const [bareUs, oursUs] = [median(spent.map((us) => us.bare)), median(spent.map((us) => us.ours))];
  return {
    name: `${kind.name}, against a bare Bolt app`,
    ratios: spent.map((us) => us.bare / us.ours),
    budget: kind.budget,
    detail: `${oursUs.toFixed(0)} µs CPU against ${bareUs.toFixed(0)} µs`,
  };
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

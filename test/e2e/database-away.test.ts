// A process whose database goes away and comes back: what its probes, its metrics and its log say meanwhile.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectToServer } from '../database.ts';
import { startProcess, type BotProcess } from './bot-process.ts';
import { openProcesses, type Processes } from './teams-processes.ts';
import { asked } from './teams-harness.ts';

let harness: Processes;
let bot: BotProcess;
let proxy: Server;
const sockets = new Set<Socket>();

/** Listens in front of the test's database, which has a Unix socket. @param port 0 picks a free one */
async function listen(port: number): Promise<void> {
  proxy = createServer((socket) => {
    const there = connectToServer(harness.db.url);
    for (const [from, to] of [[socket, there], [there, socket]] as const) // prettier-ignore
      from.on('data', (bytes) => void to.write(bytes)).on('error', () => undefined).on('close', () => to.destroy()); // prettier-ignore
    sockets.add(socket);
  }).listen(port, '127.0.0.1');
  await once(proxy, 'listening');
}

async function goAway(): Promise<void> {
  const closed = once(proxy, 'close');
  proxy.close();
  for (const socket of sockets) socket.destroy();
  await closed;
}

beforeAll(async () => {
  harness = await openProcesses();
  await listen(0);
  const { environment, db, slack, teams } = harness;
  const { username, pathname } = new URL(db.url);
  const { port } = proxy.address() as AddressInfo;
  bot = await startProcess({
    ...environment,
    DATABASE_URL: `postgresql://${username}@127.0.0.1:${port}${pathname}`,
    TEAMS_GRAPH_URL: teams.graphUrl,
  });
  slack.botUrl = teams.botUrl = bot.url;
});
afterAll(async () => {
  bot.kill();
  await bot.died;
  await goAway();
  await harness.stop();
});

it('is not ready while its database is away, says so in one line for each thing, and works when it is back', async () => {
  const { rosa } = harness;
  const ready = async (): Promise<number> => (await fetch(`${bot.url}/readyz`)).status;
  await asked(rosa, 'help', 'Open a case');
  expect(await ready()).toBe(200);
  const { port } = proxy.address() as AddressInfo;
  await goAway();
  expect(await ready()).toBe(503);
  expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
  const metrics = await (await fetch(`${bot.url}/metrics`)).text();
  expect(metrics).toContain('casebridge_ready{check="database"} 0');
  expect(metrics).toMatch(/^casebridge_inbound_events_total\{platform="teams".*\} [1-9]/m);
  expect(metrics).not.toMatch(/^casebridge_deliveries\{/m);
  await listen(port);
  await expect.poll(ready, { timeout: 25_000 }).toBe(200);
  await asked(rosa, 'mine', 'cases');
  const lines = bot.output().trim().split('\n');
  for (const line of lines)
    expect(JSON.parse(line)).toMatchObject({ level: expect.any(String) as string, msg: expect.any(String) as string });
  expect(lines.join('\n')).toContain('a connection to the database was lost');
  expect(bot.output()).not.toMatch(/rosa@|river-secret/);
});

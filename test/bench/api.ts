// What the REST API costs besides the use case behind it: CPU of this process for a page of cases and for a post, over HTTP with a token, beside a
// bare HTTP server that calls the same use case. The client of both runs in this process as well.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApi } from '../../src/api/index.ts';
import type { Database } from '../../src/db/client.ts';
import { apiScopeNames, maxPerMinute } from '../../src/domain/api-token.ts';
import { parseQuery } from '../../src/domain/search/parse-query.ts';
import { createLog } from '../../src/server/log.ts';
import { createToken } from '../../src/usecases/api/tokens.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { openCase } from '../../src/usecases/cases/open-case.ts';
import { listCases } from '../../src/usecases/search/list-cases.ts';
import { directChannel, makeDistrict, newInput, workOn, workspaceId } from './fixtures.ts';
import { median, timed, type Row } from './measure.ts';

const [cases, rounds, perRound, atOnce] = [200, 7, 300, 4];
const body = JSON.stringify({ text: 'It happens again since this morning, in **every** class of Mrs. Park.' });

export async function benchApi(db: Database): Promise<Row[]> {
  const services = workOn(db);
  const contact = await makeDistrict(db);
  const numbers: number[] = [];
  for (let index = 0; index < cases; index++) {
    const request = { idempotencyKey: `open:${index}`, platform: 'slack' as const };
    const opened = await openCase(services, contact, newInput, { workspaceId, directChannel }, request);
    if (opened !== 'repeat') numbers.push(opened.number);
  }
  const wanted = { name: 'Bench', scopes: apiScopeNames, accounts: [], perMinute: maxPerMinute, expiresAt: null };
  const { secret } = await createToken(services, { operator: 'bench' }, wanted);
  let posted = 0;
  const page = {
    ...{ query: parseQuery('', services.settings), order: 'newest' as const, limit: 50, timezone: 'UTC', after: null },
    ...{ changedSince: undefined, signal: new AbortController().signal },
  };
  const numberOf = (index: number): number => numbers[index % numbers.length] ?? 0;
  const api = createApi({ services, log: createLog('error') });
  const ours = await serve((request, response) => void api(request, response));
  const bare = await serve((request, response) => {
    const work = async (): Promise<object> => {
      if (request.method === 'GET') return listCases(services, contact, page);
      let sent = '';
      for await (const chunk of request) sent += String(chunk);
      const { text } = JSON.parse(sent) as { text: string };
      const about = { idempotencyKey: `bare:${posted++}`, platform: null };
      await addPost(services, contact, { number: Number(request.url?.slice(1)), text }, about);
      return {};
    };
    void work().then((answer) => response.setHeader('content-type', 'application/json').end(JSON.stringify(answer)));
  });
  const headers = { authorization: `Bearer ${secret}`, 'casebridge-act-as': contact.email, 'content-type': 'application/json' };
  const send = async (url: string, method: 'GET' | 'POST'): Promise<void> => {
    const answer = await fetch(url, { method, headers, ...(method === 'POST' ? { body } : {}) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  };
  try {
    return [
      await compare('API, a page of 50 cases', {
        ours: () => send(`${ours.url}/api/v1/cases`, 'GET'),
        bare: () => send(`${bare.url}/`, 'GET'),
      }),
      await compare('API, a post', {
        ours: (index) => send(`${ours.url}/api/v1/cases/${numberOf(index)}/posts`, 'POST'),
        bare: (index) => send(`${bare.url}/${numberOf(index)}`, 'POST'),
      }),
    ];
  } finally {
    for (const one of [ours, bare]) await one.stop();
  }
}

type Run = (index: number) => Promise<void>;

async function compare(name: string, { ours, bare }: { ours: Run; bare: Run }): Promise<Row> {
  const spent: { ours: number; bare: number }[] = [];
  for (let round = -1; round < rounds; round++) {
    const one = { ours: await cpuOf(ours), bare: await cpuOf(bare) };
    if (round >= 0) spent.push(one); // the first one warms up
  }
  const [oursMs, bareMs] = [median(spent.map((one) => one.ours)), median(spent.map((one) => one.bare))];
  const detail = `${oursMs.toFixed(2)} ms of CPU with its client, against ${bareMs.toFixed(2)} ms`;
  return { name: `${name}, against a bare server`, ratios: spent.map((one) => one.bare / one.ours), budget: null, detail };
}

/** @returns CPU of this process for each run, ms */
async function cpuOf(run: Run): Promise<number> {
  const before = process.cpuUsage();
  await timed(perRound, atOnce, run);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / perRound;
}

async function serve(listener: RequestListener): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

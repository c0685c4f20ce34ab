import { Agent, request, Server } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Http } from '../../src/server/http.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import { publicPages } from '../../src/mail/public-pages.ts';
import { startHttp, startMetricsHttp } from '../../src/server/http.ts';
import { createLog } from '../../src/server/log.ts';

const metrics = { read: async () => ({ type: 'text/plain', text: 'up 1\n' }), token: null };
let http: Http;
let databaseIsUp: () => Promise<boolean>;
let bodies: string[];
let finish: () => void;
let arrived: Promise<void>;

beforeEach(async () => {
  databaseIsUp = () => Promise.resolve(true);
  bodies = [];
  let arrive = (): void => undefined;
  arrived = new Promise((resolve) => (arrive = resolve));
  const released = new Promise<void>((resolve) => (finish = resolve));
  http = await startHttp({
    port: 0,
    metrics,
    pages: publicPages({
      ...defaultSettings,
      brand: 'Campus <Help>',
      pages: { privacy: 'https://campus.example/p', terms: 'Be **kind**.' },
    }),
    platforms: {
      slack: async (incoming, response) => {
        bodies.push(incoming.rawBody.toString());
        if (incoming.url === '/slack/fails') throw new Error('x');
        if (incoming.url === '/slack/slow') {
          arrive();
          await released;
        }
        response.end('taken');
      },
      api: null,
    },
    ready: { database: () => databaseIsUp() },
    log: createLog('silent'),
  });
});
afterEach(async () => {
  finish();
  await http.stop(0);
});

const post = (path: string, body: string, type = 'application/json') =>
  fetch(http.url + path, { method: 'POST', body, headers: { 'content-type': type } });

test('answers /healthz while the process is alive', async () => {
  const response = await fetch(`${http.url}/healthz`);
  expect([response.status, await response.json()]).toEqual([200, { alive: true }]);
  expect((await post('/healthz', '')).status).toBe(405);
});

test('keeps an idle connection open longer than proxies do, and says so to them', async () => {
  const agent = new Agent({ keepAlive: true });
  const sent = request(`${http.url}/healthz`, { agent }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  expect(Number(/timeout=(\d+)/.exec(String(response.headers['keep-alive']))?.[1])).toBeGreaterThan(60);
  agent.destroy();
});

test('gives the headers of a request more time than an idle connection has', async () => {
  const listen = vi.spyOn(Server.prototype, 'listen');
  const other = await startHttp({ port: 0, metrics, platforms: { slack: null, api: null }, ready: {}, log: createLog('silent') });
  const server = listen.mock.contexts[0] as Server;
  listen.mockRestore();
  await other.stop(0);
  expect(server.keepAliveTimeout).toBeGreaterThan(60_000);
  expect(server.headersTimeout).toBeGreaterThan(server.keepAliveTimeout);
});

test('is ready only while everything it needs is reachable', async () => {
  expect((await fetch(`${http.url}/readyz?x=1`)).status).toBe(200);
  databaseIsUp = () => Promise.reject(new Error('gone'));
  const response = await fetch(`${http.url}/readyz`);
  expect([response.status, await response.json()]).toEqual([503, { ready: false, database: 'down' }]);
});

describe('the public pages', () => {
  const get = async (path: string) => {
    const response = await fetch(http.url + path, { redirect: 'manual' });
    return { status: response.status, to: response.headers.get('location'), text: await response.text() };
  };

  test('say at the root what this is, and how to use it', async () => {
    const { status, text } = await get('/');
    expect(status).toBe(200);
    expect(text).toContain('This is the support bot of Campus &#x3C;Help> for Slack and Microsoft Teams.');
    expect(text).toContain('<a href="/privacy">Privacy</a>');
  });

  test('are the text, or the address, that the operator configured', async () => {
    expect(await get('/privacy')).toMatchObject({ status: 302, to: 'https://campus.example/p' });
    expect((await get('/terms')).text).toContain('Be <strong>kind</strong>.');
  });

  test('have a text without any configuration', () => {
    const pages = publicPages(defaultSettings);
    expect(pages['/privacy']).toMatchObject({ html: expect.stringContaining('ask Campus Support') as string });
    expect(pages['/terms']).toMatchObject({ html: expect.stringContaining('applies to this bot') as string });
  });

  test('can be read only, and run no script', async () => {
    expect((await post('/privacy', '{}')).status).toBe(405);
    expect((await fetch(`${http.url}/`)).headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('routing', () => {
  test.each([
    ['/slack/events', 200, 'taken'],
    ['/api/messages', 404, 'this platform is off'],
    ['/', 405, 'method not allowed'],
    ['/slackevents', 404, 'not found'],
    ['/__proto__/x', 404, 'not found'],
  ])('answers a request to %s with %i %s', async (path, status, text) => {
    const response = await post(path, '{"a":1}');
    expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(text)]);
  });
});

test('passes the body to the handler byte for byte', async () => {
  await post('/slack/events', '{ "text": "café 🎒" }');
  await post('/slack/events', 'payload=%7B%7D', 'application/x-www-form-urlencoded');
  expect(bodies).toEqual(['{ "text": "café 🎒" }', 'payload=%7B%7D']);
});

test('refuses a body over the limit', async () => {
  expect((await post('/slack/events', `{"text":"${'x'.repeat(1_000_000)}"}`)).status).toBe(413);
  expect(bodies).toEqual([]);
});

test('cuts off a body that does not arrive in time, except of handlers that read it themselves', async () => {
  const other = await startHttp({
    port: 0,
    metrics,
    platforms: { slack: () => undefined },
    streams: { files: async (incoming, response) => void response.end(`${await text(incoming)} taken`), off: null },
    bodyTimeoutMs: 1,
    ready: {},
    log: createLog('silent'),
  });
  const begin = (path: string) => {
    const sent = request(`${other.url}${path}`, { method: 'POST' }).on('error', () => undefined);
    sent.write('half');
    return { sent, answered: once(sent, 'response') as Promise<[IncomingMessage]> };
  };
  const [late] = await begin('/slack/events').answered;
  expect([late.statusCode, late.headers.connection, await text(late)]).toEqual([
    408,
    'close',
    expect.stringContaining('too long'),
  ]);
  const { sent, answered } = begin('/files/x');
  sent.end(' whole');
  expect(await text((await answered)[0])).toBe('half whole taken');
  expect((await fetch(`${other.url}/off/x`, { method: 'POST' })).status).toBe(404);
  await other.stop(0);
});

test('logs where a request failed without the token of a signed link', async () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const fails = () => Promise.reject(new Error('no'));
  const other = await startHttp({
    port: 0,
    metrics: null,
    platforms: { mail: fails },
    streams: { files: fails },
    ready: {},
    log,
  });
  for (const path of [
    '/mail/eyJhIjoxfQabcdef.0123456789abcdef01234567?next=1',
    '/files/attachments/7/WzEsMl0abcdef.0123456789abcdef01234567',
  ])
    expect((await fetch(other.url + path)).status).toBe(500);
  await other.stop(0);
  expect(lines.map((line) => (JSON.parse(line) as { path: string }).path)).toEqual([
    '/mail/[token]',
    '/files/attachments/7/[token]',
  ]);
});

test('says of a client that leaves in the middle of its request that it left, not that something failed', async () => {
  const lines: string[] = [];
  let heard = (): void => undefined;
  const line = new Promise<void>((resolve) => (heard = resolve));
  const log = createLog('info', { write: (text) => (lines.push(text), heard()) });
  const other = await startHttp({ port: 0, metrics: null, platforms: { slack: () => undefined }, ready: {}, log });
  const leaving = request(`${other.url}/slack/events`, { method: 'POST', headers: { 'content-length': 100 } });
  leaving.on('error', () => undefined);
  leaving.write('{', () => leaving.destroy());
  await line;
  expect(lines.map((text) => JSON.parse(text) as object)).toEqual([
    expect.objectContaining({ level: 'info', path: '/slack/events', msg: 'a client left before the end of its request' }),
  ]);
  await other.stop(0);
});

test('answers 500 when a handler fails, and keeps running', async () => {
  expect((await post('/slack/fails', '{}')).status).toBe(500);
  expect((await post('/slack/events', '{}')).status).toBe(200);
});

test('finishes requests in progress during a stop and accepts no new one', async () => {
  const slow = post('/slack/slow', '{}');
  await arrived;
  const stopped = http.stop(20_000);
  await expect(fetch(`${http.url}/healthz`)).rejects.toThrow();
  finish();
  expect(await (await slow).text()).toBe('taken');
  await stopped;
});

test('closes connections that do not finish in time during a stop', async () => {
  const cut = new Promise((resolve) => request(`${http.url}/slack/slow`, { method: 'POST' }).on('error', resolve).end());
  await arrived;
  await http.stop(0);
  expect(await cut).toBeInstanceOf(Error);
});

test('reports a taken port in one line', async () => {
  const port = Number(new URL(http.url).port);
  await expect(startHttp({ port, platforms: {}, ready: {}, metrics, log: createLog('silent') })).rejects.toThrow(
    new RegExp(`^Cannot listen on port ${port}: .*Set PORT to a free port\\.$`),
  );
});

describe('the metrics', () => {
  const read = metrics.read;
  const token = 'a-token-of-a-scraper';

  test('are read with their token only', async () => {
    const guarded = await startHttp({ port: 0, platforms: {}, ready: {}, metrics: { read, token }, log: createLog('silent') });
    const get = async (authorization?: string) => {
      const response = await fetch(`${guarded.url}/metrics`, authorization ? { headers: { authorization } } : {});
      return [response.status, await response.text()];
    };
    expect(await get(`Bearer ${token}`)).toEqual([200, 'up 1\n']);
    for (const wrong of [undefined, token, `Bearer ${token}x`, 'Bearer ', `Basic ${token}`])
      expect(await get(wrong)).toEqual([401, '{"error":"send METRICS_TOKEN as a bearer token"}\n']);
    await guarded.stop(0);
  });

  test('have a port of their own, which serves the probes and nothing else, when one is asked for', async () => {
    const ready = { database: () => databaseIsUp() };
    const own = await startMetricsHttp({ port: 0, read, token: null }, ready, createLog('silent'));
    expect(await (await fetch(`${own?.url}/metrics`)).text()).toBe('up 1\n');
    for (const path of ['/', '/slack/events', '/files/attachments/1']) expect((await fetch(own?.url + path)).status).toBe(404);
    expect((await fetch(`${own?.url}/readyz`)).status).toBe(200);
    databaseIsUp = () => Promise.resolve(false);
    expect((await fetch(`${own?.url}/readyz`)).status).toBe(503);
    const without = await startHttp({ port: 0, platforms: {}, ready: {}, metrics: null, log: createLog('silent') });
    expect((await fetch(`${without.url}/metrics`)).status).toBe(404);
    const port = Number(new URL(without.url).port);
    await expect(startMetricsHttp({ port, read, token: null }, ready, createLog('silent'))).rejects.toThrow(
      'Set METRICS_PORT to a free port.',
    );
    expect(await startMetricsHttp({ port: null, read, token: null }, ready, createLog('silent'))).toBeNull();
    await Promise.all([own?.stop(0), without.stop(0)]);
  });
});

test('tells browsers to run nothing of any response, and over https to stay there', async () => {
  const paths = ['/', '/healthz', '/metrics', '/nowhere', '/privacy', '/slack/fails'];
  for (const path of paths) {
    const { headers } = await fetch(http.url + path, { redirect: 'manual' });
    expect(Object.fromEntries(headers), path).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
    expect(headers.get('strict-transport-security')).toBeNull();
  }
  const secure = await startHttp({ port: 0, platforms: {}, ready: {}, metrics, isSecure: true, log: createLog('silent') });
  expect((await fetch(`${secure.url}/nowhere`)).headers.get('strict-transport-security')).toBe('max-age=31536000');
  await secure.stop(0);
});

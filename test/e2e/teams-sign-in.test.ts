// Who may call /api/messages, and with whose credentials they are answered.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DeliveryState } from '../../src/db/generated/client.ts';
import type { Casebridge } from '../../src/main.ts';
import { bodyOf } from '../fake-teams/http.ts';
import { jwkOf, newSigningKey } from '../fake-teams/signing-key.ts';
import type { Json } from '../fake-teams/state.ts';
import { card as slackCard, textOf, until } from './harness.ts';
import { openProcesses, type Processes } from './teams-processes.ts';
import { asked, campusTenant, otherTenant, riverTenant, seen } from './teams-harness.ts';

let harness: Processes;
let bot: Casebridge;
let skewMs = 0;
const clock = { now: () => new Date(Date.now() + skewMs) };
beforeAll(async () => {
  // botbuilder writes what it refuses to the console
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  harness = await openProcesses();
  bot = await harness.start({ clock });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await harness.stop();
});
afterEach(() => {
  expect(harness.teams.refusals).toEqual([]);
  expect(harness.logged()).not.toContain('Forged');
});

/** What a request leaves behind: rows, and calls of the bot. */
async function traces() {
  const { prisma } = harness.db;
  const tables = [
    prisma.case,
    prisma.post,
    prisma.idempotencyKey,
    prisma.draft,
    prisma.identity,
    prisma.address,
    prisma.delivery,
  ];
  const counts = await Promise.all(tables.map((table) => (table.count as () => Promise<number>)()));
  return { counts, calls: harness.teams.calls.length };
}

const message = (id = randomUUID()) => ({ type: 'message', id, text: 'open Forged', textFormat: 'plain', attachments: [] });

describe('who may call', () => {
  const unsigned = (audience: string): string =>
    [
      { alg: 'none', typ: 'JWT' },
      { aud: audience, iss: harness.teams.issuer, exp: 4_000_000_000 },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');

  it.each<[string, () => Json]>([
    ['a token for another bot', () => ({ audience: randomUUID() })],
    ['a token for several bots', () => ({ audience: [harness.river.app.appId, randomUUID()] })],
    ['a token of another issuer', () => ({ issuer: 'https://sts.windows.net/evil/' })],
    ['a token signed with another key', () => ({ key: newSigningKey('other') })],
    ['a token that names an unknown key', () => ({ kid: 'no-such-key' })],
    ['a token of yesterday', () => ({ expired: true })],
    ['a token for another service address', () => ({ serviceUrl: 'https://evil.example/' })],
    ['no token', () => ({ token: null })],
    ['a token that is not a JWT', () => ({ token: 'none' })],
    ['a token nobody signed', () => ({ token: `${unsigned(harness.river.app.appId)}.c2ln` })],
    ['the token of the other tenant’s bot', () => ({ audience: harness.campus.app.appId })],
  ])('answers 401 and does nothing for %s', async (_what, wrong) => {
    const { rosa } = harness;
    const before = await traces();
    expect(await rosa.postRaw(rosa.activity(message()), wrong())).toEqual({ status: 401, body: '' });
    expect(await traces()).toEqual(before);
  });

  it('rejects a valid token that does not name the service address', async () => {
    const { rosa } = harness;
    const before = await traces();
    const activity = { ...rosa.activity(message()), serviceUrl: 'https://evil.example/' };
    expect((await rosa.postRaw(activity)).status).toBe(401);
    expect(await traces()).toEqual(before);
  });

  it.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no activity', '{"type":"message"}'],
    [
      'an activity of nobody',
      '{"type":"message","serviceUrl":"http://a.example/","conversation":{"id":"a"},"recipient":{"id":"b"}}',
    ],
  ])('answers 400 to a signed body that is %s', async (_what, body) => {
    const { teams, river } = harness;
    const before = await traces();
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${teams.token(river.app.appId)}` };
    const { status } = await fetch(`${teams.botUrl}/api/messages`, { method: 'POST', body, headers });
    expect(status).toBe(400);
    expect(await traces()).toEqual(before);
    expect((await fetch(`${teams.botUrl}/healthz`)).status).toBe(200);
  });

  it.each([
    ['GET', '/api/messages', 405],
    ['POST', '/api/other', 404],
  ])('answers %s %s with %i', async (method, path, status) => {
    expect((await fetch(`${harness.teams.botUrl}${path}`, { method })).status).toBe(status);
  });

  it('ignores other channels of the registration, where people can name themselves', async () => {
    const { teams, river, rosa } = harness;
    const key = newSigningKey('of-every-channel');
    const keys = await serve((path) =>
      path === '/keys' ? { keys: [jwkOf(key, ['msteams', 'directline', 'webchat'])] } : { jwks_uri: `${keys.url}/keys` },
    );
    const bot = await harness.start({ clock }, { TEAMS_OPENID_METADATA_URL: `${keys.url}/openid` });
    const before = await traces();
    const token = teams.token(river.app.appId, { key, kid: key.kid });
    for (const channelId of ['directline', 'webchat', 'AseChannel', 'emulator'])
      expect((await rosa.postRaw({ ...rosa.activity(message()), channelId }, { token })).status, channelId).toBe(401);
    expect((await rosa.postRaw({ ...rosa.activity(message()), channelId: undefined }, { token })).status).toBe(400);
    expect(await traces()).toEqual(before);
    expect((await rosa.postRaw(rosa.activity(message()), { token })).status).toBe(200);
    await bot.stop();
    await keys.stop();
    await harness.start({ clock });
  });
});

describe('the credentials of several tenants', () => {
  it('answers each tenant with its own bot, chosen by the audience of the token', async () => {
    const { rosa, tia, teams } = harness;
    const from = teams.calls.length;
    await asked(rosa, 'help', 'Rosa Lind, you are an Authorized Contact of Rivertown Public Schools.');
    await asked(tia, 'help', 'Tia Holm');
    const sent = teams.calls.slice(from).filter(({ op }) => op === 'send');
    expect(sent.map(({ tenant, conversation }) => [tenant, conversation])).toEqual([
      [riverTenant, rosa.direct.id],
      [campusTenant, tia.direct.id],
    ]);
  });

  it('serves a tenant as soon as it is stored and until it is removed, without a restart', async () => {
    const { teams, installations, db, max, slackQueue } = harness;
    const app = { appId: randomUUID(), appPassword: 'lake-secret' };
    const lake = teams.addTenant(otherTenant, app);
    const email = 'nora@rivertown.example';
    const nora = teams.as(lake, lake.addUser({ id: '29:9', aadObjectId: randomUUID(), name: 'Nora Quist', email }));
    const { id: accountId } = await db.prisma.account.findUniqueOrThrow({ where: { key: 'rivertown' } });
    await db.prisma.workspace.create({ data: { platform: 'teams', externalId: otherTenant, accountId } });
    await db.prisma.person.create({
      data: { email, name: 'Nora Quist', kind: 'contact', contactType: 'support', accountId },
    });
    const statusOf = async (): Promise<number | undefined> => {
      await nora.say('help');
      return teams.deliveries.at(-1)?.status;
    };
    expect(await statusOf()).toBe(401);
    const none = { enterpriseId: null, botUserId: null, botId: null, scopes: [] };
    const installed = { ...none, workspaceId: otherTenant, name: 'Lake', appId: app.appId, token: app.appPassword };
    await installations.save('teams', installed);
    skewMs += 31_000;
    await asked(nora, 'help', 'Nora Quist, you are an Authorized Contact of Rivertown Public Schools.');

    await nora.press(await asked(nora, 'open Lake level', '[Open a case]'), 'Open a case');
    const values = { module: 'Attendance', priority: 'Medium', description: 'It rises.' };
    await nora.submit(values, 'Open case');
    await seen(nora, nora.direct, 'Lake level', 'Status: New');
    const his = await slackCard(slackQueue, 'Lake level', 'Status: New');
    await installations.remove('teams', otherTenant);
    skewMs += 31_000;
    await max.say('Can you hear me?', slackQueue, his);
    await until('the failure on the card', () => textOf(his).includes("Not delivered (Nora Quist's direct messages: no_registration")); // prettier-ignore
    await bot.worker.idle();
    // it waits, or is being tried again
    const waits = { state: { in: ['pending', 'sending'] satisfies DeliveryState[] }, kind: 'post' } as const;
    expect(await db.prisma.delivery.count({ where: waits })).toBe(1);
    expect(await statusOf()).toBe(401);
  });
});

describe('TEAMS_DEV_NO_AUTH=1', () => {
  it('requires no token, sends none, and listens on this machine only', async () => {
    const { rosa } = harness;
    const sent: Json[] = [];
    const tokens: unknown[] = [];
    const connector = await serve(async (path, request) => {
      tokens.push(request.headers.authorization);
      if (request.method === 'GET') return { name: 'Rosa Lind', email: 'rosa@rivertown.example', tenantId: riverTenant };
      if (path.endsWith('/activities')) sent.push(JSON.parse(String(await bodyOf(request))) as Json);
      return { id: 'a:dev' };
    });
    const nobody = { MICROSOFT_APP_ID: undefined, MICROSOFT_APP_PASSWORD: undefined, MICROSOFT_APP_TENANT_ID: undefined };
    const bot = await harness.start({ clock }, { ...nobody, TEAMS_DEV_NO_AUTH: '1' });
    const activity = { ...rosa.activity({ ...message(), text: 'help' }), serviceUrl: `${connector.url}/` };
    expect((await rosa.postRaw(activity, { token: null })).status).toBe(200);
    await until('an answer', () => JSON.stringify(sent).includes('Rosa Lind, you are an Authorized Contact'));
    expect(tokens.filter((token) => token !== undefined)).toEqual([]);
    // all of 127.0.0.0/8 is this machine on Linux: who listens everywhere is reached here, too
    const elsewhere = bot.url.replace('localhost', '127.0.0.2');
    await expect(fetch(`${elsewhere}/healthz`)).rejects.toThrow('fetch failed');
    await bot.stop();
    await connector.stop();
    const guarded = await harness.start({ clock });
    if (process.platform === 'linux')
      expect((await fetch(`${guarded.url.replace('localhost', '127.0.0.2')}/healthz`)).status).toBe(200);
  });
});

/** A server that answers everything with this as JSON. */
async function serve(answer: (path: string, request: IncomingMessage) => Json | Promise<Json>) {
  const server = createServer((request, response) => {
    void Promise.resolve(answer(request.url ?? '', request)).then((body) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

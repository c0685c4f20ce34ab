// The fake against Microsoft's own library: sign-in both ways, the connector, what goes wrong.
import type { Activity, ConversationParameters } from 'botbuilder';
import type { ConnectorClient } from 'botframework-connector';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { newSigningKey } from './signing-key.ts';
import { card, connectorOf, startStubBot, withCard } from './stub-bot.ts';

const { fake, app, bot, district, ada, help, group, stop } = await startStubBot();
afterAll(stop);
afterEach(() => {
  bot.context = async () => {};
  fake.passMs(60_000);
});

const text = (content: string) => ({ type: 'message', text: content }) as Activity;
const status = (error: unknown) => (error as { statusCode?: number }).statusCode;

describe('sign-in', () => {
  it('accepts a valid token only: not a missing, foreign or expired one, or one for another bot', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const hello = ada.activity({ type: 'message', id: '1', text: 'hello' });
    expect(await ada.postRaw(hello)).toMatchObject({ status: 200 });
    expect(await ada.postRaw(hello, { token: null })).toMatchObject({ status: 401 });
    const wrong = [
      { issuer: 'https://evil.example' },
      { audience: 'other' },
      { serviceUrl: 'http://evil.example/' },
      { kid: 'x' },
    ];
    for (const one of [...wrong, { expired: true }])
      expect(await ada.postRaw(hello, one), JSON.stringify(one)).toMatchObject({ status: 401 });
    // botbuilder answers a bad signature with 500
    expect((await ada.postRaw(hello, { key: newSigningKey('stranger') })).status).toBeGreaterThan(400);
    vi.restoreAllMocks();
  });

  it('requires a token issued by the login when the connector is called', async () => {
    const call = (authorization?: string) =>
      fetch(`${fake.url}/v3/conversations/${ada.direct.id}/members`, { headers: authorization ? { authorization } : {} });
    expect((await call()).status).toBe(401);
    expect((await call('Bearer made-up')).status).toBe(401);
    const login = (secret: string) => {
      const form = {
        grant_type: 'client_credentials',
        client_id: app.appId,
        client_secret: secret,
        scope: 'https://api.botframework.com/.default',
      };
      return fetch(`${fake.loginUrl}/${district.id}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) });
    };
    expect((await login('wrong')).status).toBe(401);
    const { access_token } = (await (await login(app.appPassword)).json()) as { access_token: string };
    expect(await (await call(`Bearer ${access_token}`)).json()).toMatchObject([{ id: '29:ada', userRole: 'user' }]);
  });
});

describe('the connector', () => {
  it('delivers a reply to its thread, with a token that MSAL fetched over HTTPS', async () => {
    bot.context = (context) => context.sendActivity('got *it*');
    const root = await ada.say('Hi', { in: help, mention: true });
    expect(root).toMatchObject({
      text: '<at>Casebridge</at> Hi',
      attachments: [{ content: expect.stringContaining('itemid="0">Casebridge</span>') as string }],
    });
    const [reply] = help.thread(root);
    expect(ada.sees(reply!)).toBe('got it');
    expect(fake.calls.at(-1)).toMatchObject({
      op: 'reply',
      tenant: district.id,
      conversation: `${help.id};messageid=${root.id}`,
    });
  });

  it('starts threads and chats, reads rosters, updates and deletes, and answers 403 and 404 as Teams does', async () => {
    let conversations!: ConnectorClient['conversations'];
    bot.context = async (context) => ({ conversations } = connectorOf(context));
    await ada.say('x');
    const create = (parameters: object) => conversations.createConversation(parameters as ConversationParameters);
    const opened = await create({ isGroup: false, tenantId: district.id, members: [{ id: 'aad-ada' }] });
    expect(opened.id).toBe(ada.direct.id);
    const channelData = { channel: { id: help.id } };
    const started = await create({ isGroup: true, channelData, activity: withCard(card('A thread')) });
    expect(started.id).toBe(`${help.id};messageid=${started.activityId}`);
    const root = help.message(started.activityId)!;
    await conversations.updateActivity(started.id, root.id, withCard(card('Changed')));
    expect(ada.sees(root)).toBe('Changed');
    await conversations.deleteActivity(started.id, root.id);
    expect(ada.everything()).not.toContain('Changed');
    await expect(conversations.deleteActivity(started.id, root.id)).rejects.toSatisfy((error) => status(error) === 404);
    expect(await conversations.getConversationMember(group.id, '29:rosa')).toMatchObject({
      userRole: 'guest',
      objectId: 'aad-rosa',
    });
    await expect(conversations.getConversationMember(help.id, '29:rosa')).rejects.toSatisfy((error) => status(error) === 404);
    const page = await conversations.getConversationPagedMembers(group.id, { pageSize: 1, continuationToken: '' });
    expect(page.continuationToken).toBe('1');
    await expect(conversations.sendToConversation('19:no@thread.v2', text('x'))).rejects.toSatisfy((e) => status(e) === 404);
    district.uninstall(group);
    await expect(conversations.sendToConversation(group.id, text('x'))).rejects.toSatisfy((e) => status(e) === 403);
    group.installed = true;
  });

  it('fails on request, loses answers, and records callers that ignore Retry-After', async () => {
    const statuses: (number | undefined)[] = [];
    bot.context = async (context) => statuses.push(await context.sendActivity('x').then(() => 201, status));
    fake.fail(
      'reply',
      { kind: 'status', status: 429, retryAfter: 5 },
      { kind: 'status', status: 403, code: 'ConversationBlockedByUser' },
    );
    await ada.say('one', { in: group });
    expect(fake.violations).toEqual([]);
    await ada.say('two', { in: group });
    expect(statuses).toEqual([429, 403]);
    expect(fake.violations.splice(0)).toEqual([expect.stringContaining('Retry-After')]);
    fake.passMs(60_000);
    fake.fail('reply', { kind: 'lost-answer' });
    const before = group.messages.length;
    await ada.say('three', { in: group });
    expect([statuses.at(-1), group.messages.length]).toEqual([undefined, before + 2]);
    fake.passMs(60_000);
    fake.enforceLimits = true;
    bot.context = async (context) => {
      for (let n = 1; n <= 8; n += 1) statuses.push(await context.sendActivity(`${n}`).then(() => 201, status));
    };
    await ada.say('eight', { in: group });
    expect(statuses.slice(-8)).toEqual([...Array<number>(7).fill(201), 429]);
    fake.enforceLimits = false;
    expect(fake.violations.splice(0)).toEqual([expect.stringContaining('more than 7 in 1000 ms')]);
  });

  it('is answered with 400 and recorded', async () => {
    const statuses: unknown[] = [];
    bot.context = async (context) =>
      statuses.push(await context.sendActivity(withCard({ ...card('x'), version: '1.2' })).then(() => 201, status));
    await ada.say('x');
    expect(statuses).toEqual([400]);
    expect(fake.refusals).toEqual([expect.stringContaining('"1.2"')]);
  });
});

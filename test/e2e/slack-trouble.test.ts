import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpRows } from '../database.ts';
import { card, openSlackHarness, openCase, reply, textOf, thread, until, type SlackHarness } from './harness.ts';

let harness: SlackHarness;
beforeAll(async () => {
  harness = await openSlackHarness();
});
afterAll(() => harness.stop());

describe('delivery in trouble', () => {
  it('finds a post whose API response was lost by its metadata, so that it appears once', async () => {
    const { ada, help, queue, fake } = harness;
    const { hers, his } = await openCase(harness, 'A lost answer');
    await harness.bot.worker.idle();
    fake.fail('chat.postMessage', { kind: 'lost-answer' });
    await ada.say('Once, please', help, hers);
    await reply(queue, his, 'Once, please');
    await harness.bot.worker.idle();
    expect(thread(queue, his)).toHaveLength(1);
  });

  it('posts a message once that Slack reports in two events', async () => {
    const { ada, help, queue, fake, district } = harness;
    const { hers, his } = await openCase(harness, 'Two events');
    const said = await ada.say('Only once', help, hers);
    const event = { type: 'message', channel: help.id, channel_type: help.kind, ...said };
    expect(await fake.sendEvent(district, event)).toEqual([200]);
    await reply(queue, his, 'Only once');
    await harness.bot.worker.idle();
    expect(thread(queue, his)).toHaveLength(1);
  });

  it('obeys Retry-After and loses nothing', async () => {
    const { ada, help, queue, fake } = harness;
    const { hers, his } = await openCase(harness, 'Too many requests');
    await harness.bot.worker.idle();
    fake.fail('chat.postMessage', { kind: 'limited', seconds: 1 });
    await ada.say('First', help, hers);
    await ada.say('Second', help, hers);
    await reply(queue, his, 'Second');
    expect(thread(queue, his).map((message) => /First|Second/.exec(textOf(message))?.[0])).toEqual(['First', 'Second']);
    expect(fake.violations).toEqual([]);
  });

  it.each([
    ['a page of HTML', '<!DOCTYPE html><html><body>Bad Gateway</body></html>'],
    ['an empty body', ''],
    ['JSON that says nothing', '{}'],
    ['JSON without an object', 'null'],
    ['a word', 'OK'],
  ])('posts a message once when the answer is %s', async (name, body) => {
    const { ada, help, queue, fake } = harness;
    const { hers, his } = await openCase(harness, `Answered by ${name}`);
    await harness.bot.worker.idle();
    fake.fail('chat.postMessage', { kind: 'odd-answer', body });
    await ada.say('Once, whatever comes back', help, hers);
    await reply(queue, his, 'Once, whatever comes back');
    await harness.bot.worker.idle();
    expect(thread(queue, his)).toHaveLength(1);
    expect(textOf(his)).not.toContain('Not delivered');
  });

  it('posts the card again in a new thread after somebody deleted it', async () => {
    const { ada, max, help, queue } = harness;
    const { hers, his } = await openCase(harness, 'A deleted card');
    await harness.bot.worker.idle();
    queue.messages.splice(queue.messages.indexOf(his), 1);
    await ada.say('Is anybody there?', help, hers);
    const again = await card(queue, 'A deleted card', 'Status: New');
    await reply(queue, again, 'Is anybody there?');
    await max.press(again, 'Claim');
    await max.say('We are', queue, again);
    await reply(help, hers, 'We are');
  });

  it('tells the leads of an archived queue, and fills it in order when it is back', async () => {
    const { ada, max, help, queue } = harness;
    const { hers, his } = await openCase(harness, 'An archived queue');
    await max.press(his, 'View case');
    await harness.bot.worker.idle();
    const told = () => max.direct.messages.map(textOf).join('\n');
    queue.archived = true;
    await ada.say('Can you see this?', help, hers);
    await until('the alarm', () => told().includes("Messages aren't reaching"), told);
    expect(await (await fetch(`${harness.bot.url}/readyz`)).json()).toMatchObject({ ready: true });
    queue.archived = false;
    await reply(queue, his, 'Can you see this?');
    await until('the all-clear', () => told().includes('Everything that was waiting is being sent.'), told);
  });

  it('shows advisors on the case what Slack refused for good, and continues', async () => {
    const { max, help, queue, fake } = harness;
    const { hers, his } = await openCase(harness, 'A refused post');
    await harness.bot.worker.idle();
    fake.fail('chat.postMessage', { kind: 'error', code: 'msg_too_long' });
    await max.say('This one is refused', queue, his);
    await max.say('This one arrives', queue, his);
    await reply(help, hers, 'This one arrives');
    await max.press(his, 'Claim');
    const seen = await card(queue, 'A refused post', 'Not delivered');
    expect(textOf(seen)).toContain('msg_too_long');
    expect(textOf(await card(help, 'A refused post', 'Status: Assigned'))).not.toContain('Not delivered');
  });

  it('shows the person the error id that is in the log, and keeps the message text out of the log', async () => {
    const { ada, help, bot, logged } = harness;
    const { services } = bot;
    const broken = services.settings;
    Object.defineProperty(services, 'settings', { configurable: true, get: () => { throw new Error('a broken part'); } }); // prettier-ignore
    await ada.command('search children of room 12', help);
    Object.defineProperty(services, 'settings', { configurable: true, value: broken });
    const id = /ID: ([0-9a-f]{8})/.exec(ada.privately())?.[1] ?? 'none';
    expect(logged()).toContain(`"id":"${id}"`);
    expect(logged()).not.toContain('room 12');
    expect(logged()).not.toContain('xoxb-');
  });
});

describe('two processes on one database', () => {
  it('share the work: every post arrives once and in order, even when one of them is stopped', async () => {
    const { ada, help, queue, another } = harness;
    const second = await another();
    const cases = [
      await openCase(harness, 'Shared one'),
      await openCase(harness, 'Shared two'),
      await openCase(harness, 'Shared three'),
    ];
    const lines = Array.from({ length: 12 }, (_, n) => `line ${n}.`);
    for (const [index, line] of lines.entries()) {
      await Promise.all(cases.map(({ hers }) => ada.say(line, help, hers)));
      if (index === 6) await second.stop();
    }
    for (const { his } of cases) await reply(queue, his, 'line 11.');
    await harness.bot.worker.idle();
    for (const { his } of cases)
      expect(thread(queue, his).map((message) => /line \d+\./.exec(textOf(message))?.[0])).toEqual(lines);
  });
});

describe('what the operator reads', () => {
  it('includes health, readiness and metrics, but nothing of any case', async () => {
    const { bot } = harness;
    expect(await (await fetch(`${bot.url}/readyz`)).json()).toEqual({ ready: true, database: 'up', queue: 'up' });
    const text = await (await fetch(`${bot.url}/metrics`)).text();
    expect(text).toMatch(/casebridge_delivery_attempts_total\{platform="slack",outcome="delivered"\} [1-9]/);
    expect(text).toMatch(/casebridge_deliveries\{state="dead"\} 1/);
    expect(text).not.toMatch(/refused post|Ada/);
  });
});

describe('who may call', () => {
  it.each([
    ['a wrong signature', { 'x-slack-signature': 'v0=00' }],
    ['an old request', { 'x-slack-request-timestamp': '1000' }],
  ])('refuses %s', async (_what, headers) => {
    const { status } = await harness.fake.post('{"type":"event_callback"}', 'application/json', headers);
    expect(status).toBe(401);
  });

  it.each([
    ['null', 'application/json'],
    ['[]', 'application/json'],
    ['payload=null', 'application/x-www-form-urlencoded'],
    ['payload={', 'application/x-www-form-urlencoded'],
    ['{', 'application/json'],
  ])('survives a signed body that is not a Slack request (%s)', async (body, type) => {
    expect((await harness.fake.post(body, type)).status).toBe(400);
    expect((await fetch(`${harness.bot.url}/healthz`)).status).toBe(200);
  });
});

describe('the endpoint of Slack', () => {
  it('answers the challenge of a new address, and a connection check without a signature', async () => {
    const { fake, bot } = harness;
    const challenge = JSON.stringify({ type: 'url_verification', challenge: 'a challenge' });
    const { status, body } = await fake.post(challenge, 'application/json');
    expect({ status, body }).toEqual({ status: 200, body: '{"challenge":"a challenge"}' });
    expect((await fake.post(challenge, 'application/json', { 'x-slack-signature': 'v0=00' })).status).toBe(401);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const check = await fetch(`${bot.url}/slack/events`, { method: 'POST', headers: form, body: 'ssl_check=1&token=x' });
    expect([check.status, await check.text()]).toEqual([200, '']);
  });

  it('does nothing that an unsigned connection check asks for', async () => {
    const { bot, db } = harness;
    await bot.worker.idle();
    const rows = await dumpRows(db.url);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const fields = {
      ssl_check: '1',
      command: '/case',
      text: 'help',
      team_id: 'T0PLAIN',
      user_id: 'U0ADA',
      channel_id: 'D0ADA',
      trigger_id: '1',
    };
    const body = new URLSearchParams(fields).toString();
    const answer = await fetch(`${bot.url}/slack/events`, { method: 'POST', headers: form, body });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(await dumpRows(db.url)).toEqual(rows);
  });

  it('has no other addresses', async () => {
    const { bot } = harness;
    for (const path of ['/slack', '/slack/', '/slack/other', '/slack/events/more'])
      expect((await fetch(`${bot.url}${path}`, { method: 'POST', body: '{}' })).status).toBe(404);
    expect((await fetch(`${bot.url}/slack/events`)).status).toBe(404);
  });
});

describe('installing', () => {
  it('checks the OAuth state, stores the token encrypted, and deletes it on uninstall', async () => {
    const { fake, bot, db, logged } = harness;
    const third = fake.addWorkspace('T0THIRD');
    fake.codes.set('good-code', 'T0THIRD');
    const begun = await fetch(`${bot.url}/slack/install`, { redirect: 'manual' });
    const location = new URL(begun.headers.get('location') ?? '');
    const state = location.searchParams.get('state') ?? '';
    expect(location.searchParams.get('scope')).toContain('chat:write');
    const cookie = (begun.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

    const forged = await fetch(`${bot.url}/slack/oauth_redirect?code=good-code&state=forged`, { headers: { cookie } });
    expect(forged.status).toBeGreaterThanOrEqual(400);
    const elsewhere = await fetch(`${bot.url}/slack/oauth_redirect?code=good-code&state=${state}`);
    expect(elsewhere.status).toBeGreaterThanOrEqual(400);
    expect(await db.prisma.installation.count({ where: { workspaceId: 'T0THIRD' } })).toBe(0);

    const done = await fetch(`${bot.url}/slack/oauth_redirect?code=good-code&state=${state}`, { headers: { cookie } });
    expect(done.status).toBe(200);
    const stored = await db.prisma.installation.findFirstOrThrow({ where: { workspaceId: 'T0THIRD' } });
    expect(stored.token).not.toContain('xoxb');

    await fake.sendEvent(third, { type: 'app_uninstalled' });
    expect(await db.prisma.installation.count({ where: { workspaceId: 'T0THIRD' } })).toBe(0);
    expect(logged()).not.toContain('xoxb-');
  });

  it('stops requests to a workspace whose token was revoked, and shows its deliveries as failed', async () => {
    const { fake, district, max, queue } = harness;
    const { his } = await openCase(harness, 'A revoked token');
    await harness.bot.worker.idle();
    await fake.sendEvent(district, { type: 'tokens_revoked', tokens: { bot: [district.botUserId] } });
    await max.say('Can you hear me?', queue, his);
    await harness.bot.worker.idle();
    await max.press(his, 'Claim');
    await until(
      'the failure on the card',
      () => textOf(his).includes('not_installed'),
      () => textOf(his),
    );
  });
});

// Requests that are signed by Slack but do not have the shape Slack documents: events, actions, views, shortcuts, searches and commands.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { dumpRows } from '../database.ts';
import { oddPayload, type Json } from '../odd-payloads.ts';
import { soakNumber, soakProgress, soakTimeout } from '../soak.ts';
import { openSlackHarness, openCase, textOf, until, type SlackHarness } from './harness.ts';

interface Recorded {
  [key: string]: Json;
  /** how the body is sent: as JSON, as the field `payload` of a form, or as the fields of a form */
  as: 'json' | 'payload' | 'fields';
  body: Json;
}

let harness: SlackHarness;
/** at least one request of each kind that Slack sends */
let real: Recorded[];
beforeAll(async () => {
  harness = await openSlackHarness();
  real = await recordRequests(harness);
});
afterAll(() => harness.stop());

/** Does in Slack everything a person can do, and keeps what Slack posted to the bot meanwhile. */
async function recordRequests(all: SlackHarness): Promise<Recorded[]> {
  const { fake, ada, max, district, help, queue, bot } = all;
  const post = vi.spyOn(fake, 'post');
  // the bot's first request is slow on a busy machine, and a trigger expires after three seconds
  await ada.openHome();
  const { hers, his } = await openCase(all, 'Odd payloads');
  const elements = [{ type: 'text', text: 'A reply', style: { bold: true } }];
  const blocks = [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }];
  const reply = await ada.say('A reply', help, hers, 1, { blocks, files: [{ name: 'a.txt' }] });
  await ada.edit(reply, 'An edited reply', help);
  await ada.remove(reply, help);
  await ada.mention('list', help);
  await ada.shortcut();
  ada.closeModal();
  await ada.messageShortcut(hers, help);
  ada.closeModal();
  await max.press(his, 'Claim');
  await max.command('incident', queue);
  await max.pressPrivate('Declare incident');
  // only a directory with hundreds of accounts has a field that searches
  const { id, type, private_metadata } = max.view();
  const search: Json = {
    type: 'block_suggestion',
    action_id: 'search',
    block_id: 'accounts',
    value: 'plain',
    user: { id: 'U0MAX', team_id: 'T0CAMPUS' },
    team: { id: 'T0CAMPUS' },
    view: { id, type, private_metadata: private_metadata ?? '' },
  };
  max.closeModal();
  await fake.sendEvent(district, { type: 'user_change', user: { id: 'U0ADA' } });
  await bot.worker.idle();
  const recorded = post.mock.calls.map(([body, type]): Recorded => {
    if (type === 'application/json') return { as: 'json', body: JSON.parse(body) as Json };
    const fields = Object.fromEntries(new URLSearchParams(body));
    if (fields.payload === undefined) return { as: 'fields', body: fields };
    return { as: 'payload', body: JSON.parse(fields.payload) as Json };
  });
  post.mockRestore();
  return [...recorded, { as: 'payload', body: search }];
}

async function send({ as, body }: Recorded, headers: Record<string, string> = {}): Promise<number> {
  const form = 'application/x-www-form-urlencoded';
  const json = JSON.stringify(body ?? null);
  if (as === 'json') return (await harness.fake.post(json, 'application/json', headers)).status;
  const fields = as === 'payload' ? { payload: json } : Object.entries(body ?? {}).map(([key, value]) => [key, String(value)]);
  return (await harness.fake.post(new URLSearchParams(fields as Record<string, string>).toString(), form, headers)).status;
}

describe('a request that Slack did not sign', () => {
  it('is refused whatever it holds, and stores nothing', { timeout: soakTimeout }, async () => {
    const { bot, db } = harness;
    await bot.worker.idle();
    await bot.accessLog.flush();
    const rows = await dumpRows(db.url);
    const now = () => String(Math.floor(Date.now() / 1000));
    const forged = fc.constantFrom(
      () => ({ 'x-slack-signature': '' }),
      () => ({ 'x-slack-signature': `v0=${'0'.repeat(64)}` }),
      () => ({ 'x-slack-request-timestamp': '0' }),
      () => ({ 'x-slack-request-timestamp': String(Number(now()) - 301) }),
      () => ({ 'x-slack-request-timestamp': 'now' }),
    );
    const request = fc.oneof(
      ...real.map(({ as, body }) => fc.oneof(fc.constant(body), oddPayload([body])).map((odd): Recorded => ({ as, body: odd }))),
    );
    const progress = soakProgress('unsigned requests to the endpoint of Slack', 10_000);
    await fc.assert(
      fc.asyncProperty(request, forged, async (one, headers) => {
        expect([400, 401]).toContain(await send(one, headers()));
        progress();
      }),
      { numRuns: soakNumber('SOAK_UNSIGNED', 200), seed: soakNumber('SOAK_SEED', 9), endOnFailure: true },
    );
    await bot.accessLog.flush();
    expect(await dumpRows(db.url)).toEqual(rows);
  });
});

describe('a signed request with something wrong in it', () => {
  it('never causes a server error, and stores nothing when it is refused', { timeout: soakTimeout }, async () => {
    const { bot, db, logged } = harness;
    const refused: Recorded[] = [];
    const before = logged().length;
    const changed = fc.oneof(...real.map(({ as, body }) => oddPayload([body]).map((odd): Recorded => ({ as, body: odd }))));
    const progress = soakProgress('signed requests to the endpoint of Slack', 1_000);
    await fc.assert(
      fc.asyncProperty(changed, async (request) => {
        const status = await send(request);
        progress();
        expect([200, 400, 401]).toContain(status);
        if (status === 400 && refused.length < 1_000) refused.push(request);
      }),
      { numRuns: soakNumber('SOAK_SIGNED', 200), seed: soakNumber('SOAK_SEED', 9), endOnFailure: true },
    );
    const lines = logged().slice(before).split('\n');
    expect(lines.filter((line) => /TypeError|RangeError|PrismaClient|invalid byte sequence/.test(line))).toEqual([]);
    expect(refused.length).toBeGreaterThan(50);

    await bot.worker.idle();
    await bot.accessLog.flush();
    const rows = await dumpRows(db.url);
    for (const request of refused) expect(await send(request)).toBe(400);
    await bot.worker.idle();
    await bot.accessLog.flush();
    expect(await dumpRows(db.url)).toEqual(rows);
  });

  it('is refused with one line in the log that names the field and quotes no content', async () => {
    const { fake, district, help, logged } = harness;
    const before = logged().length;
    const event = { type: 'message', channel: help.id, user: 'U0ADA', ts: '1700000000.000001', text: { secret: 'my password' } };
    // Bolt looks after three seconds whether a request was acknowledged
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      expect(await fake.sendEvent(district, event, 'Ev0ODD')).toContain(400);
      vi.advanceTimersByTime(4_000);
    } finally {
      vi.useRealTimers();
    }
    const [line, ...more] = logged().slice(before).trim().split('\n');
    expect(JSON.parse(line ?? '')).toMatchObject({
      level: 'warn',
      id: 'Ev0ODD',
      kind: 'event_callback message',
      why: 'event.text: invalid_type',
      msg: 'refused a malformed request to /slack/events',
    });
    for (const other of more) expect(other).toContain('Ev0ODD');
    expect(logged()).not.toContain('my password');
  });

  it('keeps a message whose text PostgreSQL could not store as it is', async () => {
    const { ada, help, db } = harness;
    const card = await until('the card', () => help.messages.find((message) => textOf(message).includes('Odd payloads')));
    await ada.say('Half \ud83d of a pair and a\0 NUL', help, card);
    const post = await db.prisma.post.findFirstOrThrow({ where: { body: { contains: 'of a pair' } } });
    expect(post.body).toBe('Half \ufffd of a pair and a NUL');
  });
});

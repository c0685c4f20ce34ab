// Activities that are signed by Teams but do not have the shape Teams documents.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { dumpRows } from '../database.ts';
import type { Json } from '../fake-teams/state.ts';
import { oddPayload } from '../odd-payloads.ts';
import { soakNumber, soakProgress, soakTimeout } from '../soak.ts';
import { asked, openTeamsHarness, seen, type TeamsHarness } from './teams-harness.ts';

let harness: TeamsHarness;
/** at least one activity of each kind that Teams sends */
let real: Json[];
beforeAll(async () => {
  harness = await openTeamsHarness();
  real = await recordActivities(harness);
});
afterAll(() => harness.stop());

/** Does on Teams everything a person can do, and keeps what Teams posted to the bot meanwhile. */
async function recordActivities({ teams, rosa, omar, general, group, help }: TeamsHarness): Promise<Json[]> {
  const deliver = vi.spyOn(teams, 'deliver');
  await rosa.press(await asked(rosa, 'open Odd payloads', '[Open a case]'), 'Open a case');
  await rosa.submit({ module: 'Attendance', priority: 'Medium', description: 'It began.' }, 'Open case');
  rosa.closeDialog();
  const card = await seen(rosa, rosa.direct, 'Odd payloads', 'Status: New');
  const reply = await rosa.say('A reply with a file', {
    quoting: card,
    files: [{ name: 'a.txt', type: 'text/plain', content: 'x' }],
  });
  await rosa.edit(reply, 'An edited reply');
  await rosa.remove(reply);
  await rosa.press(card, 'View case');
  rosa.closeDialog();
  await omar.say('view CB-10001', { in: help, mention: true });
  await rosa.search('odd');
  await rosa.fromMessage(await omar.say('The projector is dark', { in: general, html: '<p>The <b>projector</b> is dark</p>' }));
  rosa.closeDialog();
  await omar.uninstall(group);
  await omar.install(group);
  const activities = deliver.mock.calls.map(([activity]) => activity);
  deliver.mockRestore();
  return activities;
}

describe('an activity that Teams did not sign', () => {
  it('is refused whatever it holds, and stores nothing', { timeout: soakTimeout }, async () => {
    const { bot, db, teams } = harness;
    await bot.worker.idle();
    await bot.accessLog.flush();
    const rows = await dumpRows(db.url);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = part({ iss: 'https://api.botframework.com', aud: 'x', exp: 4_102_444_800 });
    const token = fc.constantFrom(
      null,
      '',
      'x',
      'x.y.z',
      `${part({ alg: 'HS256', typ: 'JWT' })}.${claims}.c2ln`,
      `${part({ alg: 'RS256', typ: 'JWT', kid: 'unknown' })}.${claims}.c2ln`,
    );
    const progress = soakProgress('unsigned requests to the endpoint of Teams', 10_000);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constantFrom(...real), oddPayload(real)), token, async (activity, unsigned) => {
        const { status } = await teams.deliver(activity, unsigned);
        progress();
        // 431: Teams repeats ids in headers, and these are very long
        expect([400, 401, 403, 431]).toContain(status);
      }),
      { numRuns: soakNumber('SOAK_UNSIGNED', 200), seed: soakNumber('SOAK_SEED', 9), endOnFailure: true },
    );
    await bot.accessLog.flush();
    expect(await dumpRows(db.url)).toEqual(rows);
  });
});

describe('a signed activity with something wrong in it', () => {
  it('never causes a server error, and stores nothing when it is refused', { timeout: soakTimeout }, async () => {
    const { rosa, bot, db, logged } = harness;
    const refused: Json[] = [];
    const before = logged().length;
    const progress = soakProgress('signed requests to the endpoint of Teams', 1_000);
    await fc.assert(
      fc.asyncProperty(oddPayload(real), async (activity) => {
        const { status } = await rosa.postRaw(activity);
        progress();
        expect([200, 201, 202, 400, 401, 431, 501]).toContain(status);
        if (status === 400 && refused.length < 1_000) refused.push(activity);
      }),
      { numRuns: soakNumber('SOAK_SIGNED', 200), seed: soakNumber('SOAK_SEED', 9), endOnFailure: true },
    );
    const lines = logged().slice(before).split('\n');
    expect(lines.filter((line) => /TypeError|RangeError|PrismaClient|invalid byte sequence/.test(line))).toEqual([]);
    expect(refused.length).toBeGreaterThan(50);

    await bot.worker.idle();
    await bot.accessLog.flush();
    const rows = await dumpRows(db.url);
    for (const activity of refused) expect((await rosa.postRaw(activity)).status).toBe(400);
    await bot.worker.idle();
    await bot.accessLog.flush();
    expect(await dumpRows(db.url)).toEqual(rows);
  });

  it('is refused with one line in the log that names the field and quotes no content', async () => {
    const { rosa, logged } = harness;
    const before = logged().length;
    const activity = rosa.activity({ type: 'message', id: '1700000000000', text: { secret: 'my password' } });
    expect((await rosa.postRaw(activity)).status).toBe(400);
    const lines = logged().slice(before).trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'warn',
      id: '1700000000000',
      kind: 'message',
      why: 'text: invalid_type',
      msg: 'refused a malformed request to /api/messages',
    });
  });

  it('keeps a message whose text PostgreSQL could not store as it is', async () => {
    const { rosa, db } = harness;
    const card = await seen(rosa, rosa.direct, 'Odd payloads', 'Status: New');
    await rosa.say('Half \ud83d of a pair and a\0 NUL', { quoting: card });
    const post = await db.prisma.post.findFirstOrThrow({ where: { body: { contains: 'of a pair' } } });
    expect(post.body).toBe('Half \ufffd of a pair and a NUL');
  });
});

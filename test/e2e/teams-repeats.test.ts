// Words that Teams delivers more than once, and processes that come and go.
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Casebridge } from '../../src/main.ts';
import type { Message as SlackMessage } from '../fake-slack/state.ts';
import { card as slackCard, reply as slackReply, textOf, thread, until } from './harness.ts';
import { openProcesses, openRosasCase, type Processes } from './teams-processes.ts';
import { seen } from './teams-harness.ts';
import { asRole } from '../database.ts';

let harness: Processes;
let bot: Casebridge;
/** ms by which clocks are ahead: that of the process, and the one durations are measured with */
let [skewMs, slowMs] = [0, 0];
const clock = { now: () => new Date(Date.now() + skewMs) };
beforeAll(async () => {
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + slowMs);
  harness = await openProcesses();
  bot = await harness.start({ clock });
});
afterAll(() => harness.stop());
afterEach(() => {
  const { teams, rosa, sam } = harness;
  expect(teams.refusals).toEqual([]);
  expect(rosa.everything()).not.toContain('between us');
  expect(sam.everything()).not.toMatch(/CB-\d/);
  expect(harness.logged()).not.toContain('failed after the request was answered');
});

const openCase = (subject: string) => openRosasCase(harness, bot, subject);

/** The matches of a pattern in the thread of a case's card in the queue, in order. */
const underCard = (his: SlackMessage, pattern: RegExp): string[] =>
  thread(harness.slackQueue, his).flatMap((message) => pattern.exec(textOf(message))?.[0] ?? []);

describe('a message that arrives more than once', () => {
  it('makes one post and one answer from an activity that arrives four times at the same moment', async () => {
    const { rosa, omar } = harness;
    const { hers, his } = await openCase('Four at once');
    await rosa.say('Only once', { quoting: hers, times: 4 });
    await omar.say('mine', { times: 4 });
    await seen(omar, omar.direct, 'My open cases');
    await bot.worker.idle();
    expect(underCard(his, /Only once/)).toHaveLength(1);
    expect(omar.direct.messages.slice(-2).filter((message) => omar.sees(message).includes('My open cases'))).toHaveLength(1);
  });

  it('keeps a second “yes” of the same person, right away or 15 seconds later', async () => {
    const { rosa } = harness;
    const { hers, his } = await openCase('Yes, yes, yes');
    await rosa.say('yes', { quoting: hers, fingerprint: true });
    await settled();
    skewMs += 15_000;
    await rosa.say('yes', { quoting: hers });
    await bot.worker.idle();
    expect(underCard(his, /yes/)).toHaveLength(3);
  });

  it('posts a message that Teams retries under another ID once, and the same text sent later again', async () => {
    const { rosa, teams, db } = harness;
    const { hers, his } = await openCase('A slow answer');
    const holder = new pg.Client(asRole(db.url, 'postgres'));
    await holder.connect();
    await holder.query('begin');
    const number = Number(/CB-(\d+)/.exec(rosa.sees(hers))?.[1]);
    await holder.query('select from "case" where number = $1 for update', [number]);
    const waiting = async (count: number): Promise<void> => {
      const text = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      while ((await holder.query(text)).rowCount !== count) await wait(10);
    };
    const sent = vi.spyOn(teams, 'deliver');
    const first = rosa.say('yes indeed', { quoting: hers });
    await waiting(1);
    skewMs += 15_000;
    slowMs += 15_000;
    const [activity] = sent.mock.calls[0] ?? [{}];
    sent.mockRestore();
    const second = rosa.postRaw({ ...activity, id: teams.newId() });
    await waiting(2);
    await holder.query('commit');
    await holder.end();
    await first;
    expect((await second).status).toBe(200);
    await slackReply(harness.slackQueue, his, 'yes indeed');
    await bot.worker.idle();
    expect(underCard(his, /yes indeed/)).toHaveLength(1);
    skewMs += 120_000;
    await rosa.say('yes indeed', { quoting: hers });
    await bot.worker.idle();
    expect(underCard(his, /yes indeed/)).toHaveLength(2);
  });
});

describe('a process that stood still while Teams sent a message again', () => {
  it.each([
    ['with the time of the first', 16_000],
    ['with a time of its own', 1_000],
  ])('posts it once: a copy %s', async (_case, copySentAgo) => {
    const { rosa, teams } = harness;
    const { hers, his } = await openCase(copySentAgo > 10_000 ? 'Frozen process' : 'Halted server');
    const sent = vi.spyOn(teams, 'deliver').mockResolvedValueOnce({ status: 200, body: '' });
    await rosa.say('said once', { quoting: hers });
    const [activity] = sent.mock.calls[0] ?? [{}];
    sent.mockRestore();
    const now = Date.now();
    const arrives = (sentAgo: number) =>
      rosa.postRaw({ ...activity, id: teams.newId(), timestamp: new Date(now - sentAgo).toISOString() });
    expect((await arrives(16_000)).status).toBe(200);
    await settled();
    expect((await arrives(copySentAgo)).status).toBe(200);
    await bot.worker.idle();
    expect(underCard(his, /said once/)).toHaveLength(1);
  });
});

describe('processes', () => {
  it('share the work on one database, once and in order, even when one of them is stopped', async () => {
    const { rosa, max, teams, slackQueue } = harness;
    const [{ hers, his }, other] = [await openCase('Shared one'), await openCase('Shared two')];
    const [one, two] = [bot, await harness.start({ clock })];
    const lines = Array.from({ length: 10 }, (_, n) => `shared ${n}.`);
    for (const [n, line] of lines.entries()) {
      teams.botUrl = n % 2 === 0 || n > 6 ? two.url : one.url;
      await Promise.all([rosa.say(line, { quoting: hers, times: 2 }), max.say(line, slackQueue, other.his)]);
      if (n === 6) await one.stop();
    }
    bot = two;
    await slackReply(slackQueue, his, 'shared 9.');
    await seen(rosa, rosa.direct, 'Max Reyes', 'shared 9.');
    await bot.worker.idle();
    expect(underCard(his, /shared \d\./)).toEqual(lines);
    const received = rosa.direct.messages.filter((message) => rosa.sees(message).includes('Max Reyes · Campus Support'));
    expect(received.flatMap((message) => /shared \d\./.exec(rosa.sees(message))?.[0] ?? [])).toEqual(lines);
  });

  it('continue where another one was stopped in the middle of a case', async () => {
    const { rosa, max, slackQueue } = harness;
    const { hers, his } = await openCase('Interrupted');
    await max.press(his, 'Ask');
    await max.submit({ question: 'Which room?' });
    await bot.stop();
    bot = await harness.start({ clock });
    const question = await seen(rosa, rosa.direct, 'Which room?', '[Answer]');
    await rosa.press(question, 'Answer');
    await bot.stop();
    bot = await harness.start({ clock });
    await rosa.submit({ post: 'Room 12' });
    await max.press(his, 'Resolve');
    await bot.stop();
    bot = await harness.start({ clock });
    await max.submit({ explanation: 'It has its light back.' });
    await rosa.press(await seen(rosa, rosa.direct, 'its light back', '[Yes, close case]'), 'Yes, close case');
    await until('the closed card', () => rosa.sees(hers).includes('Status: Closed'));
    await slackCard(slackQueue, 'Interrupted', 'Status: Closed');
    await bot.worker.idle();
    expect(underCard(his, /Room 12/)).toHaveLength(1);
    const received = rosa.direct.messages.flatMap((message) => /Which room\?|its light back/.exec(rosa.sees(message))?.[0] ?? []);
    expect(received).toEqual(['Which room?', 'its light back']);
  });
});

/** What is done after a request was answered is done, too. */
async function settled(): Promise<void> {
  await bot.stop();
  bot = await harness.start({ clock });
}

// What Teams may do to what is sent: refuse it, limit it, lose the answer.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Casebridge } from '../../src/main.ts';
import type { Operation } from '../fake-teams/faults.ts';
import { textOf, until } from './harness.ts';
import { fastWorker, openProcesses, openRosasCase, type Processes } from './teams-processes.ts';
import { asked, seen } from './teams-harness.ts';

let harness: Processes;
let bot: Casebridge;
beforeAll(async () => {
  harness = await openProcesses();
  bot = await harness.start();
});
afterAll(() => harness.stop());
afterEach(() => {
  harness.teams.enforceLimits = false;
  const { teams, slack, rosa, sam } = harness;
  expect(teams.refusals).toEqual([]);
  // without a pace the limits of a conversation are broken, but what Teams asks for is obeyed
  expect([...teams.violations, ...slack.violations].filter((what) => !what.includes('more than'))).toEqual([]);
  expect(rosa.everything()).not.toContain('between us');
  expect(sam.everything()).not.toMatch(/CB-\d/);
  expect(harness.logged()).not.toContain('failed after the request was answered');
});

const openCase = (subject: string) => openRosasCase(harness, bot, subject);

/** The matches of a pattern in Rosa's chat, in order. */
const inChat = (pattern: RegExp): string[] =>
  harness.rosa.direct.messages.flatMap((message) => pattern.exec(harness.rosa.sees(message))?.[0] ?? []);

describe('delivery', () => {
  it('obeys Retry-After and loses nothing', async () => {
    const { rosa, max, teams, slackQueue } = harness;
    const { his } = await openCase('Too many requests');
    teams.fail('send', { kind: 'status', status: 429, retryAfter: 2 });
    await max.say('First', slackQueue, his);
    await max.say('Second', slackQueue, his);
    await seen(rosa, rosa.direct, 'Second');
    expect(inChat(/First|Second/)).toEqual(['First', 'Second']);
  });

  it('stays within the limits of Teams by its own pace', async () => {
    const { max, teams, slackQueue } = harness;
    const { his } = await openCase('A long talk');
    await bot.stop();
    bot = await harness.start({ worker: fastWorker });
    teams.passMs(60_000);
    teams.enforceLimits = true;
    const before = teams.violations.length;
    const lines = Array.from({ length: 6 }, (_, n) => `talk ${n}.`);
    for (const line of lines) await max.say(line, slackQueue, his);
    await bot.worker.idle();
    expect(inChat(/talk \d\./)).toEqual(lines);
    expect(teams.violations.slice(before)).toEqual([]);
    teams.enforceLimits = false;
    await bot.stop();
    bot = await harness.start();
  });

  it('retries on 412, 502 and 504, as Teams asks, and the message appears once', async () => {
    const { rosa, max, teams, slackQueue } = harness;
    const { hers, his } = await openCase('A bad day');
    const faults = [412, 502, 504].map((status) => ({ kind: 'status' as const, status }));
    for (const op of ['send', 'update', 'delete'] as Operation[]) teams.fail(op, ...faults);
    await max.say('All the same', slackQueue, his);
    await max.press(his, 'Claim');
    await seen(rosa, rosa.direct, 'All the same');
    await until('the card to show who took it', () => rosa.sees(hers).includes('Advisor: Max Reyes'));
    const withdrawn = await max.say('Withdrawn', slackQueue, his);
    const there = await seen(rosa, rosa.direct, 'Withdrawn');
    await max.remove(withdrawn, slackQueue);
    await until('the withdrawn message to be deleted', () => there.deleted);
    await bot.worker.idle();
    expect(inChat(/All the same|Withdrawn/)).toEqual(['All the same']);
    expect(textOf(his)).not.toContain('Not delivered');
  });

  it.each([
    ['403', { kind: 'status' as const, status: 403 }],
    ['404', { kind: 'status' as const, status: 404 }],
  ])('keeps messages for a conversation that accepts none, and sends them in order later: %s', async (status, fault) => {
    const { rosa, max, teams, slackQueue } = harness;
    const { his } = await openCase(`Closed for a while ${status}`);
    teams.fail('send', fault, fault);
    await max.say(`This one waits ${status}`, slackQueue, his);
    await max.say(`This one is next ${status}`, slackQueue, his);
    await seen(rosa, rosa.direct, `This one is next ${status}`);
    await bot.worker.idle();
    const inOrder = inChat(new RegExp(`This one (waits|is next) ${status}`));
    expect(inOrder.map((text) => text.replace(/.*This/s, 'This'))).toEqual([
      `This one waits ${status}`,
      `This one is next ${status}`,
    ]);
  });

  it.each([
    ['a page of HTML', '<!DOCTYPE html><html><body>Bad Gateway</body></html>'],
    ['an empty body', ''],
    ['JSON without an id', '{}'],
  ])('posts a message at least once when the answer is %s', async (name, body) => {
    const { rosa, max, teams, slackQueue } = harness;
    const { his } = await openCase(`Answered by ${name}`);
    teams.fail('send', { kind: 'odd-answer', body });
    await max.say(`Despite ${name}`, slackQueue, his);
    await seen(rosa, rosa.direct, `Despite ${name}`);
    await bot.worker.idle();
    expect(textOf(his)).not.toContain('Not delivered');
  });

  it.each([['413', { kind: 'status' as const, status: 413, code: 'MessageSizeTooBig' }, 'MessageSizeTooBig']])(
    "shows a final error on the advisors' card and continues: %s",
    async (_status, fault, code) => {
      const { rosa, max, teams, slackQueue } = harness;
      const { hers, his } = await openCase(`Refused ${code}`);
      teams.fail('send', fault);
      await max.say('This one is refused', slackQueue, his);
      await max.say(`This one arrives after ${code}`, slackQueue, his);
      await seen(rosa, rosa.direct, `This one arrives after ${code}`);
      await until('the failure on the card', () => textOf(his).includes(`Not delivered (Rosa Lind's direct messages: ${code})`));
      expect(inChat(/is refused/)).toEqual([]);
      expect(rosa.sees(hers)).not.toContain('Not delivered');
    },
  );

  it('fails visibly for a person who removed the bot, and works again once they add it', async () => {
    const { rosa, max, slackQueue } = harness;
    const { his } = await openCase('Gone for a while');
    await rosa.uninstall();
    await max.say('Where are you?', slackQueue, his);
    await until('the failure on the card', () => textOf(his).includes('ForbiddenOperationException'));
    await rosa.install();
    await max.say('Welcome back', slackQueue, his);
    await seen(rosa, rosa.direct, 'Welcome back');
  });

  it('posts a message at least once when the response was lost, because Teams has no way to look it up', async () => {
    const { rosa, max, teams, slackQueue } = harness;
    const { his } = await openCase('A lost answer');
    teams.fail('send', { kind: 'lost-answer' });
    await max.say('Arrives in any case', slackQueue, his);
    await max.say('And the next', slackQueue, his);
    await seen(rosa, rosa.direct, 'And the next');
    const there = inChat(/Arrives in any case|And the next/);
    expect(there.slice(0, -1)).toContain('Arrives in any case');
    expect(there.filter((text) => text === 'And the next')).toHaveLength(1);
    expect(textOf(his)).not.toContain('Not delivered');
  });

  it.each([
    ['504', { kind: 'status' as const, status: 504 }],
    ['429', { kind: 'status' as const, status: 429, retryAfter: 2 }],
  ])('retries the answer to a typed command: %s', async (_status, fault) => {
    const { omar, teams, general } = harness;
    teams.fail('send', fault, fault);
    await asked(omar, 'help', 'Omar Diaz, you are an Authorized Contact');
    teams.fail('create', fault);
    await asked(omar, 'mine', 'I answered in our chat', { in: general, mention: true });
    expect(omar.sees(omar.direct.messages.at(-1)!)).toContain('My open cases');
  });
});

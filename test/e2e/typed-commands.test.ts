// Commands that are typed as messages, on both platforms: what they posted follows the edits and the deletion of the message.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from './harness.ts';
import { fileCase, slackUser, teamsUser, type PlatformUser, type Typed } from './platform-driver.ts';
import { openTeamsHarness, type TeamsHarness } from './teams-harness.ts';

let harness: TeamsHarness;
beforeAll(async () => {
  harness = await openTeamsHarness();
});
afterAll(() => harness.stop());

interface Cast {
  hers: PlatformUser;
  /** Writes to the bot in the advisor's direct conversation. */
  types: (text: string) => Promise<Typed>;
  /** Reads everything the advisor was shown. */
  everything: () => string;
}

const casts: Record<'Slack' | 'Teams', () => Cast> = {
  Slack: () => {
    const { ada, max, slackHelp } = harness;
    return {
      hers: slackUser(ada, 'Ada Park', slackHelp),
      types: async (text) => {
        const typed = await max.say(text, max.direct);
        return { edit: (next) => max.edit(typed, next, max.direct), remove: () => max.remove(typed, max.direct) };
      },
      everything: () => max.everything(),
    };
  },
  Teams: () => {
    const { rosa, tia } = harness;
    return {
      hers: teamsUser(rosa, 'Rosa Lind', rosa.direct),
      types: async (text) => {
        const typed = await tia.say(text);
        return { edit: (next) => tia.edit(typed, next), remove: () => tia.remove(typed) };
      },
      everything: () => tia.everything(),
    };
  },
};

describe.each(['Slack', 'Teams'] as const)('on %s', (platform) => {
  it.each(['ask', 'resolve'])('carries the edit and the deletion of a typed “%s” to the contact', async (command) => {
    const { hers, types, everything } = casts[platform]();
    const subject = `Typed ${command} on ${platform}`;
    const question = { module: 'Fees', priority: 'Medium', description: 'It began on Monday.' };
    await fileCase(hers, { ...question, subject });
    const number = /CB-\d+/.exec((await hers.sees(subject, 'Status: New')).text())?.[0] ?? '';

    const typed = await types(`${command} ${number} Whch printer, ${subject}?`);
    const shown = await hers.sees(`Whch printer, ${subject}?`);
    await typed.edit(`${command} ${number} Which printer, ${subject}?`);
    await until('the edit to arrive', () => shown.text().includes(`Which printer, ${subject}?`));
    expect(shown.text()).not.toContain(`${command} CB-`);
    await typed.remove();
    await until('the deletion to arrive', () => shown.text() === '');
    await until('the advisor to learn it', () => everything().includes(`deleted from ${number}`), everything);
  });
});

it('does not notify a contact on Slack of their own “/case post” in their direct conversation', async () => {
  const { ada, slackQueue, bot } = harness;
  await ada.command('open Typed after a slash', ada.direct);
  await ada.submit({ module: 'Attendance', priority: 'Medium', description: 'It began.' });
  ada.closeModal();
  const queue = slackUser(harness.max, 'Max Reyes', slackQueue);
  const number = /CB-\d+/.exec((await queue.sees('Typed after a slash')).text())?.[0] ?? '';
  await bot.worker.idle();
  await ada.command(`post ${number} Only once, please`, ada.direct);
  await queue.sees('Only once, please');
  await bot.worker.idle();
  const own = ada.direct.messages.filter(({ text, blocks }) => JSON.stringify([text, blocks]).includes('Only once, please'));
  expect(own.filter((message) => message.thread_ts !== undefined)).toEqual([]);
});

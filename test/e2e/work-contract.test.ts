// How advisors arrange their work, on Slack and on Teams: canned answers, snoozed and watched cases, merged duplicates.
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../../src/chat/actions.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { sendReports } from '../../src/usecases/search/send-reports.ts';
import { contractWorld, type ContractWorld } from './contract-world.ts';
import { cannedAnswer } from './form-scenarios.ts';
import { until } from './harness.ts';
import type { PlatformUser } from './platform-driver.ts';
import { openTeamsHarness, type TeamsHarness } from './teams-harness.ts';

const platforms = ['Slack', 'Teams'] as const;
let harness: TeamsHarness;
let worlds: Record<(typeof platforms)[number], ContractWorld>;

beforeAll(async () => {
  harness = await openTeamsHarness({ environment: { CASEBRIDGE_CONFIG: path.join(import.meta.dirname, 'reports.yaml') } });
  worlds = { Slack: await contractWorld(harness, 'Slack'), Teams: await contractWorld(harness, 'Teams') };
});
afterAll(() => harness.stop());
afterEach(() => {
  for (const { users } of Object.values(worlds)) for (const user of Object.values(users)) user.closeWindow();
  expect(harness.teams.refusals).toEqual([]);
  expect(harness.slack.violations).toEqual([]);
});

/** Waits for the field that an answer is filled into. */
const filledIn = (user: PlatformUser, field: string) =>
  until(
    `the field ${field}`,
    () => Object.keys(user.blank()).some((name) => name.includes(field)),
    () => user.window(),
  );

/** Types a command where it can open a form. */
const say = (text: string) => actions.say.button(text, 'Go');

describe.each(platforms)('on %s', (platform) => {
  const write = (world: ContractWorld, number: number, text: string) =>
    addPost(world.services, world.contact, { number, text }, world.request());

  it('fills a canned answer into the form, where it is edited before it is sent', async () => {
    const world = worlds[platform];
    const { lead } = world.users;
    const text = 'Dear {{contact.first_name}}, is {{case.number}} *urgent*?';
    const id = await cannedAnswer(world, `Urgency ${platform}`, text);
    const number = await world.open(`Canned **${platform}** <b>`);
    const filled = `Dear ${world.contact.name.split(' ')[0] ?? ''}, is CB-${number}`;

    await world.opens('lead', actions.ask.button(number, 'Go'), 'Ask the contact');
    await lead.change('canned', String(id), 'Insert answer');
    await filledIn(lead, 'question-1');
    await world.shows('contact', [filled, 'asked:'], () => lead.submit({}, 'Ask'));

    await world.opens('lead', actions.post.button(number, 'Go'), 'Post');
    await lead.change('canned', String(id), 'Insert answer');
    await filledIn(lead, 'post-1');
    const edited = `Edited on ${platform}`;
    await world.shows('contact', [edited], () => lead.submit({ 'post-1': edited }, 'Post'));
  });

  it('previews a canned answer before anything is sent', async () => {
    const world = worlds[platform];
    await cannedAnswer(world, `Preview ${platform}`, 'About “{{case.subject}}”.');
    const subject = `Previewed *${platform}*`;
    const number = await world.open(subject);
    const shown = ['Preview of', `About “${subject}”.`, '[Post]', '[Edit first]'];
    await world.shows('lead', shown, () => world.users.lead.pressNew(say(`answer CB-${number} preview ${platform}`)));
    expect(world.users.contact.everything()).not.toContain(`About “${subject}”.`);
  });

  it('gives a snoozed case back in the direct messages when its contact writes', async () => {
    const world = worlds[platform];
    const number = await world.open(`Snoozed ${platform}`);
    await world.shows('lead', [`CB-${number} is out of your lists until`], () =>
      world.users.lead.pressNew(say(`snooze CB-${number} in 2 hours`)),
    );
    const back = [`CB-${number} is back in your lists.`, `${world.contact.name} replied.`];
    await world.shows('lead', back, async () => void (await write(world, number, 'It is worse.')));
    expect(world.users.contact.everything()).not.toContain('your lists');
  });

  it('shows a watcher everything that happens, in their direct messages, until they stop', async () => {
    const world = worlds[platform];
    const subject = `Watched ${platform}`;
    const number = await world.open(subject);
    await world.shows('lead', [subject, 'You watch this case', 'Stop watching'], () =>
      world.users.lead.pressNew(say(`watch CB-${number}`)),
    );
    const first = `Louder, ${platform}`;
    await write(world, number, first);
    await until('the post in the queue and in the direct messages', () => world.count('lead', [first]) === 2);
    await world.hides('lead', [subject, 'Stop watching'], () => world.users.lead.pressNew(say(`unwatch CB-${number}`)));
    const second = `Loudest, ${platform}`;
    await write(world, number, second);
    await until('the post in the queue', () => world.count('lead', [second]) > 0);
    await harness.bot.worker.idle();
    expect(world.count('lead', [second])).toBe(1);
    expect(world.users.contact.everything()).not.toContain('Watchers');
  });

  it('shows statistics with a chart to a lead, and nothing of them to a contact who repeats the button', async () => {
    const world = worlds[platform];
    await world.open(`Counted ${platform}`);
    const seen = [
      'Stats for the last 7 days',
      'Chart of cases opened and closed per day',
      'By account',
      'opened ·',
      'Download CSV',
    ];
    await world.shows('lead', seen, () => world.users.lead.pressNew(say('stats 7d by account')));
    const split = actions.stats.button({ period: '<7d', split: 'module' }, 'Go');
    await world.shows('lead', ['By module', world.module], () => world.users.lead.pressNew(split));
    await world.shows('contact', ['Only leads can do that.'], () => world.users.contact.pressNew(split));
    expect(world.users.contact.everything()).not.toContain('Stats for');
  });

  it('posts the weekly report to its channel', async () => {
    const world = worlds[platform];
    const channelId = platform === 'Slack' ? 'C0QUEUE' : '19:fees@thread.tacv2';
    const { settings } = world.services;
    const reports = settings.reports.filter(({ channel }) => channel.channelId === channelId);
    // a Monday in the future, when the cases of now are still open
    const clock = { now: () => new Date('2031-01-06T14:00:00Z') };
    const services = { ...world.services, clock, settings: { ...settings, reports } };
    const shown = [
      'Weekly report: Dec 30, 2030 – Jan 5, 2031',
      'Chart of cases opened and closed per day',
      'Time to first response',
      'Explore',
    ];
    await world.shows('lead', shown, async () => {
      expect(await sendReports(services)).toEqual({ reports: 1, refused: 0 });
    });
  });

  it('merges a duplicate, and the contact reads it in the case that goes on', async () => {
    const world = worlds[platform];
    const into = await world.open(`Goes on ${platform}`);
    const subject = `Merged ${platform}`;
    const number = await world.open(subject);
    await world.shows('contact', ['erged a duplicate into this case:', subject], () =>
      world.shows('contact', [subject, 'Status: Closed'], () =>
        world.users.lead.pressNew(say(`merge CB-${number} into CB-${into}`)),
      ),
    );
    await world.shows('contact', [subject, 'Status: New'], () => world.users.lead.pressNew(say(`unmerge CB-${number}`)));
  });
});

// Development issues on Slack and on Teams, with a bot that is configured for Jira: the form that creates one, its webhook, the card that
// follows it, and what a lead is asked.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../../src/chat/actions.ts';
import { FakeJira } from '../fake-trackers/fake-jira.ts';
import { contractWorld, type ContractWorld } from './contract-world.ts';
import { until } from './harness.ts';
import { openTeamsHarness, type TeamsHarness } from './teams-harness.ts';

const platforms = ['Slack', 'Teams'] as const;
const jira = new FakeJira('jira-cloud');
let folder: string;
let harness: TeamsHarness;
let worlds: Record<(typeof platforms)[number], ContractWorld>;

beforeAll(async () => {
  await jira.start();
  const { token, user, webhookSecret } = jira.config();
  folder = await mkdtemp(path.join(tmpdir(), 'casebridge-trackers-'));
  const file = path.join(folder, 'casebridge.yaml');
  await writeFile(file, `trackers:\n  - { kind: jira-cloud, name: jira, url: "${jira.url}", project: DEV }\n`);
  const environment = {
    TRACKER_JIRA_TOKEN: token,
    TRACKER_JIRA_USER: user ?? '',
    TRACKER_JIRA_WEBHOOK_SECRET: webhookSecret ?? '',
  };
  harness = await openTeamsHarness({ environment: { CASEBRIDGE_CONFIG: file, ...environment } });
  worlds = { Slack: await contractWorld(harness, 'Slack'), Teams: await contractWorld(harness, 'Teams') };
});
afterAll(async () => {
  await harness.stop();
  await jira.stop();
  await rm(folder, { recursive: true });
});
afterEach(() => {
  for (const { users } of Object.values(worlds)) for (const user of Object.values(users)) user.closeWindow();
  expect(harness.teams.refusals).toEqual([]);
  expect(harness.slack.violations).toEqual([]);
});

describe.each(platforms)('on %s', (platform) => {
  it('creates an issue, follows it, and proposes to mark the defect fixed', async () => {
    const world = worlds[platform];
    const { lead } = world.users;
    const subject = `Issue ${platform}`;
    const number = await world.open(subject);
    await world.opens('lead', actions.defect.button(number, 'Go'), 'Defect');
    await lead.change('finding', 'defect', 'Refresh the form');
    await until(
      'the title of the issue',
      () => Object.keys(lead.blank()).some((name) => name.includes('issue-title')),
      () => lead.window(),
    );
    const values = { environment: 'Staging', steps: 'Open it.', result: 'It is empty.' };
    await world.shows('lead', [`CB-${number} is with development.`, 'Jira'], () => lead.submit(values, 'Save'));
    await until(
      'the number of the issue',
      () => world.count('lead', [subject, 'Defect: DEV-']) > 0,
      () => world.users.lead.everything(),
    );
    const issue = jira.issues.find(({ title }) => title === subject);
    if (!issue) throw new Error('the issue was not created');
    jira.change(issue, { state: 'Done', assignee: 'Dana Cole', target: { name: `Release ${platform}`, date: '2027-01-15' } });
    await world.shows('lead', ['is fixed in Jira.', '[Mark fixed]'], async () => {
      const { headers, body } = jira.webhook(issue);
      const sent = await fetch(`${harness.bot.url}/trackers/jira`, { method: 'POST', headers, body });
      expect([sent.status, await sent.json()]).toEqual([200, { followed: true }]);
    });
    expect(world.users.contact.everything()).not.toContain('Dana Cole');
    expect(world.users.contact.everything()).toContain('DEV-');
  });

  it('removes the link to an issue after the form has said what follows', async () => {
    const world = worlds[platform];
    const { lead, contact } = world.users;
    const defect = await world.defect(`Unlinked ${platform}`);
    const number = Number(defect.replace('DEV-', ''));
    await world.opens('lead', actions.defect.button(number, 'Go'), 'Defect');
    await lead.change('link', 'remove', 'Refresh the form');
    await until(
      'what follows',
      () => lead.window().includes(`This removes the link to ${defect}.`),
      () => lead.window(),
    );
    await world.shows('lead', [`CB-${number} is no longer linked to a defect, and the contact is notified.`], () =>
      lead.submit({ reason: 'It was the cache.' }, 'Remove link'),
    );
    await until(
      'the contact to be notified',
      () => contact.everything().includes(`unlinked this case from product defect ${defect}. The case is with support again.`),
      () => contact.everything(),
    );
    expect(contact.everything()).not.toContain('the cache');
  });
});

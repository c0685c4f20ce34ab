// Development issues as people see them: the form, its errors, the cards of both sides, and what leads are asked.
import { describe, expect } from 'vitest';
import { createTracker } from '../../../src/trackers/index.ts';
import { followDevIssues } from '../../../src/usecases/defects/follow-dev-issues.ts';
import { FakeGitHub } from '../../fake-trackers/fake-github.ts';
import { FakeJira } from '../../fake-trackers/fake-jira.ts';
import { test as base } from '../harness.ts';
import { readCard } from '../read-card.ts';
import { renderDelivery } from '../../../src/chat/render-delivery.ts';

const it = base
  /** A bot with two trackers. */
  .extend('trackers', { scope: 'file', auto: true }, async ({ harness }, { onCleanup }) => {
    const { services, at } = harness.world;
    const [jira, github] = [await new FakeJira('jira-cloud').start(), await new FakeGitHub().start()];
    onCleanup(async () => void (await Promise.all([jira.stop(), github.stop()])));
    const configs = [jira.config(), github.config()];
    services.settings = { ...services.settings, trackers: configs.map(({ setting }) => setting) };
    services.trackers = { list: configs.map((config) => createTracker(config, { timeoutMs: 1000, now: () => at.now })) };
    return { jira, github };
  })
  /** Lets minutes pass, and has the clock follow issues. */
  .extend('later', { scope: 'file' }, ({ harness }) => async (minutes: number) => {
    const { at, services } = harness.world;
    at.now = new Date(at.now.getTime() + minutes * 60_000);
    return followDevIssues(services);
  })
  .extend('form', { scope: 'file' }, ({ harness }) => async (number: number) => {
    return (await harness.tia.command(`defect CB-${number}`)).change({ finding: 'defect' });
  });

const tried = { environment: 'Staging', steps: 'Open term 2', result: 'Term 1 is shown' };

describe('the form', () => {
  it('offers to create an issue, with title and description filled in', async ({ harness, form }) => {
    const number = await harness.world.open({ subject: 'Grades vanish', replicationSteps: 'Open the grade book.' });
    const { text } = await form(number);
    expect(text).toContain('Development issue*: Create issue');
    expect(text).toContain('Create in*: Jira · DEV');
    expect(text).toContain('Title of the issue*: Grades vanish');
    expect(text).toContain('Open the grade book.');
    expect(text).not.toContain('Development issue number');
  });

  it('creates the issue where it was chosen, and says so', async ({ harness, form, later, trackers }) => {
    const number = await harness.world.open({ subject: 'Fees vanish' });
    const done = await (await form(number)).submit({ ...tried, tracker: 'github', 'issue-text': '1. Open @all' });
    expect(done.text).toContain(`CB-${number} is with development. We're creating the issue in GitHub`);
    expect(readCard(await harness.card(number, 'advisor'))).toContain('The issue is being created in GitHub.');
    const contact = readCard(await harness.card(number, 'contact'));
    expect(contact).toContain('Defect: Reported to development');
    expect(contact).not.toMatch(/PENDING|GitHub/);
    await later(0);
    const [issue] = trackers.github.issues;
    expect(issue?.text).toContain('1. Open @\u200Ball');
    expect(issue?.text).toContain(`Support case CB-${number}. To answer support, write \\#support in a comment.`);
    expect(readCard(await harness.card(number, 'advisor'))).toContain('Defect: GH-1 (in development)');
    expect(readCard(await harness.card(number, 'contact'))).toContain('Defect: GH-1 (in development)');
  });

  it('marks what is wrong in it', async ({ harness, form }) => {
    const number = await harness.world.open();
    const create = await form(number);
    expect((await create.submit({ ...tried, 'issue-title': ' ' })).mistakes).toEqual({ 'issue-title': 'Enter a title.' });
    expect((await create.submit({ ...tried, tracker: 'gone' })).mistakes).toEqual({
      tracker: 'Choose where to create the issue.',
    });
    expect((await create.submit({ ...tried, 'issue-text': 'x'.repeat(3001) })).mistakes).toEqual({
      'issue-text': 'Too long: 3,001 characters. The limit is 3,000.',
    });
    const link = await create.change({ issue: 'link' });
    expect(link.text).toContain('Development issue*: Link issue');
    for (const wrong of ['', 'forty-two', 'PENDING-1', 'https://elsewhere.example/browse/DEV-1'])
      expect((await link.submit({ ...tried, 'defect-number': wrong })).mistakes).toEqual({
        'defect-number': 'Enter the number of the issue, such as DEV-4711, or paste its address.',
      });
    expect((await link.submit({ ...tried, 'defect-number': '#404' })).mistakes).toEqual({
      'defect-number': 'GitHub has no issue GH-404. Check the number.',
    });
  });

  it('links an issue by its address', async ({ harness, form, later, trackers }) => {
    const issue = trackers.jira.add('Terms of last year');
    const number = await harness.world.open();
    const link = await (await form(number)).change({ issue: 'link' });
    const done = await link.submit({ ...tried, 'defect-number': `${trackers.jira.url}/browse/DEV-${issue.number}` });
    expect(done.text).toContain(`is linked to DEV-${issue.number}.`);
    trackers.jira.change(issue, { assignee: 'Dana Cole', target: { name: '2026.12', date: '2026-12-15' } });
    await later(15);
    const shown = readCard(await harness.card(number, 'advisor'));
    expect(shown).toContain('Issue: To Do · Dana Cole · target 2026.12 (Dec 15, 2026)');
    expect(shown).toContain(`${trackers.jira.url}/browse/DEV-${issue.number}`);
    for (const text of [readCard(await harness.card(number, 'contact')), (await harness.ada.command(`CB-${number}`)).text])
      expect(text).not.toMatch(/Dana Cole|To Do|browse/);
    expect((await harness.tia.command(`defect DEV-${issue.number}`)).text).toContain('Issue: To Do · Dana Cole');
  });
});

describe('a followed issue', () => {
  it('says on the card since when the tracker does not answer', async ({ harness, form, later, trackers }) => {
    const number = await harness.world.open();
    await (await form(number)).submit(tried);
    await trackers.jira.stop();
    await later(0);
    const shown = readCard(await harness.card(number, 'advisor'));
    expect(shown).toContain("Jira hasn't answered since");
    expect(shown).toContain("We'll create the issue once it answers.");
    expect(readCard(await harness.card(number, 'contact'))).not.toContain('Jira');
    await trackers.jira.start();
    await later(2);
    expect(readCard(await harness.card(number, 'advisor'))).not.toContain("hasn't answered");
  });

  it('asks leads to mark the defect fixed, with the release filled in', async ({ harness, form, later, trackers }) => {
    const { max, tia, world } = harness;
    await world.services.db.prisma.person.update({ where: { id: world.max.id }, data: { lead: true } });
    await max.says('help');
    const issue = trackers.github.add('Lists are slow');
    const number = await world.open();
    const link = await (await form(number)).change({ issue: 'link' });
    await link.submit({ ...tried, 'defect-number': `#${issue.number}` });
    trackers.github.change(issue, { state: 'closed', target: { name: 'Release 2026.12', date: '2026-12-15' } });
    await later(15);
    expect(readCard(await harness.card(number, 'advisor'))).toContain(
      `GH-${issue.number} is fixed in GitHub. A lead can mark the defect fixed.`,
    );
    const alert = await world.services.db.prisma.delivery.findFirstOrThrow({
      where: { kind: 'alert', case: { number }, personId: world.max.id },
    });
    const rendered = await renderDelivery(world.services, alert.id);
    expect(rendered && readCard(rendered.card)).toContain('[Mark fixed]');
    expect((await tia.command(`CB-${number}`)).text).not.toContain('[Mark fixed]');
    const fix = await (await max.command(`CB-${number}`)).press('Mark fixed');
    expect(fix.text).toContain(`Defects*: GH-${issue.number}`);
    expect(fix.text).toContain('Release or Rx pack*: Release 2026.12');
    const notes = await fix.submit();
    expect((await notes.submit({})).text).toContain(`Marked GH-${issue.number} fixed in Release 2026.12.`);
    expect(readCard(await harness.card(number, 'contact'))).toContain(`GH-${issue.number}, fixed in Release 2026.12`);
  });
});

// A contact and an advisor in a real browser, over the demo. Fields are filled by name and buttons pressed by the labels that never change.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findLocalSlack } from '../../src/demo/local-slack.ts';
import { startDemo, type Demo } from '../../src/demo/start.ts';
import { openFolder } from '../open-folder.ts';
import { chromiumPath, launchChromium, openPage, SlackPage } from './browser-harness.ts';

const here = chromiumPath !== undefined && findLocalSlack() !== null;
if (!here) console.warn('Skipped: the browser tests need Chromium (or CHROMIUM_PATH) and local-slack.');

describe.skipIf(!here)('the demo in the browser', { timeout: 180_000 }, () => {
  let demo: Demo;
  let browser: Browser;
  let folder: string;
  const errors: string[] = [];
  const openSlack = async (): Promise<SlackPage> => new SlackPage(await openPage(browser, demo.page ?? '', errors));
  beforeAll(async () => {
    folder = await openFolder('browser');
    demo = await startDemo({ folder: path.join(folder, 'desk'), fresh: true, anyPorts: true, progress: () => undefined });
    browser = await launchChromium();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
    await rm(folder, { recursive: true, force: true });
    expect(errors).toEqual([]);
  }, 120_000);

  it('opens, answers, resolves and closes a case', async () => {
    const slack = await openSlack();
    await slack.actAs('Ada Park');
    await slack.page.locator('.channel-title').getByText('plainview-help').waitFor();
    await slack.command('open The scoreboard is dark');
    // the proposed subject stays while other choices redraw the form
    await slack.fill({ module: 'Other', priority: 'High' });
    await slack.press('Open case');
    await slack.modal.getByText('Please complete this required field.').waitFor();
    await slack.fill({ description: 'Since the power cut.\nBoth gyms.' });
    await slack.press('Open case');
    await slack.modal
      .getByText(/CB-\d+/)
      .first()
      .waitFor();
    await slack.press('Close');

    await slack.actAs('Max Reyes');
    const his = slack.card('The scoreboard is dark');
    await his.getByRole('button', { name: 'Claim' }).click();
    await his.getByText('Max Reyes').first().waitFor();
    await his.getByRole('button', { name: 'View case' }).click();
    await slack.modal.getByText('Both gyms.').waitFor();
    await slack.press('Resolve');
    await slack.fill({ explanation: 'A fuse. I replaced it.' });
    await slack.press('Resolve');
    await slack.closed();
    await his.getByText('Pending Customer Verification').waitFor();

    await slack.actAs('Ada Park');
    const hers = slack.card('The scoreboard is dark');
    await hers.getByRole('button', { name: 'Yes, close case' }).click();
    await hers.getByText('Closed', { exact: true }).first().waitFor();
    // moments are shown, not Slack's notation for them
    expect(await slack.page.locator('body').innerText()).not.toContain('<!date');
    expect(await hers.innerText()).toMatch(/Last modified\s+[A-Z][a-z]{2} \d+, \d+:\d\d/);
  });

  it('shows each person only their own channels and private answers', async () => {
    const slack = await openSlack();
    await slack.actAs('Rita Reed');
    await slack.say('/case list');
    await slack.page.locator('.msg').filter({ hasText: 'only visible to you' }).first().waitFor();
    const channels = (): Promise<string[]> => slack.page.locator('.sidebar-item').allInnerTexts();
    expect((await channels()).join()).not.toContain('support-queue');
    await slack.actAs('Ben Ode');
    await slack.page.locator('.channel-title').getByText('plainview-help').waitFor();
    expect(await slack.page.locator('.msg').filter({ hasText: 'only visible to you' }).count()).toBe(0);
    await slack.actAs('Max Reyes');
    await slack.page.locator('.channel-title').getByText('support-queue').waitFor();
    expect((await channels()).join()).not.toContain('plainview-help');
    await slack.page.reload();
    await slack.page.locator('.channel-title').getByText('support-queue').waitFor();
  });

  it('carries a reply across threads, and its edit and deletion', async () => {
    const slack = await openSlack();
    await slack.actAs('Max Reyes');
    const his = slack.card('Second lunch line');
    await his.getByText(/^\d+ repl/).click();
    await slack.say('Did register 3 behave?', 'Reply');
    await slack.say('// Only register 2 is on the old image.', 'Reply');
    await slack.page.locator('.thread-pane').getByText('old image').waitFor();

    await slack.actAs('Ada Park');
    await slack
      .card('Second lunch line')
      .getByText(/^\d+ repl/)
      .click();
    const thread = slack.page.locator('.thread-pane');
    await thread.getByText('Did register 3 behave?').waitFor();
    expect(await thread.innerText()).not.toContain('old image');
    await slack.say('It did not.', 'Reply');
    const mine = thread.locator('.msg').filter({ hasText: 'It did not.' });
    await mine.hover();
    await mine.getByRole('button', { name: 'Edit message' }).click();
    await slack.modal.getByLabel('Edit message').fill('It did, since noon.');
    await slack.press('Save');
    await thread.getByText('It did, since noon.').waitFor();

    await slack.actAs('Max Reyes');
    await slack
      .card('Second lunch line')
      .getByText(/^\d+ repl/)
      .click();
    await thread.getByText('It did, since noon.').waitFor();

    await slack.actAs('Ada Park');
    await slack
      .card('Second lunch line')
      .getByText(/^\d+ repl/)
      .click();
    const edited = thread.locator('.msg').filter({ hasText: 'It did, since noon.' });
    await edited.hover();
    await edited.getByRole('button', { name: 'Delete message' }).click();
    await edited.waitFor({ state: 'detached' });
    await slack.actAs('Max Reyes');
    await slack
      .card('Second lunch line')
      .getByText(/^\d+ repl/)
      .click();
    await thread.getByText('old image').waitFor();
    await thread.getByText('It did, since noon.').waitFor({ state: 'detached' });
  });

  it('shows the files, the table and the pictures of a case, and carries files from the composer and a form', async () => {
    const slack = await openSlack();
    const thread = slack.page.locator('.thread-pane');
    await slack.actAs('Mia Chen', 'queue-grade-book');
    await slack
      .card('Grade Book shows last term')
      .getByText(/^\d+ repl/)
      .click();
    await thread.getByText('teachers-in-term-1.xlsx').waitFor();
    await thread.getByRole('cell', { name: 'Term 1, still signed in' }).waitFor();
    const picture = thread.locator('.bk-image img');
    await picture.waitFor();
    await expect.poll(() => picture.evaluate((image: { naturalWidth: number }) => image.naturalWidth)).toBeGreaterThan(1000);
    expect(await thread.locator('.msg').filter({ hasText: 'Hale, Novak' }).locator('.cb-picture').count()).toBe(1);

    await slack.actAs('Ada Park', 'plainview-help');
    await slack
      .card('Second lunch line')
      .getByText(/^\d+ repl/)
      .click();
    const sale = { name: 'sale.txt', mimeType: 'text/plain', buffer: Buffer.from('11:52 register 2') };
    await thread.locator('input[type=file]').setInputFiles(sale);
    await slack.say('The sale, with its log:\n```\none\n\nthree\n```', 'Reply');
    await slack.actAs('Max Reyes', 'support-queue');
    await slack
      .card('Second lunch line')
      .getByText(/^\d+ repl/)
      .click();
    await thread.getByText('sale.txt').waitFor();
    expect(await thread.locator('pre').last().textContent()).toBe('one\n\nthree');

    await slack.actAs('Ada Park', 'plainview-help');
    await slack.command('open Seats are double');
    await slack.fill({ module: 'Other', priority: 'Low', description: 'See the list.' });
    await slack.press('More details');
    await slack.field('files').setInputFiles({ ...sale, name: 'seats.txt' });
    await slack.modal.getByText('seats.txt').waitFor();
    await slack.press('Open case');
    await slack.modal.getByText(/CB-\d+ is open/).waitFor();
    await slack.press('Close');
    await slack.actAs('Max Reyes', 'support-queue');
    await slack.card('Seats are double').getByRole('button', { name: 'Attachments (1)' }).click();
    await slack.modal.getByText('seats.txt').waitFor();
    await slack.dismiss();
  });

  it('declares an incident, updates it and resolves it', async () => {
    const slack = await openSlack();
    const title = 'Grade Book is slow';
    await slack.actAs('Max Reyes');
    await slack.command(`incident ${title}`);
    await slack.fill({ severity: 'major', modules: 'Grade Book', scope: 'chosen' });
    await slack.fill({ accounts: 'Plainview School District', message: 'Pages take a minute to open.', nextUpdate: '1h' });
    expect(await slack.field('title').inputValue()).toBe(title);
    expect(await slack.field('severity').inputValue()).toBe('major');
    await slack.press('Preview');
    await slack.modal.getByText('Pages take a minute to open.').waitFor();
    await slack.press(/^Declare/);
    await slack.modal.getByText('Pages take a minute to open.').waitFor({ state: 'detached' });
    await slack.dismiss();

    const open = async (): Promise<void> => {
      await slack.say('/case incident');
      const row = slack.card('Attendance lists are empty').locator('.bk-section').filter({ hasText: title });
      await row.getByRole('button', { name: 'View' }).click();
      await slack.modal.getByRole('button', { name: 'Post update' }).waitFor();
    };
    await open();
    await slack.press('Post update');
    await slack.fill({ message: 'We found the slow query.' });
    await slack.press('Post update');
    await slack.modal.locator('.bk-input').first().waitFor({ state: 'detached' });
    await slack.dismiss();
    await slack.actAs('Ada Park');
    const banner = slack.card(title);
    await banner.getByText('We found the slow query.').waitFor();

    await slack.actAs('Max Reyes');
    await open();
    await slack.press('Resolve');
    await slack.fill({ message: 'The query is fast again.' });
    await slack.press('Resolve');
    await slack.modal.locator('.bk-input').first().waitFor({ state: 'detached' });
    await slack.dismiss();
    await slack.actAs('Ada Park');
    await banner.getByText('The query is fast again.').waitFor();
    await banner.getByText('Resolved').first().waitFor();
  });

  it('records a product defect and marks it fixed', async () => {
    const slack = await openSlack();
    await slack.actAs('Max Reyes');
    await slack.card('Attendance cannot be taken').getByRole('button', { name: 'View case' }).click();
    await slack.choose('Defect');
    await slack.fill({ steps: 'Signed in as a teacher.', result: 'The list was empty.', finding: 'defect' });
    await slack.press('Save');
    await slack.fill({ 'defect-number': 'DEV-4800', summary: 'Bell schedule of last year', severity: 'High' });
    expect(await slack.field('steps').inputValue()).toBe('Signed in as a teacher.');
    await slack.press('Save');
    await slack.modal.locator('.bk-input').first().waitFor({ state: 'detached' });
    await slack.dismiss();
    await slack.card('Attendance cannot be taken').getByText('Assigned to Development').waitFor();

    await slack.say('/case defect DEV-4800');
    await slack.card('Bell schedule of last year').getByRole('button', { name: 'Mark fixed' }).click();
    await slack.fill({ release: 'Release 2026.12', date: '2026-12-15' });
    await slack.modal.locator('.primary').click();
    await slack.modal.locator('textarea').first().fill('Attendance lists show the right period again.');
    await slack.press('Mark fixed');
    await slack.modal.locator('.bk-input').first().waitFor({ state: 'detached' });
    await slack.dismiss();
    await slack
      .card(/Attendance cannot be taken[^]*Last modified/)
      .getByText('Available in Release')
      .waitFor();
  });

  it('suggests a priority, escalates to a team and passes its answer on', async () => {
    const slack = await openSlack();
    const subject = 'Grade Book shows last term';
    await slack.actAs('Mia Chen', 'queue-grade-book');
    await slack.card(subject).getByRole('button', { name: 'View case' }).click();
    await slack.choose('Triage');
    await slack.modal.locator('.bk-input').first().waitFor();
    for (const list of await slack.modal.locator('.bk-input select').all()) await list.selectOption({ index: 2 });
    await slack.modal.locator('.primary').click();
    await slack.field('priority').waitFor();
    await slack.modal.locator('.primary').click();
    await slack.closed();
    await slack.card(subject).getByRole('button', { name: 'View case' }).click();
    await slack.choose('Escalate');
    await slack.fill({
      team: 'Technical Services',
      reason: 'Which table keeps the term?',
      'to-contact': 'A specialist is looking at it.',
    });
    await slack.press('Escalate');
    await slack.closed();

    await slack.actAs('Tia Holm', 'technical-services');
    await slack.card(subject).getByRole('button', { name: 'Return with answer' }).click();
    await slack.fill({ answer: 'It is in the device profile.' });
    await slack.press('Return');
    await slack.closed();
    await slack.actAs('Mia Chen', 'queue-grade-book');
    await slack
      .card(subject)
      .getByText(/^\d+ repl/)
      .click();
    await slack.page.locator('.thread-pane').getByRole('button', { name: 'Send to contact' }).last().click();
    expect(await slack.field('post').inputValue()).toContain('device profile');
    await slack.press('Send to contact');
    await slack.closed();
    await slack.actAs('Rosa Lind');
    await slack
      .card(subject)
      .getByText(/^\d+ repl/)
      .click();
    await slack.page.locator('.thread-pane').getByText('It is in the device profile.').waitFor();
  });

  it('works from the Home tab and from both shortcuts', async () => {
    const slack = await openSlack();
    await slack.actAs('Ada Park');
    await slack.page.locator('.sidebar-item').last().click();
    const home = slack.page.locator('.home');
    await home.getByRole('button', { name: 'All cases' }).click();
    await slack.modal.locator('select').filter({ hasText: 'View a case' }).selectOption({ index: 1 });
    await slack.modal.locator('option, button').filter({ hasText: 'History' }).first().waitFor({ state: 'attached' });
    await slack.dismiss();
    await slack.page.getByRole('button', { name: 'Shortcut: Open a case' }).click();
    await slack.field('subject').waitFor();
    await slack.dismiss();

    await slack.actAs('Ada Park', 'general');
    await slack.say('The copier prints stripes.');
    const message = slack.page.locator('.msg').filter({ hasText: 'The copier prints stripes.' });
    await message.hover();
    await message.getByRole('button', { name: 'Open a case from this message' }).click();
    await slack.field('description').waitFor();
    expect(await slack.field('description').inputValue()).toContain('The copier prints stripes.');
  });

  it('shows one pane at a time on a phone', async () => {
    const slack = new SlackPage(await openPage(browser, demo.page ?? '', errors, { width: 390, height: 844 }));
    const widthOf = async (selector: string): Promise<number | undefined> =>
      (await slack.page.locator(selector).first().boundingBox())?.width;
    await slack.actAs('Ada Park', 'plainview-help');
    await slack.page.locator('.sidebar').waitFor({ state: 'hidden' });
    expect(await widthOf('.main')).toBe(390);
    await slack
      .card('Second lunch line')
      .getByText(/^\d+ repl/)
      .click();
    expect(await widthOf('.thread-pane')).toBe(390);
    await slack.page.locator('.thread-x').click();
    await slack.command('open');
    expect(await slack.modal.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
    await slack.dismiss();
    expect(await slack.page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });
});

// One case across both platforms in a real browser: Rosa on Microsoft's Agents Playground, Max in local-slack. Nothing is downloaded: the
// test runs where Chromium is installed and npx already has the Playground.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findLocalSlack } from '../../src/demo/local-slack.ts';
import { findPlayground } from '../../src/demo/playground.ts';
import { startDemo, type Demo } from '../../src/demo/start.ts';
import { openFolder } from '../open-folder.ts';
import { chromiumPath, launchChromium, openPage, SlackPage } from './browser-harness.ts';

const folder = await openFolder('teams-browser');
const here =
  chromiumPath !== undefined &&
  findLocalSlack() !== null &&
  'program' in (await findPlayground(path.join(folder, 'look'), 'cache'));
if (!here)
  console.warn('Skipped: this test needs Chromium (or CHROMIUM_PATH), local-slack, and Agents Playground in the cache of npx.');

const subject = 'The bus list is empty';
describe.skipIf(!here)('a case between Teams and Slack in the browser', () => {
  let demo: Demo;
  let browser: Browser;
  beforeAll(async () => {
    demo = await startDemo({
      folder: path.join(folder, 'desk'),
      fresh: true,
      anyPorts: true,
      teams: 'cache',
      progress: () => undefined,
    });
    browser = await launchChromium();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('opens in Teams, is answered in Slack, and closes in Teams', { timeout: 180_000 }, async () => {
    const teams = await openPage(browser, demo.teams && 'url' in demo.teams ? demo.teams.url : '');
    const slack = new SlackPage(await openPage(browser, demo.page ?? ''));

    // Teams recognizes Rosa by her tenant, greets her by name and shows what she can do
    await card(teams, 'Rosa Lind, you are an Authorized Contact of Rivertown Public Schools.').waitFor();
    await say(teams, `open ${subject}`);
    await press(card(teams, 'needs a few details.'), 'Open a case');
    const form = card(teams, 'Description (required)');
    await choose(teams, form, 'Module (required)', 'Attendance');
    await press(form, 'Open case');
    // choices stay, and the missing field is marked
    await form.getByText('Enter a description.').waitFor();
    await form.getByLabel('Description (required)').fill('Since Monday:\n\n- bus 4\n- bus **7**');
    await press(form, 'Open case');
    await card(teams, /CB-\d+ is open/).waitFor();
    const hers = card(teams, 'Last modified');
    await hers.getByText('Campus Support (unassigned)').waitFor();

    await slack.actAs('Max Reyes', 'support-queue');
    const his = slack.card(subject);
    await his.getByText('Rosa Lind, Rivertown Public Schools').waitFor();
    await his.getByRole('button', { name: 'Claim' }).click();
    await hers.getByText('Assigned', { exact: true }).waitFor();
    await his.getByText(/^\d+ repl/).click();
    await slack.say('Is it *every* route?', 'Reply');
    await slack.say('// Sunday’s import looks suspicious', 'Reply');
    const asked = card(teams, 'Is it every route?');
    await asked.waitFor();
    expect(await asked.innerText()).toContain('Max Reyes · Campus Support · via Slack');

    // the whole case replaces its card, and Back restores it
    await press(hers, 'View case');
    const whole = card(teams, 'newest first');
    await whole.getByText('Is it every route?').first().waitFor();
    await press(whole, 'Back');
    await whole.waitFor({ state: 'hidden' });
    await press(hers, 'Post');
    const post = card(teams, 'Share an update');
    await post.locator('textarea').fill('Only those two.');
    await press(post, 'Post');
    await slack.page.getByText('Only those two.').first().waitFor();

    await his.getByRole('button', { name: 'Resolve' }).click();
    await slack.fill({ explanation: 'Both lists are back.' });
    await slack.press('Resolve');
    await press(card(teams, 'Did this resolve it?'), 'Yes, close case');
    await hers.getByText('Closed (Resolved).').waitFor();
    await his.getByText('Closed', { exact: true }).first().waitFor();

    const all = (await teams.locator('.ac-adaptiveCard').allInnerTexts()).join('\n');
    expect(all).not.toContain('suspicious');
    await say(teams, 'CB-10001');
    await card(teams, "We couldn't find CB-10001.").waitFor();
  });
});

async function say(teams: Page, text: string): Promise<void> {
  await teams.getByRole('textbox').last().click();
  await teams.keyboard.type(text);
  await teams.keyboard.press('Enter');
}

/** Finds the last card with a text. */
function card(teams: Page, text: string | RegExp): Locator {
  return teams.locator('.ac-adaptiveCard').filter({ hasText: text }).last();
}

async function press(on: Locator, label: string): Promise<void> {
  await on.getByRole('button', { name: label, exact: true }).click();
}

async function choose(teams: Page, form: Locator, label: string, value: string): Promise<void> {
  await form.getByRole('combobox', { name: label }).click();
  await teams.getByRole('option', { name: value, exact: true }).click();
}

// One case on both platforms in a real browser: Rosa on Microsoft's Agents Playground, Max on the local Slack. Runs where Chromium is
// installed and npx has the Playground already: nothing is downloaded.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findLocalSlack } from '../../src/demo/local-slack.ts';
import { findPlayground } from '../../src/demo/playground.ts';
import { startDemo, type Demo } from '../../src/demo/start.ts';

const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const folder = await mkdtemp(path.join(tmpdir(), 'casebridge-teams-browser-'));
const here =
  browserPath !== undefined &&
  findLocalSlack() !== null &&
  'program' in (await findPlayground(path.join(folder, 'look'), 'here'));
if (!here)
  console.log('skipped: the flow across both pages needs Chromium, the local Slack, and Agents Playground in npx’s cache');

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const subject = 'The bus list is empty';
/** How long the way from a press to the other page may take on a slow machine. */
const patienceMs = 20_000;

describe.runIf(here)('one case on the pages of Teams and Slack', () => {
  let demo: Demo;
  let browser: Browser;
  beforeAll(async () => {
    demo = await startDemo({
      folder: path.join(folder, 'desk'),
      fresh: true,
      anyPorts: true,
      teams: 'here',
      progress: () => undefined,
    });
    browser = await chromium.launch({ executablePath: browserPath, args: quiet });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is opened in Teams, answered in Slack, and closed in Teams', { timeout: 180_000 }, async () => {
    const teams = await open(browser, demo.teams && 'url' in demo.teams ? demo.teams.url : '');
    const slack = await open(browser, demo.page ?? '');

    // Teams knows Rosa by her tenant: she is greeted by her name, and told what she can do
    await card(teams, 'Rosa Lind, you are an Authorized Contact of Rivertown Public Schools.').waitFor();
    await say(teams, `open ${subject}`);
    await press(card(teams, 'This needs a form.'), 'Open the form');
    const form = card(teams, 'Description (required)');
    await choose(teams, form, 'Case type (required)', 'Question');
    await choose(teams, form, 'Module (required)', 'Attendance');
    await press(form, 'Open case');
    // what was chosen stays; what is missing is said beside its field
    await form.getByText('Description is required.').waitFor();
    await form.getByLabel('Description (required)').fill('Since Monday:\n\n- bus 4\n- bus **7**');
    await press(form, 'Open case');
    await card(teams, /CB-\d+ is open/).waitFor();
    const hers = card(teams, 'Last modified');
    await hers.getByText('nobody has taken it yet').waitFor();

    await slack.locator('select').first().selectOption({ label: 'Max Reyes' });
    await slack.getByText('support-queue').first().click();
    const his = slack
      .locator('[class*=msg]')
      .filter({ hasText: subject })
      .filter({ has: slack.getByRole('button') })
      .last();
    await his.getByText('Rosa Lind, Rivertown Public Schools').waitFor();
    await his.getByRole('button', { name: 'Claim' }).click();
    await hers.getByText('Assigned', { exact: true }).waitFor();
    await his.getByText(/^\d+ repl/).click();
    await answer(slack, 'Is it *every* route?');
    await answer(slack, '// the import of Sunday looks suspicious');
    const asked = card(teams, 'Is it every route?');
    await asked.waitFor();
    expect(await asked.innerText()).toContain('Max Reyes · Campus Support · from Slack');

    // the whole case in place of its card, and back
    await press(hers, 'View case');
    const whole = card(teams, 'posts, newest first');
    await whole.getByText('Is it every route?').waitFor();
    await press(whole, 'Back');
    await whole.waitFor({ state: 'hidden' });
    await press(hers, 'Post');
    const post = card(teams, 'Share an update');
    await post.locator('textarea').fill('Only those two.');
    await press(post, 'Share');
    await slack.getByText('Only those two.').first().waitFor();

    await his.getByRole('button', { name: 'Resolve' }).click();
    const dialog = slack.locator('dialog.modal');
    await dialog.getByLabel('Explanation').fill('Both lists are back.');
    await dialog.getByRole('button', { name: 'Resolve' }).click();
    await press(card(teams, 'Did this resolve it?'), 'Yes, close case');
    await hers.getByText('Closed (Resolved).').waitFor();
    await his.getByText('Closed', { exact: true }).first().waitFor();

    const all = (await teams.locator('.ac-adaptiveCard').allInnerTexts()).join('\n');
    expect(all).not.toContain('suspicious');
    await say(teams, 'CB-10001');
    await card(teams, 'There is no case CB-10001 that you can see.').waitFor();
  });
});

async function open(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(patienceMs);
  await page.goto(url);
  return page;
}

async function say(teams: Page, words: string): Promise<void> {
  await teams.getByRole('textbox').last().click();
  await teams.keyboard.type(words);
  await teams.keyboard.press('Enter');
}

/** The last card with these words. */
function card(teams: Page, words: string | RegExp): Locator {
  return teams.locator('.ac-adaptiveCard').filter({ hasText: words }).last();
}

async function press(on: Locator, label: string): Promise<void> {
  await on.getByRole('button', { name: label, exact: true }).click();
}

async function choose(teams: Page, form: Locator, label: string, value: string): Promise<void> {
  await form.getByRole('combobox', { name: label }).click();
  await teams.getByRole('option', { name: value, exact: true }).click();
}

async function answer(slack: Page, words: string): Promise<void> {
  const box = slack.getByPlaceholder(/^Reply/);
  await box.fill(words);
  await box.press('Enter');
}

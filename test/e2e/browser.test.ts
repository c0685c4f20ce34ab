// A contact and an advisor in a real browser, over the demo. Runs where Chromium is installed.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findLocalSlack } from '../../src/demo/local-slack.ts';
import { startDemo, type Demo } from '../../src/demo/start.ts';

const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const here = browserPath !== undefined && findLocalSlack() !== null;
if (!here) console.log('skipped: the browser flow needs Chromium and the local Slack');

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.runIf(here)('in the browser', () => {
  let demo: Demo;
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'casebridge-browser-'));
    demo = await startDemo({ folder: path.join(folder, 'desk'), fresh: true, anyPorts: true, progress: () => undefined });
    browser = await chromium.launch({ executablePath: browserPath, args: quiet });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('a case is opened, answered, resolved and closed', { timeout: 120_000 }, async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(20_000);
    await page.goto(demo.page ?? '');

    await actAs(page, 'Ada Park', 'plainview-help');
    await say(page, '/case open');
    await page.getByText('Open a case', { exact: true }).first().waitFor();
    await choose(page, 'Case type', 'Question');
    await field(page, 'Subject').fill('The scoreboard is dark');
    await choose(page, 'Module', 'Other');
    await choose(page, 'Priority', 'High');
    await field(page, 'Description').fill('Since the power cut.');
    await page.getByRole('button', { name: 'Open case' }).click();
    await page.getByText('The scoreboard is dark').first().waitFor();
    await page
      .getByText(/CB-\d+ is open/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).click();

    await actAs(page, 'Max Reyes', 'support-queue');
    const his = cardOf(page, 'The scoreboard is dark');
    await his.getByRole('button', { name: 'Claim' }).click();
    await his.getByText('Max Reyes').first().waitFor();
    await his.getByRole('button', { name: 'Resolve' }).click();
    await field(page, 'Explanation').fill('A fuse. It is replaced.');
    await page.locator('.modal, [class*=modal]').getByRole('button', { name: 'Resolve' }).click();
    await his.getByText('Pending Customer Verification').waitFor();

    await actAs(page, 'Ada Park', 'plainview-help');
    const hers = cardOf(page, 'The scoreboard is dark');
    await hers.getByText('You: verify the resolution').waitFor();
    await hers.getByRole('button', { name: 'Yes, close case' }).click();
    await hers.getByText('Closed (Resolved).').waitFor();
    // moments are shown, not Slack's notation for them
    expect(await page.locator('body').innerText()).not.toContain('<!date');
    expect(await hers.innerText()).toMatch(/Last modified\s+[A-Z][a-z]{2} \d+, \d+:\d\d/);
  });
});

async function actAs(page: Page, name: string, channel: string): Promise<void> {
  await page.locator('select').first().selectOption({ label: name });
  await page.getByText(channel).first().click();
}

async function say(page: Page, text: string): Promise<void> {
  const box = page.getByPlaceholder(/^Message/);
  await box.fill(text);
  await box.press('Enter');
}

/** The local Slack writes a label above its input, without tying them together. */
function labelled(page: Page, label: string, kind: 'input' | 'select') {
  return page.locator(`xpath=//*[contains(@class, "modal")]//*[normalize-space(text())="${label}"]/following::${kind}[1]`).last();
}

function field(page: Page, label: string) {
  return labelled(page, label, 'input');
}

async function choose(page: Page, label: string, value: string): Promise<void> {
  await labelled(page, label, 'select').selectOption({ label: value });
}

function cardOf(page: Page, subject: string) {
  return page
    .locator('[class*=msg], [class*=message]')
    .filter({ hasText: subject })
    .filter({ has: page.getByRole('button') })
    .last();
}

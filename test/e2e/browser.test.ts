// A contact and an advisor in a real browser, over the demo.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findLocalSlack } from '../../src/demo/local-slack.ts';
import { startDemo, type Demo } from '../../src/demo/start.ts';
import { chromiumPath, launchChromium, openPage, SlackPage } from './browser-harness.ts';

const here = chromiumPath !== undefined && findLocalSlack() !== null;
if (!here) console.warn('Skipped: the browser tests need Chromium (or CHROMIUM_PATH) and local-slack.');

describe.skipIf(!here)('the demo in the browser', () => {
  let demo: Demo;
  let browser: Browser;
  let folder: string;
  const errors: string[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'casebridge-browser-'));
    demo = await startDemo({ folder: path.join(folder, 'desk'), fresh: true, anyPorts: true, progress: () => undefined });
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
    await rm(folder, { recursive: true, force: true });
    expect(errors).toEqual([]);
  });

  it('opens, answers, resolves and closes a case', { timeout: 120_000 }, async () => {
    const slack = new SlackPage(await openPage(browser, demo.page ?? '', errors));
    await slack.actAs('Ada Park');
    await slack.page.locator('.channel-title').getByText('plainview-help').waitFor();
    await slack.say('/case open');
    await slack.fill({ 'Case type': 'Question', Subject: 'The scoreboard is dark', Module: 'Other', Priority: 'High' });
    await slack.press('Open case');
    await slack.modal.getByText('Please complete this required field.').waitFor();
    await slack.fill({ Description: 'Since the power cut.\nBoth halls.' });
    await slack.press('Open case');
    await slack.modal.getByText(/CB-\d+ is open/).waitFor();
    await slack.press('Close');

    await slack.actAs('Max Reyes');
    const his = slack.card('The scoreboard is dark');
    await his.getByRole('button', { name: 'Claim' }).click();
    await his.getByText('Max Reyes').first().waitFor();
    await his.getByRole('button', { name: 'View case' }).click();
    await slack.press('Resolve');
    await slack.fill({ Explanation: 'A fuse. It is replaced.' });
    await slack.press('Resolve');
    await his.getByText('Pending Customer Verification').waitFor();

    await slack.actAs('Ada Park');
    const hers = slack.card('The scoreboard is dark');
    await hers.getByText('You (confirm the resolution)').waitFor();
    await hers.getByRole('button', { name: 'Yes, close case' }).click();
    await hers.getByText('Closed (Resolved).').waitFor();
    // moments are shown, not Slack's notation for them
    expect(await slack.page.locator('body').innerText()).not.toContain('<!date');
    expect(await hers.innerText()).toMatch(/Last modified\s+[A-Z][a-z]{2} \d+, \d+:\d\d/);
  });
});

// Takes the screenshots of the README (`npm run screenshots`, or `npm run screenshots -- files mail` for some of them): the demo in Chromium,
// light and dark, wide and as on a phone.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { sampleFiles } from '../../src/demo/sample-files.ts';
import { startDemo } from '../../src/demo/start.ts';
import type { Timeline } from '../../src/domain/timeline.ts';
import { timelinePng } from '../../src/files/timeline-png.ts';
import { launchChromium, openPage, SlackPage } from '../e2e/browser-harness.ts';
import { incident, minutesIn, update } from '../files/fixtures.ts';
import { withPalette } from './palette-png.ts';

/** One picture: brings the page there, and returns the part to show, or nothing for the whole page. */
interface Scene {
  name: string;
  /** without a phone's picture */
  isWideOnly?: boolean;
  isPhoneOnly?: boolean;
  play: (slack: SlackPage) => Promise<Locator | undefined>;
}

const scenes: readonly Scene[] = [
  {
    name: 'contact',
    play: async (slack) => {
      await openThread(slack, 'Ada Park', 'plainview-help', 'Second lunch line');
      // on a phone the thread covers the conversation, and begins with the card
      if (isPhone(slack))
        await slack.page.locator('.thread-body').evaluate((thread: { scrollTop: number }) => void (thread.scrollTop = 0));
      return undefined;
    },
  },
  {
    name: 'queue',
    play: async (slack) => {
      await openThread(slack, 'Max Reyes', 'support-queue', 'Second lunch line');
      await toTop(slack, 'Attendance cannot be taken');
      return undefined;
    },
  },
  {
    name: 'home',
    play: async (slack) => {
      await slack.actAs('Ada Park', '🏠');
      await slack.page.locator('.home .bk-button').first().waitFor();
      return undefined;
    },
  },
  {
    name: 'banner',
    play: async (slack) => {
      await slack.actAs('Ada Park', 'plainview-help');
      await toTop(slack, 'Attendance lists are empty');
      return undefined;
    },
  },
  {
    name: 'new-case',
    play: async (slack) => {
      await slack.actAs('Ada Park', 'plainview-help');
      await slack.page.getByRole('button', { name: 'Shortcut: Open a case' }).click();
      await slack.fill({ subject: 'Report cards print the wrong term', module: 'Grade Book', priority: 'High' });
      await slack.fill({ description: 'Every report card at Riverside Middle shows last term.\nIt was fine on Tuesday.' });
      return undefined;
    },
  },
  {
    name: 'files',
    play: async (slack) => {
      await openThread(slack, 'Mia Chen', 'queue-grade-book', 'Grade Book shows last term');
      const thread = slack.page.locator('.thread-body');
      await thread.locator('table').waitFor();
      await thread.locator('.bk-image img').waitFor();
      // from the contact's answer on
      if (isPhone(slack)) await thread.locator('.msg').filter({ hasText: 'Hale, Novak and Ito' }).evaluate(scrollToTop);
      return undefined;
    },
  },
  {
    name: 'upload',
    isPhoneOnly: true,
    play: async (slack) => {
      await slack.actAs('Rosa Lind', 'rivertown-help');
      await slack.card('Grade Book shows last term').getByRole('button', { name: 'Add files' }).click();
      const opened = slack.page.context().waitForEvent('page');
      await slack.press('Add files');
      const page = await opened;
      await removeAll(page.locator('#list li'));
      const { wrongTerm, teachers } = sampleFiles;
      const files = [wrongTerm, teachers].map(({ name, make }) => ({ name, mimeType: '', buffer: Buffer.from(make()) }));
      await page.locator('#files').setInputFiles(files);
      await page.getByLabel('Message').fill('The same after a restart of the tablet.');
      await page.getByText('2 files are ready to send.').waitFor();
      await page.evaluate('window.scrollTo(0, 0)');
      return page.locator('body');
    },
  },
  {
    name: 'follow-up',
    isWideOnly: true,
    play: async (slack) => {
      await openThread(slack, 'Rosa Lind', 'Casebridge', 'share one locker');
      return slack.page.locator('.thread-pane');
    },
  },
  {
    name: 'triage',
    isWideOnly: true,
    play: async (slack) => {
      await slack.actAs('Max Reyes', 'support-queue');
      await slack.command('triage CB-10034');
      await slack.fill({ disruption: 'major', blocked: 'yes', workaround: 'partial', schools: 'one school' });
      await slack.fill({ users: 'several', regression: 'no' });
      await slack.press('Suggest a priority');
      await slack.field('priority').waitFor();
      return slack.modal;
    },
  },
  {
    name: 'recipients',
    isWideOnly: true,
    play: async (slack) => {
      await slack.actAs('Ada Park', 'plainview-help');
      await slack.say('/case recipients CB-10034');
      const answer = slack.card('Notification recipients');
      await answer.waitFor();
      return answer;
    },
  },
  {
    name: 'stats',
    play: async (slack) => {
      await slack.actAs('Max Reyes', 'support-queue');
      await slack.say('/case stats 60d by account');
      const answer = slack.card('Stats for the last 60 days');
      await answer.locator('img[alt^="Chart of cases"]').waitFor();
      await slack.page.waitForLoadState('networkidle');
      await answer.evaluate(scrollToTop);
      return undefined;
    },
  },
  {
    name: 'mail',
    isWideOnly: true,
    play: async ({ page }) => {
      await page.setViewportSize({ width: 760, height: 600 });
      await page.getByRole('link', { name: 'Second lunch line' }).first().click();
      await page.frameLocator('iframe').getByText('Campus Support').first().waitFor();
      return undefined;
    },
  },
];

/** Removes the files that an earlier picture left on the page. */
async function removeAll(files: Locator): Promise<void> {
  for (let left = await files.count(); left > 0; left -= 1) {
    await files.first().getByRole('button').click();
    await files.nth(left - 1).waitFor({ state: 'detached' });
  }
}

const isPhone = ({ page }: SlackPage): boolean => (page.viewportSize()?.width ?? 0) < 700;

async function openThread(slack: SlackPage, name: string, channel: string, subject: string): Promise<void> {
  await slack.actAs(name, channel);
  const card = slack.card(subject);
  await card.getByText(/^\d+ repl/).click();
  await slack.page.locator('.thread-pane .msg').nth(1).waitFor();
  await toTop(slack, subject);
}

async function toTop(slack: SlackPage, subject: string): Promise<void> {
  await slack.card(subject).evaluate(scrollToTop);
}

const scrollToTop = (message: { scrollIntoView: () => void }): void => message.scrollIntoView();

const variants = [
  { suffix: '', colorScheme: 'light', isPhone: false },
  { suffix: '-dark', colorScheme: 'dark', isPhone: false },
  { suffix: '-phone', colorScheme: 'light', isPhone: true },
  { suffix: '-phone-dark', colorScheme: 'dark', isPhone: true },
] as const;

const target = path.resolve(import.meta.dirname, '../../src/demo/screenshots');

async function take(browser: Browser, demo: { page: string; mail: string }): Promise<void> {
  const wanted = process.argv.slice(2);
  for (const { name, isWideOnly, isPhoneOnly, play } of scenes.filter((one) => wanted.length === 0 || wanted.includes(one.name)))
    for (const { suffix, colorScheme, isPhone } of variants) {
      if (isPhone ? isWideOnly : isPhoneOnly) continue;
      const viewport = isPhone ? { width: 390, height: 844 } : { width: 1280, height: 800 };
      const context = await browser.newContext({ viewport, colorScheme, hasTouch: isPhone, timezoneId: 'America/Chicago' });
      const page = await context.newPage();
      await page.goto(name === 'mail' ? demo.mail : demo.page);
      const part = await play(new SlackPage(page));
      await save(page, part ?? page, `${name}${suffix}`);
      await context.close();
    }
}

/** Declares an incident while the Teams page shows a channel; the page shows only what comes while it is open. */
async function takeBannerInTeams(browser: Browser, teamsAddress: string, slackAddress: string): Promise<void> {
  const title = 'Bell schedules show last year';
  const teams = await openPage(browser, teamsAddress);
  await teams.getByText('rivertown-help').first().click();
  const slack = new SlackPage(await openPage(browser, slackAddress));
  await slack.actAs('Max Reyes', 'support-queue');
  await slack.command(`incident ${title}`);
  await slack.fill({ severity: 'major', state: 'Identified', modules: 'Scheduling', nextUpdate: '1h' });
  await slack.fill({ message: 'The bell schedules of *high schools* still point to last year. We’re correcting them now.' });
  await slack.fill({ instructions: 'Print schedules tomorrow. Attendance and grades are fine.' });
  await slack.press('Preview');
  await slack.press(/^Declare/);
  const banner = teams.locator('.ac-adaptiveCard').filter({ hasText: title }).last();
  await banner.waitFor();
  await save(teams, banner, 'banner-teams');
}

/** Draws the timeline of an incident with more cases than the demo has. */
async function drawTimeline(): Promise<void> {
  const drawn: Timeline = {
    ...incident,
    title: 'Grade Book does not save final grades',
    modules: ['Grade Book'],
    affected: 'All accounts',
    closedAt: minutesIn(150),
    updates: [
      update(5, 'Investigating', 'Teachers can’t save final grades. We’re looking into it.', 'declare'),
      update(32, 'Identified', 'The nightly index job holds a lock on the grade table. We’re stopping it.'),
      update(70, 'Monitoring', 'The lock is gone and grades save again. We’re watching the queue of waiting saves.'),
      update(150, 'Resolved', 'A nightly job held a lock. It now runs in batches.', 'resolve'),
    ],
    cases: Array.from({ length: 37 }, (_, at) => ((at * at) % 23) + at * 3)
      .sort((one, other) => one - other)
      .map(minutesIn),
  };
  await writeFile(path.join(target, 'timeline.png'), await timelinePng(drawn, 'America/Chicago'));
}

async function save(page: Page, shown: Page | Locator, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  const png = await shown.screenshot({ animations: 'disabled', caret: 'hide' });
  await writeFile(path.join(target, `${name}.png`), await withPalette(png));
  console.log(`  ${name}.png`);
}

await drawTimeline();
const folder = await mkdtemp(path.join(tmpdir(), 'casebridge-screenshots-'));
const demo = await startDemo({
  folder: path.join(folder, 'desk'),
  fresh: true,
  anyPorts: true,
  teams: 'cache',
  progress: console.log,
});
try {
  if (!demo.page || !demo.mail) throw new Error('The screenshots need local-slack.');
  const browser = await launchChromium();
  try {
    await ask(browser, demo.page);
    await take(browser, { page: demo.page, mail: demo.mail });
    if (demo.teams && 'url' in demo.teams) await takeBannerInTeams(browser, demo.teams.url, demo.page);
    else console.log('  banner-teams.png stays as it is: npx has no Agents Playground in its cache');
  } finally {
    await browser.close();
  }
} finally {
  await demo.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Lets Ada answer in a case and Max ask, so that there is a mail; the past of the demo sends none. */
async function ask(browser: Browser, address: string): Promise<void> {
  const page = await browser.newPage();
  await page.goto(address);
  const slack = new SlackPage(page);
  await openThread(slack, 'Max Reyes', 'support-queue', 'Second lunch line');
  await slack.say('// Same clock drift as at Mill Creek last month.', 'Reply');
  await openThread(slack, 'Ada Park', 'plainview-help', 'Second lunch line');
  await slack.say('Thank you! Lunch starts at 11:40 tomorrow.', 'Reply');
  await openThread(slack, 'Max Reyes', 'support-queue', 'Second lunch line');
  await slack.card('Second lunch line').getByRole('button', { name: 'Ask', exact: true }).click();
  await slack.fill({ question: 'Which register is *eleven* minutes slow: the one at the door or the one at the salad bar?' });
  await slack.press('Ask');
  await slack.closed();
  await page.close();
}

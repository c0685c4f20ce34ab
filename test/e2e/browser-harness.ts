// Chromium for the tests that press buttons on the demo's pages, and local-slack's page as a person uses it.
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';

/** How long the way from a click to another person's page may take on a slow machine, ms. */
const patienceMs = 20_000;

const usualPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/opt/google/chrome/chrome'];

/** Path of the browser: `CHROMIUM_PATH`, or else where distributions install it; undefined if no browser is installed. */
export const chromiumPath = [process.env.CHROMIUM_PATH ?? '', ...usualPaths].find((path) => path !== '' && existsSync(path));

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a browser of its own profile. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: quiet });
}

/** Opens a page whose failing scripts fail the test. @param errors where they are noted */
export async function openPage(
  browser: Browser,
  url: string,
  errors: string[] = [],
  viewport = { width: 1280, height: 900 },
): Promise<Page> {
  const context = await browser.newContext({ viewport, timezoneId: 'America/Chicago' });
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(url);
  return page;
}

/** The demo's Slack page, used by one person at a time. */
export class SlackPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The modal that is open. */
  get modal(): Locator {
    return this.page.locator('dialog.modal');
  }

  async actAs(name: string, conversation?: string): Promise<void> {
    await this.page.locator('.actas select').selectOption({ label: name });
    if (!conversation) return;
    const menu = this.page.getByRole('button', { name: 'Conversations' });
    // on a small screen, the list of conversations is behind a button
    if (await menu.isVisible()) await menu.click();
    await this.page.locator('.sidebar-item').filter({ hasText: conversation }).first().click();
  }

  /** Types in the conversation, or in the thread that is open. */
  async say(text: string, box: 'Message' | 'Reply' = 'Message'): Promise<void> {
    const field = this.page.getByPlaceholder(new RegExp(`^${box}`));
    await field.fill(text);
    await field.press('Enter');
  }

  /** Runs a command whose answer is a modal, and waits for its fields. */
  async command(text: string): Promise<void> {
    await this.say(`/case ${text}`);
    await this.modal.locator('.bk-input').first().waitFor();
  }

  /** The newest message with buttons that contains a text. */
  card(text: string | RegExp): Locator {
    return this.page
      .locator('.messages .msg')
      .filter({ hasText: text })
      .filter({ has: this.page.locator('.bk-button') })
      .last();
  }

  /** A control of the modal by the name of its field, which texts on the screen do not change. */
  field(name: string): Locator {
    return this.modal.locator(`[id="field-${name}"]`);
  }

  /** Fills the modal's fields by name: text and dates as they are, lists by value, checkboxes by label. */
  async fill(values: Record<string, string>): Promise<void> {
    for (const [name, value] of Object.entries(values)) {
      const field = this.field(name);
      await field.waitFor();
      if ((await field.and(this.page.locator('select')).count()) > 0) await field.selectOption(value);
      else if ((await field.and(this.page.locator('.bk-options')).count()) > 0) await field.getByLabel(value).check();
      else await field.fill(value);
    }
  }

  /** Presses a button inside the modal. */
  async press(label: string | RegExp): Promise<void> {
    await this.modal.getByRole('button', { name: label, exact: true }).last().click();
  }

  /** Chooses from a list inside the modal, such as *More*. */
  async choose(option: string): Promise<void> {
    await this.modal.locator('.bk-actions select').filter({ hasText: option }).first().selectOption({ label: option });
  }

  /** Closes the modal if it is open. */
  async dismiss(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.closed();
  }

  /** Waits until no modal is open. */
  async closed(): Promise<void> {
    await this.modal.waitFor({ state: 'detached' });
  }
}

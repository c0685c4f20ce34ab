// The page for adding files in a real browser: with its script, without it, and on a phone.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect } from 'vitest';
import { createHandler } from '../../src/files/handler.ts';
import { createLinks } from '../../src/files/links.ts';
import { createLog } from '../../src/server/log.ts';
import { chromiumPath, launchChromium } from '../e2e/browser-harness.ts';
import { test } from '../fixtures.ts';
import { createFakeDesk } from './fake-desk.ts';
import { createMemoryStore } from './memory-store.ts';
import { png } from './samples.ts';

const here = chromiumPath !== undefined;
if (!here) console.warn('Skipped: the tests of the upload page need Chromium (or CHROMIUM_PATH).');

const store = createMemoryStore();
const desk = createFakeDesk(store);
const links = createLinks([Buffer.alloc(32, 1)], '', { now: () => new Date('2026-11-02T18:00:00Z') });
const handler = createHandler({
  links,
  desk,
  store,
  brand: 'Campus Support',
  page: (message) => message,
  load: async () => Promise.reject(new Error('not a timeline')),
  log: createLog('silent'),
});
const file = (name: string, content: Buffer | string = name) => ({
  name,
  mimeType: name.endsWith('.png') ? 'image/png' : 'text/plain',
  buffer: Buffer.from(content),
});

let browser: Browser;
const errors: string[] = [];
const it = test
  .extend('http', { scope: 'file' }, ({ serve }) => serve({}, { files: handler }))
  .extend('open', { scope: 'file' }, ({ http }) => async (options: BrowserContextOptions = {}): Promise<Page> => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })).newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (line) => void (line.type() === 'error' && errors.push(line.text())));
    await page.goto(http.url + links.upload(10042, 7));
    return page;
  });

describe.skipIf(!here)('the page for adding files', { timeout: 60_000 }, () => {
  beforeAll(async () => void (browser = await launchChromium()), 60_000);
  afterAll(async () => browser?.close());
  beforeEach(() => {
    errors.length = 0;
    Object.assign(desk, { staged: [], sent: [], refusal: null });
  });

  const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });
  const send = (page: Page) => page.getByRole('button', { name: 'Send' }).click();
  const choose = (page: Page, ...files: ReturnType<typeof file>[]) => page.getByLabel('Choose files').setInputFiles(files);

  it('uploads what is chosen, sends it with the message, and says so', async ({ open }) => {
    const page = await open();
    await choose(page, file('grades.png', png()), file('log.txt', 'x'.repeat(5000)));
    await row(page, 'grades.png').getByText('Uploaded').waitFor();
    await row(page, 'log.txt').getByText('4.9 KB · Uploaded').waitFor();
    await page.getByRole('status').getByText('2 files are ready to send.').waitFor();
    await page.getByLabel('Message').fill('This is what I see.');
    await send(page);
    await page.getByRole('heading', { name: 'Sent to CB-10042' }).waitFor();
    expect(desk.sent).toEqual([
      expect.objectContaining({ fileIds: [expect.any(Number), expect.any(Number)], text: 'This is what I see.' }),
    ]);
    await page.getByRole('link', { name: 'Add more files' }).click();
    await page.getByRole('heading', { name: 'Add files to CB-10042' }).waitFor();
    expect(errors).toEqual([]);
  });

  it('takes files that are dropped, and screenshots that are pasted', async ({ open }) => {
    const page = await open();
    await page.evaluate(`
      const transfer = (name, type) => {
        const data = new DataTransfer();
        data.items.add(new File(['abc'], name, { type }));
        return data;
      };
      const options = { bubbles: true, cancelable: true };
      document.body.dispatchEvent(new DragEvent('drop', { ...options, dataTransfer: transfer('dropped.txt', 'text/plain') }));
      document.body.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: transfer('image.png', 'image/png') }));
    `);
    await row(page, 'dropped.txt').getByText('Uploaded').waitFor();
    await row(page, 'pasted-image-1.png').getByText('Uploaded').waitFor();
  });

  it('names files that cannot be added, and sends only after they are removed', async ({ open }) => {
    const page = await open();
    await choose(page, file('large.zip', 'x'.repeat(102_401)), file('good.txt'), file('empty.txt', ''));
    await row(page, 'large.zip').getByText('100 KB · Not added: the limit is 100 KB per file.').waitFor();
    await row(page, 'empty.txt').getByText('Not added: the file is empty.').waitFor();
    await row(page, 'good.txt').getByText('Uploaded').waitFor();
    await send(page);
    await page.getByRole('status').getByText('Remove or retry them, then send.').waitFor();
    await page.getByRole('button', { name: 'Remove large.zip' }).press('Enter');
    expect(await page.evaluate(`document.activeElement.getAttribute('aria-label')`)).toBe('Remove good.txt');
    await page.getByRole('button', { name: 'Remove empty.txt' }).click();
    await send(page);
    await page.getByRole('heading', { name: 'Sent to CB-10042' }).waitFor();
    expect(desk.sent).toHaveLength(1);
  });

  it('forgets what is removed, and offers a retry when the connection was lost', async ({ open }) => {
    const page = await open();
    await page.route('**step=stage**', (route) => route.abort(), { times: 1 });
    await choose(page, file('a.txt'));
    await row(page, 'a.txt').getByText('Not added: the connection was lost.').waitFor();
    await page.getByRole('button', { name: 'Retry a.txt' }).click();
    await row(page, 'a.txt').getByText('Uploaded').waitFor();
    expect(desk.staged).toHaveLength(1);
    await page.getByRole('button', { name: 'Remove a.txt' }).click();
    await expect.poll(() => desk.staged).toEqual([]);
    await send(page);
    await page.getByRole('status').getByText('Add a file or write a message first.').waitFor();
  });

  it('keeps what was uploaded when the page is opened again', async ({ open }) => {
    const first = await open();
    await choose(first, file('a.txt'));
    await row(first, 'a.txt').getByText('Uploaded').waitFor();
    const page = await open();
    await row(page, 'a.txt').getByText('Uploaded').waitFor();
    await send(page);
    await page.getByRole('heading', { name: 'Sent to CB-10042' }).waitFor();
    expect(desk.sent).toEqual([expect.objectContaining({ fileIds: [expect.any(Number)] })]);
  });

  it('works without a script', async ({ open }) => {
    const page = await open({ javaScriptEnabled: false });
    await page.locator('#files').setInputFiles([file('a.txt'), file('large.zip', 'x'.repeat(102_401))]);
    await page.getByLabel('Message').fill('Plain');
    await send(page);
    await page.getByRole('alert').getByText("“large.zip” wasn't added: the limit is 100 KB per file.").waitFor();
    expect(await page.getByLabel('Message').inputValue()).toBe('Plain');
    expect(await page.getByRole('checkbox', { name: /a\.txt/ }).isChecked()).toBe(true);
    await send(page);
    await page.getByRole('heading', { name: 'Sent to CB-10042' }).waitFor();
    expect(desk.sent).toEqual([expect.objectContaining({ fileIds: [expect.any(Number)], text: 'Plain' })]);
  });

  it.for(['light', 'dark'] as const)('fits a phone in %s colors, and offers its camera', async (colorScheme, { open }) => {
    const page = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme });
    expect(await page.getByLabel('Take a photo').getAttribute('capture')).toBe('environment');
    await choose(page, file(`${'a long name '.repeat(8)}.txt`));
    await page.getByText('Uploaded').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });
});

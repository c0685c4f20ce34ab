// The files of a post in its mail: what is attached, what is a link, and that no file keeps a mail from being sent.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, onTestFinished } from 'vitest';
import type { Card, CardFile } from '../../src/cards/elements.ts';
import { renderDelivery } from '../../src/chat/render-delivery.ts';
import { readConfig } from '../../src/config/index.ts';
import { createLinks as createFileLinks } from '../../src/files/links.ts';
import type { AttachmentParts } from '../../src/mail/attachments.ts';
import { createLinks } from '../../src/mail/links.ts';
import { createTransport } from '../../src/mail/transport.ts';
import { createLog } from '../../src/server/log.ts';
import { createFileDesk } from '../../src/usecases/files/file-desk.ts';
import { png, pdf } from '../files/contents.ts';
import { createMemoryStore } from '../files/memory-store.ts';
import { startTestWorker } from '../outbox/harness.ts';
import { test as base } from '../usecases/fixtures.ts';
import { linksIn, notifyByMail, startFakeSmtp } from './fake-smtp.ts';

const target = {
  platform: 'mail' as const,
  workspaceId: '',
  channelId: 'ada@plainview.example',
  threadRef: 'CB-7',
};

const it = base
  .extend('smtp', async ({}, { onCleanup }) => {
    const smtp = await startFakeSmtp();
    onCleanup(() => smtp.stop());
    return smtp;
  })
  .extend('mailTo', ({ smtp, world }, { onCleanup }) => {
    const transports: ReturnType<typeof createTransport>[] = [];
    onCleanup(() => transports.forEach((transport) => transport.stop()));
    return (files: Omit<AttachmentParts, 'log'>) => {
      const config = readConfig({ SMTP_URL: smtp.url, MAIL_FROM: 'cases@campus.example' }).mail;
      if (!config) throw new Error('mail is off');
      const links = createLinks([Buffer.alloc(32, 1)], 'https://bot.example', world.services.clock);
      const leads = (action: string): boolean => ['view', 'add-files'].includes(action);
      const reader = { brand: 'Campus Support', secretKeys: null, links, leads, zoneOf: async () => 'America/Chicago' };
      const transport = createTransport({ config, ...reader, files: { ...files, log: createLog('silent') } });
      transports.push(transport);
      return transport;
    };
  })
  .extend('store', () => createMemoryStore());

/** Makes a file of a card with an address of its own. */
function fileOf(id: number, name: string, content: Buffer, over: Partial<CardFile> = {}): CardFile {
  const checksum = createHash('sha256').update(content).digest('hex');
  const mediaType = name.endsWith('.png') ? 'image/png' : 'application/pdf';
  return { id, name, size: content.length, mediaType, checksum, url: `https://bot.example/files/${id}`, ...over };
}

const cardOf = (...files: CardFile[]): Card => ({
  summary: 'CB-7 Max Reyes: here you are',
  about: 'CB-7 · Grades',
  elements: [
    { kind: 'markdown', text: 'Here you are.' },
    ...files.filter(({ mediaType }) => mediaType === 'image/png').map((file) => ({ kind: 'image' as const, file })),
    { kind: 'files', files: files.filter(({ mediaType }) => mediaType !== 'image/png') },
  ],
});

async function* once(content: Buffer): AsyncGenerator<Uint8Array> {
  yield content;
}

const timesIn = (text: string, part: string) => text.split(part).length - 1;

describe('the mail of a post', () => {
  it('carries its files, shows its images, and names each once in HTML and in plain text', async ({
    world,
    db,
    smtp,
    mailTo,
  }) => {
    const { clock } = world.services;
    const services = { ...world.services, links: createFileLinks([Buffer.alloc(32, 2)], 'https://bot.example', clock) };
    const desk = createFileDesk(services);
    const number = await world.open();
    await notifyByMail(db, number, world.ada);
    const scope = { caseNumber: number, personId: world.max.id };
    const contents = { 'screen.png': png('screen'), 'Grüße – report.pdf': pdf('report'), 'notes.txt': Buffer.from('Übung') };
    const fileIds: number[] = [];
    for (const [name, content] of Object.entries(contents))
      fileIds.push((await desk.stage(scope, { name, content: once(content) })).id);
    await desk.send(scope, { fileIds, text: 'Here you are.', note: false, submission: 'one' });
    const secret = await desk.stage(scope, { name: 'secret.pdf', content: once(pdf('secret')) });
    await desk.send(scope, { fileIds: [secret.id], text: 'For us.', note: true, submission: 'two' });

    const mail = mailTo({ open: (checksum) => world.files.store.open(checksum), maxBytes: 1_000_000 });
    const worker = startTestWorker(db, mail, { transports: { mail }, render: (id) => renderDelivery(services, id) });
    onTestFinished(() => worker.stop());
    await worker.idle();
    expect(smtp.mails).toHaveLength(1);
    const { html = '', text = '', attachments = [] } = smtp.mails[0] ?? {};
    expect(attachments).toEqual([
      { name: 'screen.png', mediaType: 'image/png', contentId: `file-${fileIds[0]}@casebridge`, content: png('screen') },
      { name: 'Grüße – report.pdf', mediaType: 'application/pdf', contentId: null, content: pdf('report') },
      { name: 'notes.txt', mediaType: 'text/plain', contentId: null, content: Buffer.from('Übung') },
    ]);
    expect(html).toContain(`<img src="cid:file-${fileIds[0]}@casebridge" alt="screen.png" width="568"`);
    for (const name of Object.keys(contents))
      for (const part of [html, text]) expect(timesIn(part, name), `${name} in ${part}`).toBe(1);
    expect(text).toMatch(/notes\.txt <https:\/\/bot\.example\/files\/attachments\/\d+\?key=[\w.-]+> · 6 bytes · attached/);
    expect(Object.keys(linksIn(html))).toEqual(['Grüße – report.pdf', 'notes.txt', 'Add files', 'View case', 'Unsubscribe']);
    expect(JSON.stringify(smtp.mails)).not.toContain('secret');
  });

  it('carries what fits, and links to the rest', async ({ smtp, store, mailTo }) => {
    const contents = ['a'.repeat(60), 'b'.repeat(60), 'c'.repeat(40)].map((text) => Buffer.from(text));
    for (const content of contents) await store.put(once(content), { maxBytes: 100 });
    const [one, two, three] = contents.map((content, index) => fileOf(index + 1, `${'abc'[index] ?? ''}.pdf`, content));
    if (!one || !two || !three) throw new Error('no files');
    await mailTo({ open: (checksum) => store.open(checksum), maxBytes: 100 }).send(target, cardOf(one, two, three), 1);
    await mailTo({ open: (checksum) => store.open(checksum), maxBytes: 0 }).send(target, cardOf(one), 2);
    await mailTo({ open: (checksum) => store.open(checksum), maxBytes: 0 }).send(target, cardOf({ ...one, url: null }), 3);
    expect(smtp.mails.map(({ attachments }) => attachments.map(({ name }) => name))).toEqual([['a.pdf', 'c.pdf'], [], []]);
    expect(smtp.mails[0]?.text).toContain(
      'a.pdf <https://bot.example/files/1> · 60 bytes · attached\nb.pdf <https://bot.example/files/2> · 60 bytes\nc.pdf',
    );
    expect(smtp.mails[1]?.text).toContain('a.pdf <https://bot.example/files/1> · 60 bytes\n');
    expect(smtp.mails[2]?.text).toContain('a.pdf · 60 bytes · see the case in Slack or Teams');
    expect(store.opened, 'what is only linked is not read').toHaveLength(2);
  });

  it('carries nothing outside of a case, as in an alert that may be about an internal note', async ({ smtp, store, mailTo }) => {
    await store.put(once(pdf()), { maxBytes: 100 });
    const { threadRef: _threadRef, ...direct } = target;
    await mailTo({ open: (checksum) => store.open(checksum), maxBytes: 100 }).send(direct, cardOf(fileOf(1, 'a.pdf', pdf())), 1);
    expect(smtp.mails.map(({ attachments }) => attachments)).toEqual([[]]);
    expect(store.opened).toEqual([]);
  });
});

describe('a file that cannot be mailed', () => {
  const two = [fileOf(1, 'shot.png', png('a')), fileOf(2, 'good.pdf', pdf('b'))] as const;
  const carried = ({ mails }: Awaited<ReturnType<typeof startFakeSmtp>>) =>
    mails.map(({ attachments }) => attachments.map(({ name }) => name));

  async function* damaged(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half');
    throw new Error('damaged');
  }
  const never = new Promise<Readable>(() => undefined);

  it.for<[string, () => Promise<Readable>]>([
    ['is not in the store', async () => Promise.reject(new Error('gone'))],
    ['breaks off', async () => Readable.from(damaged())],
  ])('is a link when it %s, and the others are carried', async ([_, open], { smtp, store, mailTo }) => {
    await store.put(once(pdf('b')), { maxBytes: 100 });
    const opens = (checksum: string) => (checksum === two[0].checksum ? open() : store.open(checksum));
    await mailTo({ open: opens, maxBytes: 1000 }).send(target, cardOf(...two), 1);
    expect(carried(smtp)).toEqual([['good.pdf']]);
    expect(smtp.mails[0]?.text).toContain('shot.png <https://bot.example/files/1>');
  });

  it.for<[string, () => Promise<Readable>]>([
    ['is not opened', () => never],
    ['does not end', async () => new Readable({ read: () => undefined })],
  ])('is a link when it %s in time', async ([_, open], { smtp, mailTo }) => {
    const mail = mailTo({ open, maxBytes: 1000, contentMs: 50 });
    const messageId = await mail.send(target, cardOf(...two), 1);
    expect(carried(smtp)).toEqual([[]]);
    expect(smtp.mails[0]?.headers.get('message-id')).toBe(messageId);
    expect(smtp.mails[0]?.html).toContain('<a href="https://bot.example/files/1"');
    expect(smtp.mails[0]?.html).not.toContain('<img');
    expect(smtp.mails[0]?.text).toContain('shot.png <https://bot.example/files/1>');
  });

  it('is a link when the server refuses the mail for its size', async ({ smtp, store, mailTo }) => {
    const large = Buffer.alloc(30_000, 'x');
    await store.put(once(large), { maxBytes: 100_000 });
    smtp.maxBytes = 20_000;
    await mailTo({ open: (checksum) => store.open(checksum), maxBytes: 100_000 }).send(
      target,
      cardOf(fileOf(1, 'large.pdf', large)),
      1,
    );
    expect(carried(smtp)).toEqual([[]]);
    expect(smtp.mails[0]?.text).toContain('large.pdf <https://bot.example/files/1>');
  });

  it('does not hide that the mail itself is refused', async ({ smtp, store, mailTo }) => {
    for (const content of [png('a'), pdf('b')]) await store.put(once(content), { maxBytes: 100 });
    const mail = mailTo({ open: (checksum) => store.open(checksum), maxBytes: 1000 });
    smtp.answers = { rcpt: 550 };
    await expect(mail.send(target, cardOf(...two), 1)).rejects.toMatchObject({ kind: 'refused', code: 'smtp_550' });
    smtp.answers = { data: 554 };
    await expect(mail.send(target, cardOf(...two), 1)).rejects.toMatchObject({ kind: 'refused', code: 'smtp_554' });
    smtp.answers = { data: 451 };
    await expect(mail.send(target, cardOf(...two), 1)).rejects.toMatchObject({ kind: 'failed', code: 'smtp_451' });
  });

  it('is a link when a mail in doubt is sent again, under the same Message-ID', async ({ smtp, store, mailTo }) => {
    for (const content of [png('a'), pdf('b')]) await store.put(once(content), { maxBytes: 100 });
    const mail = mailTo({ open: (checksum) => store.open(checksum), maxBytes: 1000 });
    smtp.cuts = 1;
    await expect(mail.send(target, cardOf(...two), 1)).rejects.toMatchObject({ kind: 'in-doubt' });
    expect(await mail.find(target, 1, new Date(0))).toBe('unknown');
    await mail.send(target, cardOf(...two), 1);
    await mail.send(target, cardOf(...two), 2);
    expect(carried(smtp)).toEqual([['shot.png', 'good.pdf'], [], ['shot.png', 'good.pdf']]);
    const [first, second] = smtp.mails.map(({ headers }) => headers.get('message-id'));
    expect(first).toBe(second);
  });
});

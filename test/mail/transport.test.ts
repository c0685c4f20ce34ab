import { describe, expect, onTestFinished } from 'vitest';
import { renderDelivery } from '../../src/chat/render-delivery.ts';
import { readConfig } from '../../src/config/index.ts';
import { createMessageIds } from '../../src/mail/message-ids.ts';
import { createReplyAddresses } from '../../src/mail/reply-address.ts';
import { createTransport, type Replies, type TransportParts } from '../../src/mail/transport.ts';
import { createLinks } from '../../src/mail/links.ts';
import { checkMailServer } from '../../src/mail/smtp.ts';
import { listDeadLetters } from '../../src/outbox/dead-letters.ts';
import { listOutages } from '../../src/outbox/outages.ts';
import type { Worker } from '../../src/outbox/worker.ts';
import { DeliveryError } from '../../src/ports.ts';
import { addNote } from '../../src/usecases/cases/add-note.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { resolveCase } from '../../src/usecases/cases/resolve-case.ts';
import { viewCase } from '../../src/usecases/cases/view-case.ts';
import { startTestWorker } from '../outbox/harness.ts';
import { test as base } from '../usecases/fixtures.ts';
import { linksIn, startFakeSmtp, notifyByMail } from './fake-smtp.ts';

const it = base
  .extend('smtp', { auto: true }, async ({ db }, { onCleanup }) => {
    const smtp = await startFakeSmtp();
    onCleanup(async () => {
      await smtp.stop();
      await db.pool.query('truncate delivery, conversation, post, destination, "case" restart identity cascade');
    });
    return smtp;
  })
  .extend('mailTo', ({ world }, { onCleanup }) => {
    const transports: ReturnType<typeof createTransport>[] = [];
    onCleanup(() => transports.forEach((transport) => transport.stop()));
    return (url: string, { brand = 'Campus Support', ...over }: Partial<TransportParts> = {}) => {
      const config = readConfig({ SMTP_URL: url, MAIL_FROM: 'cases@campus.example' }).mail;
      if (!config) throw new Error('mail is off');
      const links = createLinks([Buffer.alloc(32, 1)], 'https://bot.example', world.services.clock);
      const leads = (action: string): boolean => ['confirm', 'decline', 'view', 'answer', 'mail-settings'].includes(action);
      const transport = createTransport({
        config,
        brand,
        secretKeys: null,
        links,
        leads,
        zoneOf: async () => 'America/Chicago',
        ...over,
      });
      transports.push(transport);
      return transport;
    };
  })
  .extend('startWorker', ({ db, world, smtp, mailTo }, { onCleanup }) => {
    const workers: Worker[] = [];
    onCleanup(async () => void (await Promise.all(workers.map((worker) => worker.stop()))));
    return (url = smtp.url) => {
      const mail = mailTo(url);
      const render = (id: number) => renderDelivery(world.services, id);
      const worker = startTestWorker(db, mail, { transports: { mail }, render });
      workers.push(worker);
      return worker;
    };
  })
  .extend(
    'header',
    ({ smtp }) =>
      (index: number, name: string) =>
        smtp.mails[index]?.headers.get(name),
  );

describe('mails of a case', () => {
  it('form one thread, have the same content in HTML and plain text, and say that replies are not monitored', async ({
    world,
    db,
    startWorker,
    smtp,
    header,
  }) => {
    const number = await world.open({ subject: 'Grades “gone”\n– again' });
    await notifyByMail(db, number, world.ada);
    const explanation = 'The *second* till <b>had</b> no number.';
    await resolveCase(world.services, world.max, { number, explanation }, world.request());
    await addPost(world.services, world.max, { number, text: 'More: https://help.example/?a=1&b=2' }, world.request());
    await startWorker().idle();

    expect(smtp.mails).toHaveLength(2);
    const root = `<CB-${number}@campus.example>`;
    // clients that group by subject leave out what is in brackets
    expect(header(0, 'subject')).toBe(`[CB-${number}: Please confirm] Grades “gone” – again`);
    expect(header(1, 'subject')).toBe(`[CB-${number}: New reply] Grades “gone” – again`);
    for (const index of [0, 1]) {
      expect(header(index, 'from')).toBe('Campus Support <cases@campus.example>');
      expect(header(index, 'to')).toBe('ada@plainview.example');
      expect([header(index, 'references'), header(index, 'in-reply-to')]).toEqual([root, root]);
      expect(header(index, 'auto-submitted')).toBe('auto-generated');
      expect(header(index, 'x-auto-response-suppress')).toBe('All');
    }
    const ids = await db.prisma.delivery.findMany({ where: { destination: { platform: 'mail' } }, orderBy: { id: 'asc' } });
    expect([header(0, 'message-id'), header(1, 'message-id')]).toEqual(
      ids.map(({ id }) => `<delivery-${id}.CB-${number}@campus.example>`),
    );
    expect(ids.map(({ externalId }) => externalId)).toEqual([header(0, 'message-id'), header(1, 'message-id')]);

    const [first, second] = smtp.mails;
    expect(first?.html).toContain('The <em>second</em> till &#x3C;b>had&#x3C;/b> no number.');
    expect(first?.text).toContain('The second till <b>had</b> no number.');
    const footer = ['Notification settings', 'Unsubscribe'];
    expect(Object.keys(linksIn(first?.html ?? ''))).toEqual(['Yes, close case', 'No, still happening', 'View case', ...footer]);
    expect(first?.text).toMatch(/Yes, close case:\nhttps:\/\/bot\.example\/mail\/[\w.-]+\n/);
    expect(Object.keys(linksIn(second?.html ?? ''))).toEqual(['https://help.example/?a=1&#x26;b=2', 'View case', ...footer]);
    const unsubscribe = linksIn(first?.html ?? '').Unsubscribe ?? '';
    expect(unsubscribe).toMatch(/^https:\/\/bot\.example\/mail\/unsubscribe\//);
    expect(first?.text).toContain(`Unsubscribe: ${unsubscribe}`);
    for (const index of [0, 1]) {
      expect(header(index, 'list-unsubscribe')).toBe(`<${unsubscribe}>`);
      expect(header(index, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    }
    for (const mail of smtp.mails)
      for (const part of [mail.html, mail.text])
        expect(part).toContain("Replies to this email aren't monitored. Use the buttons, or reply in Slack or Teams.");
  });

  it('never contain an internal note, even when one was enqueued by mistake', async ({ world, db, startWorker, smtp }) => {
    const number = await world.open();
    await notifyByMail(db, number, world.ada);
    await addNote(world.services, world.max, { number, text: 'The secretary shares passwords.' }, world.request());
    await startWorker().idle();
    expect(smtp.mails).toEqual([]);
    expect(await db.prisma.delivery.count({ where: { destination: { platform: 'mail' } } })).toBe(0);

    const note = await db.prisma.post.findFirstOrThrow({ where: { kind: 'note' } });
    const { id: conversationId, destinationId } = await db.prisma.conversation.findFirstOrThrow({
      where: { destination: { platform: 'mail' } },
    });
    await db.prisma.delivery.create({
      data: { destinationId, conversationId, caseId: note.caseId, postId: note.id, kind: 'post' },
    });
    await startWorker().idle();
    expect(smtp.mails).toEqual([]);
    expect((await listDeadLetters(db.pool)).map(({ platform, code }) => [platform, code])).toEqual([['mail', 'note_leak']]);
  });
});

describe('a mail that can be answered', () => {
  const keys = [Buffer.alloc(32, 7)] as const;
  const target = { platform: 'mail' as const, workspaceId: '', channelId: 'ada@plainview.example', threadRef: 'CB-10042' };
  const card = { summary: 'hello', about: 'CB-10042 · Late bus list', elements: [] };
  const addresses = createReplyAddresses(keys, 'support@campus.example');
  const messageIds = createMessageIds(keys, 'campus.example');

  it('names the reply address of its case and reader, what they sent, and a message ID that proves it is ours', async ({
    smtp,
    mailTo,
    header,
  }) => {
    const replies: Replies = {
      addressFor: async (address, number) => (address === target.channelId ? addresses.write({ number, personId: 3 }) : null),
      received: async () => ['first@mailer.example', 'second@mailer.example'],
    };
    const transport = mailTo(smtp.url, { replies, secretKeys: keys });
    const externalId = await transport.send(target, card, 31);
    await transport.send({ ...target, channelId: 'kim@mail.example' }, card, 32);
    expect(addresses.read(header(0, 'reply-to') ?? '')).toEqual({ number: 10_042, personId: 3 });
    expect(header(0, 'references')).toBe('<CB-10042@campus.example> <first@mailer.example> <second@mailer.example>');
    expect(header(0, 'in-reply-to')).toBe('<second@mailer.example>');
    expect(header(0, 'message-id')).toBe(externalId);
    expect(messageIds.deliveryOf((header(0, 'message-id') ?? '').slice(1, -1))).toBe(31);
    expect(smtp.mails[0]?.text).toContain('Reply to this email to post to the case');
    // nobody has that address, so the answer is checked like that of a stranger
    expect(header(1, 'reply-to')).toBeUndefined();
    expect(header(1, 'message-id')).toBe(messageIds.write(32, 'CB-10042'));
  });

  it('waits while its reply address cannot be read, and is sent without what its reader sent', async ({
    smtp,
    mailTo,
    header,
  }) => {
    const fail = () => Promise.reject(new Error('the database does not answer'));
    const waiting = mailTo(smtp.url, { replies: { addressFor: fail, received: fail }, secretKeys: keys });
    await expect(waiting.send(target, card, 31)).rejects.toMatchObject({ kind: 'failed', code: 'reader_unknown' });
    expect(smtp.mails).toEqual([]);
    const addressFor: Replies['addressFor'] = async () => 'support+reply@campus.example';
    await mailTo(smtp.url, { replies: { addressFor, received: fail }, secretKeys: keys }).send(target, card, 31);
    expect(header(0, 'reply-to')).toBe('support+reply@campus.example');
    expect(header(0, 'references')).toBe('<CB-10042@campus.example>');
  });

  it('has no reply address when it is about no case', async ({ smtp, mailTo, header }) => {
    const replies: Replies = { addressFor: async () => 'support@campus.example', received: async () => [] };
    const { threadRef: _, ...outside } = target;
    await mailTo(smtp.url, { replies, secretKeys: keys }).send(outside, card, 31);
    expect([header(0, 'reply-to'), header(0, 'references'), header(0, 'in-reply-to')]).toEqual([undefined, undefined, undefined]);
    expect(smtp.mails[0]?.text).toContain("Replies to this email aren't monitored");
  });
});

describe('a mail that cannot be sent', () => {
  it('becomes a dead letter that the operator and the advisor see, and does not hold up the next one', async ({
    world,
    db,
    smtp,
    startWorker,
  }) => {
    const number = await world.open();
    await notifyByMail(db, number, world.ada);
    smtp.answers.rcpt = 550;
    await addPost(world.services, world.max, { number, text: 'one' }, world.request());
    const worker = startWorker();
    await worker.idle();
    const letters = await listDeadLetters(db.pool, { caseNumber: number });
    expect(letters).toMatchObject([{ platform: 'mail', channelId: 'ada@plainview.example', code: 'smtp_550', side: 'contact' }]);
    const viewed = await viewCase(world.services, world.max, number);
    expect(viewed.case.undelivered).toEqual([{ where: "Ada Park's email", code: 'smtp_550', waits: false }]);
    const refusing = async (): Promise<string[]> => (await listOutages(db.pool)).map(({ channelId }) => channelId);
    expect(await refusing()).toContain('ada@plainview.example');

    smtp.answers = {};
    await addPost(world.services, world.max, { number, text: 'two' }, world.request());
    await worker.idle();
    // the leads get an all-clear as well
    const hers = smtp.mails.filter(({ headers }) => headers.get('to')?.includes('ada@plainview.example'));
    expect(hers.map(({ text }) => text.includes('two'))).toEqual([true]);
    expect(await refusing()).not.toContain('ada@plainview.example');
  });

  it('is sent again after a temporary refusal, an unreachable server or a connection that was cut after the last byte', async ({
    world,
    db,
    smtp,
    startWorker,
  }) => {
    const number = await world.open();
    await notifyByMail(db, number, world.ada);
    await smtp.stop();
    await addPost(world.services, world.max, { number, text: 'one' }, world.request());
    const worker = startWorker();
    const seen = async () =>
      (await db.prisma.delivery.findFirstOrThrow({ where: { destination: { platform: 'mail' } } })).errorCode;
    await expect.poll(seen).toBe('smtp_unreachable');
    const restarted = await startFakeSmtp({ port: smtp.port });
    onTestFinished(() => restarted.stop());
    restarted.answers.data = 451;
    await expect.poll(seen).toBe('smtp_451');
    restarted.cuts = 1;
    restarted.answers = {};
    await worker.idle();
    expect(restarted.mails.map(({ text }) => text.includes('one'))).toEqual([true, true]);
    const [first, second] = restarted.mails.map(({ headers }) => headers.get('message-id'));
    expect(first).toBe(second);
    expect(await listDeadLetters(db.pool)).toEqual([]);
  });
});

describe('an error', () => {
  const card = { summary: 'hello', elements: [] };
  const target = { platform: 'mail' as const, workspaceId: '', channelId: 'ada@plainview.example' };
  it.for([
    ['refuses the address', { rcpt: 550 }, 'refused', 'smtp_550'],
    ['reports a busy mailbox', { rcpt: 450 }, 'failed', 'smtp_450'],
    ['reports too many mails', { rcpt: 421 }, 'failed', 'smtp_421'],
    ['refuses the mail', { data: 554 }, 'refused', 'smtp_554'],
    ['refuses the mail for now', { data: 452 }, 'failed', 'smtp_452'],
    ['refuses the sender, which an operator can fix', { from: 553 }, 'failed', 'smtp_553'],
  ] as const)('is classified when the server %s', async ([_, answers, kind, code], { smtp, mailTo }) => {
    smtp.answers = answers;
    const error = await mailTo(smtp.url)
      .send(target, card, 1)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DeliveryError);
    expect(error).toMatchObject({ kind, code });
  });

  it('leaves the delivery in doubt when the connection is cut after the mail', async ({ smtp, mailTo }) => {
    smtp.cuts = 1;
    await expect(mailTo(smtp.url).send(target, card, 1)).rejects.toMatchObject({ kind: 'in-doubt' });
  });

  it('refuses an invalid address before anything is sent', async ({ mailTo, smtp }) => {
    await expect(mailTo(smtp.url).send({ ...target, channelId: 'ada' }, card, 1)).rejects.toMatchObject({ kind: 'refused' });
    expect(smtp.mails).toEqual([]);
  });

  it('reports a refused login without the password, in the doctor as well', async ({ mailTo }) => {
    const asks = await startFakeSmtp({ password: 'right' });
    onTestFinished(() => asks.stop());
    const url = asks.url.replace('//', '//bot:wr0ng@');
    await expect(mailTo(url).send(target, card, 1)).rejects.toMatchObject({ kind: 'failed', code: 'smtp_login_refused' });
    const config = readConfig({ SMTP_URL: url, MAIL_FROM: 'x@y.example' }).mail;
    const reported = String(config && (await checkMailServer(config).catch((error: unknown) => error)));
    expect(reported).toMatch(/Cannot use the mail server .*: smtp_login_refused/);
    expect(reported).not.toContain('wr0ng');
    await mailTo(url.replace('wr0ng', 'right')).send(target, { ...card, title: 'Your day' }, 1);
    expect(asks.mails.map(({ headers }) => headers.get('subject'))).toEqual(['Your day']);
    expect(asks.mails[0]?.headers.get('list-unsubscribe')).toBeUndefined();
  });
});

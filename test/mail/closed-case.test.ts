// What happens to an email on a closed case: it is kept, its author gets one email back, and whatever they click uses what they wrote.
import { describe, expect } from 'vitest';
import type { Field } from '../../src/cards/elements.ts';
import { renderDelivery } from '../../src/chat/render-delivery.ts';
import { createMailLinks, type Seen } from '../../src/chat/mail-links.ts';
import { readConfig } from '../../src/config/index.ts';
import { createLinks } from '../../src/mail/links.ts';
import { createTransport } from '../../src/mail/transport.ts';
import type { IncomingMail } from '../../src/ports.ts';
import { closeCase } from '../../src/usecases/cases/close-case.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { mergeCases } from '../../src/usecases/cases/merge-cases.ts';
import { contactFor, postWaitingMail } from '../../src/usecases/mail/decide-mail.ts';
import { createMailDesk } from '../../src/usecases/mail/mail-desk.ts';
import { startTestWorker } from '../outbox/harness.ts';
import { isolatedTest, storedCase, type World } from '../usecases/fixtures.ts';
import { linksIn, startFakeSmtp } from './fake-smtp.ts';
import { incomingMail } from './incoming-mail.ts';

const day = 86_400_000;

const test = isolatedTest
  .extend('smtp', async ({}, { onCleanup }) => {
    const smtp = await startFakeSmtp();
    onCleanup(() => smtp.stop());
    return smtp;
  })
  .extend('links', ({ world }) => createLinks([Buffer.alloc(32, 1)], 'https://bot.example', world.services.clock))
  .extend('mailLinks', ({ world }) => createMailLinks(world.services))
  .extend('sendAll', ({ db, world, smtp, links, mailLinks }, { onCleanup }) => {
    const config = readConfig({ SMTP_URL: smtp.url, MAIL_FROM: 'support@campus.example' }).mail;
    if (!config) throw new Error('mail is off');
    const zoneOf = async () => 'America/Chicago';
    const transport = createTransport({
      config,
      brand: 'Campus Support',
      secretKeys: null,
      links,
      leads: mailLinks.leads,
      zoneOf,
    });
    const worker = startTestWorker(db, transport, {
      transports: { mail: transport },
      render: (id: number) => renderDelivery(world.services, id),
    });
    onCleanup(async () => (await worker.stop(), transport.stop()));
    return () => worker.idle();
  })
  .extend('closed', ({ world }) => async () => {
    world.services.mail = true;
    const number = await world.open();
    await closeCase(world.services, world.max, { number, reason: 'Resolved' }, world.request());
    return number;
  })
  .extend('answers', ({ smtp, sendAll }) => async (to = 'ada@plainview.example') => {
    await sendAll();
    return smtp.mails.filter(
      ({ headers }) => headers.get('to')?.includes(to) && headers.get('subject')?.includes('This case is closed'),
    );
  })
  /** Opens a link of an email and presses the button of its form. */
  .extend('press', ({ links, mailLinks }) => async (href: string, over: Record<string, string> = {}): Promise<Seen> => {
    const link = links.read(href.split('/mail/')[1] ?? '');
    if (!link || link === 'expired') throw new Error('no link');
    const seen = await mailLinks.open(link);
    if (seen?.kind !== 'form') throw new Error('no form');
    const initial = Object.fromEntries(
      seen.form.fields.flatMap((field) =>
        'initial' in field && typeof field.initial === 'string' ? [[field.name, shownIn(field)]] : [],
      ),
    );
    const done = await mailLinks.send(link, { form: seen.form.name, state: seen.form.state, values: { ...initial, ...over } });
    if (!done) throw new Error('nobody has this address');
    return done;
  });

/** What the page's text field shows (src/mail/render-form.ts). */
function shownIn(field: Field): string {
  const text = ('plain' in field ? field.plain : undefined) ?? ('initial' in field ? field.initial : undefined);
  return typeof text === 'string' ? text : '';
}

const desk = ({ services }: World) => createMailDesk(services);
const fromAda = ({ ada }: World, number: number, over: Partial<IncomingMail> = {}) =>
  incomingMail({
    from: { name: ada.name, address: ada.email, isClear: true },
    replyTo: { number, personId: ada.id },
    authentication: 'none',
    ...over,
  });

describe('an email on a closed case', () => {
  test('is kept, reopens nothing, and gets one answer that repeats it and says what can be done', async ({
    world,
    db,
    closed,
    answers,
  }) => {
    const number = await closed();
    const mail = fromAda(world, number, { text: 'Thank **you**!' });
    expect(await desk(world).receive(mail)).toBe('posted');
    expect((await storedCase(db, number)).status).toBe('Closed');
    const [answer, ...more] = await answers();
    expect(more).toEqual([]);
    expect(answer?.headers.get('subject')).toBe(`[CB-${number}: This case is closed] Grade Book issue after the term change`);
    expect(answer?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(answer?.text).toContain('We saved your email, but nobody is working on the case.');
    expect(answer?.text).toContain('reopen the case until Jan 1, 2027');
    expect(answer?.html).toContain('Thank <strong>you</strong>!');
    expect(Object.keys(linksIn(answer?.html ?? '')).slice(0, 3)).toEqual(['Reopen case', 'Open a case', 'View case']);
  });

  test('reopens the case with what its author wrote, when they say so', async ({ world, db, closed, answers, press }) => {
    const number = await closed();
    await desk(world).receive(fromAda(world, number, { text: 'It is back in *room 4*.' }));
    const [answer] = await answers();
    const seen = await press(linksIn(answer?.html ?? '')['Reopen case'] ?? '');
    expect(seen.kind).toBe('card');
    const { status, posts } = await storedCase(db, number);
    expect(status).toBe('New');
    expect(posts.at(-1)).toMatchObject({ action: 'reopen', body: 'It is back in *room 4*.', authorId: world.ada.id });
    // what comes then is a post like any other
    await desk(world).receive(fromAda(world, number, { text: 'Room 5, too.' }));
    expect(await answers()).toHaveLength(1);
  });

  test('shows what its author wrote without the escapes of CommonMark, and keeps it where nobody changes it', async ({
    world,
    db,
    closed,
    answers,
    links,
    mailLinks,
    press,
  }) => {
    const number = await closed();
    const text = 'Room \\#4, 3\\*4 seats, \\*\\*again\\*\\*';
    await desk(world).receive(fromAda(world, number, { text }));
    const [answer] = await answers();
    for (const label of ['Reopen case', 'Open a case']) {
      const link = links.read(linksIn(answer?.html ?? '')[label]?.split('/mail/')[1] ?? '');
      if (!link || link === 'expired') throw new Error('no link');
      const seen = await mailLinks.open(link);
      if (seen?.kind !== 'form') throw new Error('no form');
      expect(seen.form.fields.map(shownIn)).toContain('Room #4, 3*4 seats, **again**');
    }
    await press(linksIn(answer?.html ?? '')['Open a case'] ?? '', { subject: 'Seats' });
    expect(await db.prisma.case.findFirstOrThrow({ where: { subject: 'Seats' } })).toMatchObject({ description: text });
  });

  test('opens a case that follows up on it, when they say so', async ({ world, db, closed, answers, press }) => {
    const number = await closed();
    await desk(world).receive(fromAda(world, number, { text: 'Now the buses are late.' }));
    const [answer] = await answers();
    const href = linksIn(answer?.html ?? '')['Open a case'] ?? '';
    await press(href, { subject: 'Late buses' });
    const opened = await db.prisma.case.findFirstOrThrow({ where: { subject: 'Late buses' }, include: { previousCase: true } });
    expect(opened).toMatchObject({
      description: 'Now the buses are late.',
      source: 'mail',
      contactId: world.ada.id,
      module: 'Grade Book',
      previousCase: { number },
    });
    expect((await storedCase(db, number)).status).toBe('Closed');
  });

  test('that was closed too long ago to reopen opens a new one, whatever its author clicks', async ({
    world,
    db,
    closed,
    answers,
    press,
  }) => {
    const number = await closed();
    await desk(world).receive(fromAda(world, number, { text: 'It is back.' }));
    const [early] = await answers();
    world.at.now = new Date(world.at.now.getTime() + 61 * day);
    await desk(world).receive(fromAda(world, number, { text: 'It is back again.' }));
    const [, late] = await answers();
    expect(Object.keys(linksIn(late?.html ?? '')).slice(0, 2)).toEqual(['Open a case', 'View case']);
    await press(linksIn(late?.html ?? '')['Open a case'] ?? '');
    expect(await db.prisma.case.findMany({ where: { previousCaseId: { not: null } } })).toMatchObject([
      { description: 'It is back again.', subject: 'Follow-up: Grade Book issue after the term change' },
    ]);
    // the first email's links have expired by now
    expect(early?.html).toContain('Reopen case');
  });

  test('leads to the case that it was closed as a duplicate of, and into the one that it was merged into', async ({
    world,
    db,
    answers,
    press,
  }) => {
    world.services.mail = true;
    const [original, duplicate, merged] = [await world.open(), await world.open(), await world.open()];
    await closeCase(world.services, world.max, { number: duplicate, reason: `Duplicate of CB-${original}` }, world.request());
    await desk(world).receive(fromAda(world, duplicate, { text: 'Room 4.' }));
    const [answer] = await answers();
    await press(linksIn(answer?.html ?? '')[`Post to CB-${original}`] ?? '');
    expect((await storedCase(db, original)).posts).toMatchObject([{ body: 'Room 4.', authorId: world.ada.id }]);
    await mergeCases(world.services, world.max, { number: merged, into: original }, world.request());
    await desk(world).receive(fromAda(world, merged, { text: 'Room 5.' }));
    expect((await storedCase(db, original)).posts.at(-1)).toMatchObject({ body: 'Room 5.' });
    expect(await answers()).toHaveLength(1);
  });
});

describe('the answer to an email on a closed case', () => {
  test('comes once a day, three times for each closing, and once however often the email arrives', async ({
    world,
    db,
    closed,
    answers,
  }) => {
    const number = await closed();
    for (let count = 0; count < 8; count++) {
      const mail = fromAda(world, number);
      await Promise.all([desk(world).receive(mail), desk(world).receive(mail)]);
      await db.prisma.idempotencyKey.deleteMany();
      await desk(world).receive(mail);
      if (count % 2 === 1) world.at.now = new Date(world.at.now.getTime() + day);
    }
    expect(await answers()).toHaveLength(3);
    expect((await storedCase(db, number)).posts.filter(({ kind }) => kind === 'public')).toHaveLength(8);
  });

  test('comes when the process was killed between the post and the answer', async ({ world, db, closed, answers }) => {
    const number = await closed();
    const mail = fromAda(world, number);
    world.services.mail = false;
    await desk(world).receive(mail);
    world.services.mail = true;
    expect(await answers()).toHaveLength(0);
    expect(await desk(world).receive(mail)).toBe('repeat');
    expect(await answers()).toHaveLength(1);
    expect(await db.prisma.post.count({ where: { kind: 'public' } })).toBe(1);
  });

  test('comes to a colleague who is not a recipient, who gets nothing else', async ({
    world,
    closed,
    answers,
    smtp,
    sendAll,
  }) => {
    const number = await closed();
    const { ben } = world;
    const from = { name: ben.name, address: ben.email, isClear: true };
    await desk(world).receive(fromAda(world, number, { from, authentication: 'pass' }));
    expect(await answers(ben.email)).toHaveLength(1);
    await addPost(world.services, world.max, { number, text: 'All done.' }, world.request());
    await sendAll();
    expect(smtp.mails.filter(({ headers }) => headers.get('to')?.includes(ben.email))).toHaveLength(1);
  });

  test('never goes to programs, strangers, or those whom nothing proves', async ({ world, closed, smtp, sendAll }) => {
    const number = await closed();
    await sendAll();
    const before = smtp.mails.length;
    const automatic = { kind: 'auto-reply', isAway: false, failed: [] } as const;
    const { ben, rita } = world;
    for (const over of [
      { automatic },
      { automatic: { ...automatic, kind: 'own' as const } },
      { from: { name: 'Kim', address: 'kim@mail.example', isClear: true }, authentication: 'pass' as const },
      { from: { name: ben.name, address: ben.email, isClear: true } },
      { from: { name: rita.name, address: rita.email, isClear: true }, authentication: 'pass' as const },
      { authentication: 'fail' as const },
    ])
      await desk(world).receive(fromAda(world, number, over));
    await sendAll();
    expect(smtp.mails).toHaveLength(before);
  });

  test('comes when an advisor posts an email that waited', async ({ world, db, closed, answers }) => {
    const number = await closed();
    const from = { name: 'Ada at home', address: 'ada@home.example', isClear: true };
    const mail = fromAda(world, number, { from, text: 'It is back.' });
    await desk(world).receive(mail);
    const { id: mailId } = await db.prisma.incomingMail.findUniqueOrThrow({ where: { key: mail.key } });
    const contact = await contactFor(world.services, world.ada.email);
    await postWaitingMail(world.services, world.max, { mailId, contact, text: mail.text, number }, world.request());
    expect(await answers()).toHaveLength(1);
  });
});

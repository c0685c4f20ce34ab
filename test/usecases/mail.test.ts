import { describe, expect } from 'vitest';
import type { IncomingMail } from '../../src/ports.ts';
import { addNote } from '../../src/usecases/cases/add-note.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { askContact } from '../../src/usecases/cases/ask-contact.ts';
import { sweepFiles } from '../../src/usecases/files/sweep-files.ts';
import { contactFor, dismissMail, openWaitingMail, postWaitingMail } from '../../src/usecases/mail/decide-mail.ts';
import { createMailDesk } from '../../src/usecases/mail/mail-desk.ts';
import { listWaitingMails, readWholeMail } from '../../src/usecases/mail/waiting-mails.ts';
import { incomingMail } from '../mail/incoming-mail.ts';
import { isolatedTest as test, storedCase, type World } from './fixtures.ts';

const desk = (world: World) => createMailDesk(world.services);
/** Ada answers an email about a case at the address that was made for her. */
async function answer(world: World, over: Partial<IncomingMail> = {}) {
  const number = await world.open();
  const mail = fromAda(world, { replyTo: { number, personId: world.ada.id }, authentication: 'none', ...over });
  return { number, mail };
}
const fromAda = ({ ada }: World, over: Partial<IncomingMail> = {}): IncomingMail =>
  incomingMail({ from: { name: ada.name, address: ada.email, isClear: true }, ...over });
const reasonOf = async ({ services }: World, { key }: IncomingMail) =>
  services.db.prisma.incomingMail.findUniqueOrThrow({ where: { key } });
const automatic = { kind: 'auto-reply', isAway: false, failed: [] } as const;

describe('an answer by email', () => {
  test('becomes a post of the contact, and is sent to the other conversations like any post', async ({ world, db }) => {
    const { number, mail } = await answer(world, { text: 'Grades **3** and 4.' });
    expect(await desk(world).receive(mail)).toBe('posted');
    const { posts } = await storedCase(db, number);
    expect(posts).toMatchObject([
      { kind: 'public', body: 'Grades **3** and 4.', authorId: world.ada.id, platform: null, originMessageId: mail.key },
    ]);
    const sent = await db.prisma.delivery.findMany({ where: { kind: 'post' }, include: { destination: true } });
    expect(sent.map(({ destination }) => destination.channelId).sort()).toEqual(['C0GRADES', 'D0ADA']);
  });

  test('has one effect, however often and in however many processes it arrives', async ({ world, db }) => {
    const { number, mail } = await answer(world);
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => desk(world).receive(mail)));
    expect(outcomes.sort()).toEqual(['posted', 'repeat', 'repeat', 'repeat', 'repeat', 'repeat']);
    await db.prisma.idempotencyKey.deleteMany();
    expect(await desk(world).receive(mail)).toBe('repeat');
    expect((await storedCase(db, number)).posts).toHaveLength(1);
  });

  test('answers an open question', async ({ world, db }) => {
    const { number, mail } = await answer(world);
    await db.prisma.case.update({
      where: { number },
      data: { status: 'PendingCustomerInput', askedFrom: 'Assigned', advisorId: world.max.id },
    });
    await desk(world).receive(mail);
    expect((await storedCase(db, number)).status).toBe('Assigned');
  });

  test('is found by our message IDs when somebody writes to the plain address, if their domain vouches for them', async ({
    world,
    db,
  }) => {
    const number = await world.open();
    const answers = [{ number, deliveryId: null }];
    expect(await desk(world).receive(fromAda(world, { answers, authentication: 'none' }))).toBe('waiting');
    expect(await desk(world).receive(fromAda(world, { answers }))).toBe('posted');
    expect((await storedCase(db, number)).posts).toHaveLength(1);
  });

  test('is never found by its subject', async ({ world, db }) => {
    const number = await world.open();
    expect(await desk(world).receive(fromAda(world, { subject: `Re: [CB-${number}] Grade Book` }))).toBe('opened');
    expect((await storedCase(db, number)).posts).toHaveLength(0);
  });

  test('of a colleague counts as theirs', async ({ world, db }) => {
    const { number, mail } = await answer(world, {
      from: { name: 'Ben Ode', address: 'ben@plainview.example', isClear: true },
      authentication: 'pass',
    });
    expect(await desk(world).receive(mail)).toBe('posted');
    expect((await storedCase(db, number)).posts).toMatchObject([{ authorId: world.ben.id }]);
  });

  test('with the same text again within a day comes from a program, and is ignored', async ({ world, db }) => {
    const { number, mail } = await answer(world, { text: 'I am away.' });
    expect(await desk(world).receive(mail)).toBe('posted');
    expect(await desk(world).receive({ ...mail, key: 'another', messageId: 'another' })).toBe('ignored');
    expect((await storedCase(db, number)).posts).toHaveLength(1);
  });

  test('with the same text again answers an advisor who wrote in between, as a second "Yes" does', async ({ world, db }) => {
    const { number, mail } = await answer(world, { text: 'Yes.' });
    expect(await desk(world).receive(mail)).toBe('posted');
    world.at.now = new Date(world.at.now.getTime() + 60_000);
    await addNote(world.services, world.max, { number, text: 'She says yes.' }, world.request());
    expect(await desk(world).receive({ ...mail, key: 'unasked', messageId: 'unasked' })).toBe('ignored');
    world.at.now = new Date(world.at.now.getTime() + 60_000);
    await askContact(world.services, world.max, { number, question: 'And on Monday?' }, world.request());
    expect(await desk(world).receive({ ...mail, key: 'second', messageId: 'second' })).toBe('posted');
    const { status, posts } = await storedCase(db, number);
    expect([status, posts.filter(({ kind }) => kind === 'public').length]).toEqual(['New', 2]);
  });

  test('with a picture each is posted, twelve in a row, then waits until an advisor has written', async ({ world, db }) => {
    const { number, mail } = await answer(world);
    const send = (name: string) => {
      const files = [{ name: `${name}.txt`, content: Buffer.from(name) }];
      return desk(world).receive({ ...mail, key: name, messageId: name, files, text: '' });
    };
    for (let photo = 1; photo <= 12; photo++) expect(await send(`photo ${photo}`)).toBe('posted');
    const stopped = { ...mail, key: 'photo 13', messageId: 'photo 13', text: 'And one more.' };
    expect(await desk(world).receive(stopped)).toBe('waiting');
    expect(await reasonOf(world, stopped)).toMatchObject({ reason: 'too-many' });
    // advisors see at once that something waits
    expect(await db.prisma.delivery.count({ where: { kind: 'mail' } })).toBe(1);
    world.at.now = new Date(world.at.now.getTime() + 60_000);
    await addPost(world.services, world.max, { number, text: 'Thank you, which room is it?' }, world.request());
    expect(await send('room')).toBe('posted');
  });

  test('keeps its files, and names those that cannot be kept', async ({ world, db }) => {
    const files = [
      { name: 'list.txt', content: Buffer.from('bus 7') },
      { name: 'empty.txt', content: Buffer.alloc(0) },
      { name: 'winmail.dat', content: Buffer.from([0x78, 0x9f, 0x3e, 0x22]) },
    ];
    const { number, mail } = await answer(world, { files, text: '' });
    expect(await desk(world).receive(mail)).toBe('posted');
    const stored = await db.prisma.file.findMany({ where: { case: { number } }, orderBy: { position: 'asc' } });
    expect(stored.map(({ name, state, problem }) => [name, state, problem])).toEqual([
      ['list.txt', 'stored', null],
      ['winmail.dat', 'stored', null],
      ['empty.txt', 'refused', 'empty'],
    ]);
  });
});

describe('an email waits for an advisor and posts nothing', () => {
  const cases: Record<string, { reason: string; over: (world: World) => Partial<IncomingMail> }> = {
    'from a stranger': {
      reason: 'unknown-sender',
      over: () => ({ from: { name: 'Kim', address: 'kim@mail.example', isClear: true }, authentication: 'pass' }),
    },
    'from a contact of another account': {
      reason: 'other-account',
      over: ({ rosa }) => ({ from: { name: rosa.name, address: rosa.email, isClear: true }, authentication: 'pass' }),
    },
    'from a colleague whom nothing proves': {
      reason: 'unverified',
      over: ({ ben }) => ({ from: { name: ben.name, address: ben.email, isClear: true } }),
    },
    'from a Read-Only Contact': {
      reason: 'read-only',
      over: ({ rita }) => ({ from: { name: rita.name, address: rita.email, isClear: true }, authentication: 'pass' }),
    },
    'from an advisor': {
      reason: 'advisor',
      over: ({ max }) => ({ from: { name: max.name, address: max.email, isClear: true }, authentication: 'pass' }),
    },
    'that its domain disowns': { reason: 'failed-authentication', over: () => ({ authentication: 'fail' }) },
    'with two senders': {
      reason: 'unclear-sender',
      over: ({ ada }) => ({ from: { name: '', address: ada.email, isClear: false } }),
    },
    'without a text': { reason: 'empty', over: () => ({ text: ' ' }) },
    'about a case that does not exist': {
      reason: 'unknown-case',
      over: ({ ada }) => ({ replyTo: { number: 999_999, personId: ada.id } }),
    },
  };
  for (const [name, { reason, over }] of Object.entries(cases))
    test(name, async ({ world, db }) => {
      const { number, mail } = await answer(world, over(world));
      expect(await desk(world).receive(mail)).toBe('waiting');
      expect(await reasonOf(world, mail)).toMatchObject({ state: 'waiting', reason });
      expect((await storedCase(db, number)).posts).toHaveLength(0);
      expect(await db.prisma.delivery.count({ where: { kind: 'mail' } })).toBe(1);
      expect(await desk(world).receive(mail)).toBe('repeat');
    });

  test('when an address of one case is used by the contact of another account for theirs', async ({ world, db }) => {
    const { number, mail } = await answer(world);
    const stolen = {
      ...mail,
      from: { name: '', address: world.rosa.email, isClear: true },
      replyTo: { number, personId: world.rosa.id },
      authentication: 'pass' as const,
    };
    expect(await desk(world).receive(stolen)).toBe('waiting');
    expect((await storedCase(db, number)).posts).toHaveLength(0);
  });

  test('and keeps its files, which no sweep removes, until somebody decides', async ({ world, db }) => {
    const mail = incomingMail({ files: [{ name: 'list.txt', content: Buffer.from('bus 7') }] });
    await desk(world).receive(mail);
    world.at.now = new Date(world.at.now.getTime() + 48 * 3_600_000);
    expect(await sweepFiles(world.services)).toMatchObject({ contents: 0 });
    await db.prisma.incomingMail.updateMany({ data: { state: 'dismissed' } });
    expect(await sweepFiles(world.services)).toMatchObject({ contents: 1 });
  });

  test('and more than 20 in an hour get no cards, but are in the list', async ({ world, db }) => {
    for (let count = 0; count < 25; count++) await desk(world).receive(incomingMail());
    expect(await db.prisma.delivery.count({ where: { kind: 'mail' } })).toBe(20);
    expect((await listWaitingMails(world.services, world.max, 3)).position).toEqual({ total: 25, page: 3, pages: 3 });
  });
});

describe('a new email of a contact', () => {
  test('opens a case with its files, and tells them by email that it is open', async ({ world, db }) => {
    world.services.mail = true;
    const files = [{ name: 'list.txt', content: Buffer.from('bus 7') }];
    const mail = fromAda(world, { subject: 'Fwd: Re: Bus list', text: 'Bus 7 is late.', files });
    expect(await desk(world).receive(mail)).toBe('opened');
    expect(await desk(world).receive(mail)).toBe('repeat');
    const [opened] = await db.prisma.case.findMany({ include: { posts: { orderBy: { id: 'asc' } }, files: true } });
    expect(opened).toMatchObject({
      subject: 'Bus list',
      description: 'Bus 7 is late.',
      source: 'mail',
      contactId: world.ada.id,
      module: 'Other',
    });
    expect(opened?.posts.map(({ kind, body }) => [kind, body])).toEqual([
      ['public', ''],
      ['event', "opened the case from Ada Park's email"],
    ]);
    expect(opened?.files).toHaveLength(1);
    expect(
      await db.prisma.delivery.count({ where: { destination: { platform: 'mail', channelId: world.ada.email } } }),
    ).toBeGreaterThan(0);
  });

  test('whose process was killed after opening it is completed when it arrives again', async ({ world, db }) => {
    const mail = fromAda(world, { files: [{ name: 'list.txt', content: Buffer.from('bus 7') }] });
    await desk(world).receive({ ...mail, files: [] });
    await db.prisma.post.deleteMany();
    await desk(world).receive(mail);
    expect(await db.prisma.file.count()).toBe(1);
    expect(await db.prisma.case.count()).toBe(1);
  });

  test('waits where emails do not open cases, and where nothing proves who sent it', async ({ world, db }) => {
    const off = { ...world.services.settings.mail, inbound: { newCases: false, module: null } };
    const services = { ...world.services, settings: { ...world.services.settings, mail: off } };
    expect(await createMailDesk(services).receive(fromAda(world))).toBe('waiting');
    expect(await desk(world).receive(fromAda(world, { authentication: 'none' }))).toBe('waiting');
    expect(await db.prisma.case.count()).toBe(0);
  });
});

describe('a program', () => {
  test('never gets a post or an answer', async ({ world, db }) => {
    const { number, mail } = await answer(world, { automatic });
    const before = await db.prisma.delivery.count();
    expect(await desk(world).receive(mail)).toBe('ignored');
    expect(await desk(world).receive(fromAda(world, { automatic }))).toBe('ignored');
    expect((await storedCase(db, number)).posts).toHaveLength(0);
    expect(await db.prisma.case.count()).toBe(1);
    expect(await db.prisma.delivery.count()).toBe(before);
  });

  test('says once that a contact is away, and until when, to advisors alone', async ({ world, db }) => {
    const away = { ...automatic, isAway: true };
    const { number, mail } = await answer(world, {
      automatic: away,
      subject: 'Automatic reply: Late bus list',
      text: 'I am out of the office until November 9, 2026.',
    });
    await desk(world).receive(mail);
    await desk(world).receive({ ...mail, key: 'again' });
    expect((await storedCase(db, number)).posts).toMatchObject([
      { kind: 'note', body: 'Ada Park is out of office until Nov 9, 2026 (automatic reply to an email).' },
    ]);
  });

  test('is not believed about an absence unless it answers an email that we sent to its very sender', async ({ world, db }) => {
    const number = await world.open();
    const { id: caseId } = await storedCase(db, number);
    const away = { automatic: { ...automatic, isAway: true }, text: 'I am out of the office.' };
    await desk(world).receive(fromAda(world, { ...away, answers: [{ number, deliveryId: null }] }));
    await desk(world).receive(fromAda(world, { ...away, replyTo: { number, personId: world.ben.id } }));
    expect((await storedCase(db, number)).posts).toEqual([]);
    const data = { platform: 'mail' as const, workspaceId: '', channelId: world.ada.email };
    const destination = await db.prisma.destination.create({ data });
    const sent = await db.prisma.delivery.create({
      data: { destinationId: destination.id, caseId, kind: 'post', state: 'sent', externalId: 'x', sentAt: world.at.now },
    });
    await desk(world).receive(fromAda(world, { ...away, answers: [{ number, deliveryId: Number(sent.id) }] }));
    expect((await storedCase(db, number)).posts).toMatchObject([{ kind: 'note' }]);
  });

  test('cannot fill a case with absences that end on other days', async ({ world, db }) => {
    const { number, mail } = await answer(world, { automatic: { ...automatic, isAway: true } });
    for (let day = 10; day < 20; day++)
      await desk(world).receive({ ...mail, key: `away ${day}`, text: `I am out of the office until November ${day}, 2026.` });
    expect((await storedCase(db, number)).posts).toHaveLength(3);
  });

  test('that reports an address marks it, and the delivery for the card, but only for an email that we sent there', async ({
    world,
    db,
  }) => {
    world.services.mail = true;
    const number = await world.open();
    const { id: caseId } = await storedCase(db, number);
    const destination = await db.prisma.destination.create({
      data: { platform: 'mail', workspaceId: '', channelId: world.ada.email },
    });
    const { id } = await db.prisma.delivery.create({
      data: { destinationId: destination.id, caseId, kind: 'post', state: 'sent', externalId: 'x', sentAt: world.at.now },
    });
    const bounce = (address: string) =>
      incomingMail({
        automatic: { kind: 'bounce', isAway: false, failed: [{ address, status: '5.1.1', deliveryId: Number(id) }] },
      });
    await desk(world).receive(bounce('ben@plainview.example'));
    expect(await db.prisma.person.count({ where: { mailFailedAt: { not: null } } })).toBe(0);
    await desk(world).receive(bounce(world.ada.email));
    expect(await db.prisma.person.findMany({ where: { mailFailedAt: { not: null } } })).toMatchObject([
      { email: world.ada.email, mailFailedCode: '5.1.1' },
    ]);
    expect(await db.prisma.delivery.findUnique({ where: { id } })).toMatchObject({ state: 'dead', errorCode: 'mail_bounced' });
    await desk(world).receive(fromAda(world, { answers: [{ number, deliveryId: null }] }));
    expect(await db.prisma.person.count({ where: { mailFailedAt: { not: null } } })).toBe(0);
  });

  test('and the mark goes when an email arrives that only waits, if its domain vouches for it', async ({ world, db }) => {
    const { rita } = world;
    await db.prisma.person.update({ where: { id: rita.id }, data: { mailFailedAt: world.at.now, mailFailedCode: '5.1.1' } });
    const from = { name: rita.name, address: rita.email, isClear: true };
    const marked = () => db.prisma.person.count({ where: { mailFailedAt: { not: null } } });
    await desk(world).receive(incomingMail({ from, authentication: 'none' }));
    expect(await marked()).toBe(1);
    await desk(world).receive(incomingMail({ from }));
    expect(await marked()).toBe(0);
  });
});

describe('an email with the headers of a mailing list', () => {
  const list = { kind: 'list', isAway: false, failed: [] } as const;
  const waits: Record<string, (world: World) => Partial<IncomingMail>> = {
    'from the person for whom the reply address was made': () => ({}),
    'from the person, though the list broke its signature': () => ({ authentication: 'fail' }),
    'from a colleague at that reply address': ({ ben }) => ({ from: { name: ben.name, address: ben.email, isClear: true } }),
    'from the list itself, which put its own address there': () => ({
      from: { name: 'Ada Park via Office', address: 'office@plainview.example', isClear: true },
    }),
    'from a contact for whom their domain vouches, about no case': () => ({ replyTo: null, authentication: 'pass' }),
  };
  for (const [name, over] of Object.entries(waits))
    test(`waits for an advisor: ${name}`, async ({ world, db }) => {
      const { number, mail } = await answer(world, { automatic: list, ...over(world) });
      expect(await desk(world).receive(mail)).toBe('waiting');
      expect(await reasonOf(world, mail)).toMatchObject({ state: 'waiting', reason: 'list', text: mail.text });
      expect(await desk(world).receive(mail)).toBe('repeat');
      expect((await storedCase(db, number)).posts).toHaveLength(0);
    });

  const ignored: Record<string, (world: World) => Partial<IncomingMail>> = {
    'that is a newsletter': () => ({
      replyTo: null,
      from: { name: 'News', address: 'news@mail.example', isClear: true },
      authentication: 'pass',
    }),
    'at a reply address from elsewhere': () => ({
      from: { name: 'News', address: 'news@mail.example', isClear: true },
      authentication: 'pass',
    }),
    'from a contact of another account at a reply address': ({ rosa }) => ({
      from: { name: rosa.name, address: rosa.email, isClear: true },
      authentication: 'pass',
    }),
    'that claims to be from a contact, about no case': () => ({ replyTo: null }),
    'without a text of its own': () => ({ text: ' \n' }),
  };
  for (const [name, over] of Object.entries(ignored))
    test(`is ignored: ${name}`, async ({ world, db }) => {
      const { number, mail } = await answer(world, { automatic: list, ...over(world) });
      expect(await desk(world).receive(mail)).toBe('ignored');
      expect(await reasonOf(world, mail)).toMatchObject({ state: 'ignored', reason: 'list' });
      expect((await storedCase(db, number)).posts).toHaveLength(0);
    });
});

describe('an advisor decides', () => {
  test('to post an email as a contact, once', async ({ world, db }) => {
    const { number, mail } = await answer(world, {
      from: { name: 'Ada at home', address: 'ada@home.example', isClear: true },
      files: [{ name: 'a.txt', content: Buffer.from('a') }],
    });
    await desk(world).receive(mail);
    const { id: mailId } = await reasonOf(world, mail);
    const contact = await contactFor(world.services, world.ada.email);
    const decision = { mailId, contact, text: mail.text, number };
    await postWaitingMail(world.services, world.max, decision, world.request());
    await expect(postWaitingMail(world.services, world.max, decision, world.request())).rejects.toMatchObject({
      code: 'mail-decided',
    });
    expect((await storedCase(db, number)).posts).toMatchObject([{ authorId: world.ada.id, body: mail.text }]);
    expect(await db.prisma.file.count({ where: { state: 'stored' } })).toBe(1);
    const [post] = (await storedCase(db, number)).posts;
    expect(await readWholeMail(world.services, world.max, { postId: post?.id ?? 0 }, 1)).toMatchObject({ text: mail.whole });
  });

  test('to open a case from it at the same moment as another one: one case opens, and the other reads who opened it', async ({
    world,
    db,
  }) => {
    const mail = incomingMail({ files: [{ name: 'a.txt', content: Buffer.from('a') }] });
    await desk(world).receive(mail);
    const { id: mailId } = await reasonOf(world, mail);
    const contact = await contactFor(world.services, world.ada.email);
    const input = { mailId, contact, text: 'Bus 7', subject: 'Bus' };
    const outcomes = await Promise.allSettled([
      openWaitingMail(world.services, world.max, input, world.request()),
      openWaitingMail(world.services, world.tia, input, world.request()),
      dismissMail(world.services, world.tia, mailId, world.request()),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const cases = await db.prisma.case.findMany({ include: { files: true } });
    const row = await reasonOf(world, mail);
    expect(cases.map(({ id, source, files }) => [id, source, files.length])).toEqual(
      row.state === 'dismissed' ? [] : [[row.caseId, 'mail', 1]],
    );
    const winner = row.decidedById === world.max.id ? world.max : world.tia;
    for (const one of outcomes)
      if (one.status === 'rejected') {
        expect(one.reason).toMatchObject({ code: 'mail-decided' });
        expect(String(one.reason)).toContain(`${winner.name} has already`);
      }
  });

  test('to open a case, once for a request that arrives twice, and finishes what a killed process left', async ({
    world,
    db,
  }) => {
    const mail = incomingMail({ files: [{ name: 'a.txt', content: Buffer.from('a') }] });
    await desk(world).receive(mail);
    const { id: mailId, files } = await reasonOf(world, mail);
    const contact = await contactFor(world.services, world.ada.email);
    const input = { mailId, contact, text: 'Bus 7', subject: 'Bus' };
    const request = world.request();
    const { number } = await openWaitingMail(world.services, world.max, input, request);
    expect(await openWaitingMail(world.services, world.max, input, request)).toEqual({ number });
    // killed before the files were posted
    await db.prisma.file.deleteMany();
    await db.prisma.post.deleteMany({ where: { kind: 'public' } });
    await db.prisma.idempotencyKey.deleteMany();
    await db.prisma.incomingMail.update({ where: { id: mailId }, data: { files: files ?? [] } });
    await expect(openWaitingMail(world.services, world.tia, input, world.request())).rejects.toMatchObject({
      message: `Max Reyes has already opened CB-${number} from this email.`,
    });
    expect(await db.prisma.file.count({ where: { case: { number } } })).toBe(1);
    expect(await db.prisma.case.count()).toBe(1);
  });

  test('to open a case from it, or to dismiss it', async ({ world, db }) => {
    const mail = incomingMail();
    await desk(world).receive(mail);
    const { id: mailId } = await reasonOf(world, mail);
    const contact = await contactFor(world.services, 'ben@plainview.example');
    const { number } = await openWaitingMail(
      world.services,
      world.max,
      { mailId, contact, text: 'Bus 7', subject: 'Bus' },
      world.request(),
    );
    expect(await storedCase(db, number)).toMatchObject({ subject: 'Bus', contactId: world.ben.id });
    await expect(dismissMail(world.services, world.max, mailId, world.request())).rejects.toMatchObject({ code: 'mail-decided' });
    const other = incomingMail();
    await desk(world).receive(other);
    await dismissMail(world.services, world.tia, (await reasonOf(world, other)).id, world.request());
    expect(await reasonOf(world, other)).toMatchObject({ state: 'dismissed', decidedById: world.tia.id });
    expect((await listWaitingMails(world.services, world.max, 1)).position.total).toBe(0);
  });
});

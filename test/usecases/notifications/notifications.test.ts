import { describe, expect } from 'vitest';
import { renderDelivery } from '../../../src/chat/render-delivery.ts';
import type { NotificationLevel } from '../../../src/domain/notification.ts';
import type { Contact, Person } from '../../../src/domain/person.ts';
import { enqueuePost, openMailConversations, refreshPost, withdrawPost } from '../../../src/outbox/enqueue/index.ts';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { deletePost } from '../../../src/usecases/cases/delete-post.ts';
import { openCase } from '../../../src/usecases/cases/open-case.ts';
import { addRecipient, removeRecipient } from '../../../src/usecases/notifications/recipients.ts';
import { sendDigests } from '../../../src/usecases/notifications/send-digests.ts';
import { readNotification, setNotification } from '../../../src/usecases/notifications/set-notification.ts';
import { readCard } from '../../chat/read-card.ts';
import { newCase, plainviewSpace, vendor, test as base } from '../fixtures.ts';

const it = base
  /** The services with a mail server. */
  .extend('services', { scope: 'file' }, ({ world }) => ({ ...world.services, mail: true }))
  .extend(
    'addIdentity',
    { scope: 'file' },
    ({ db, world }) =>
      async ({ id: personId, name, email }: Contact, directChannel: string, workspaceId = plainviewSpace) => {
        const actor = { workspaceId, userId: `U${directChannel}`, homeWorkspace: workspaceId, name, email };
        await db.prisma.identity.create({
          data: { platform: 'slack', ...actor, directChannel, personId, checkedAt: world.at.now },
        });
      },
  )
  /** Opens a case of Ada's with Ben as a recipient. */
  .extend(
    'openForBoth',
    { scope: 'file' },
    ({ world, services }) =>
      async (over: Record<string, unknown> = {}): Promise<number> => {
        const number = await world.open(over);
        await addRecipient(services, world.ada, { number, personId: world.ben.id }, world.request());
        return number;
      },
  )
  .extend(
    'setLevel',
    { scope: 'file' },
    ({ services, world }) =>
      (person: Contact, level: NotificationLevel, number: number | null = null) =>
        setNotification(services, person, { number, level }, world.request()),
  )
  .extend('placesOf', { scope: 'file' }, ({ db }) => async (postId: number): Promise<string[]> => {
    const rows = await db.prisma.delivery.findMany({ where: { postId, withdrawn: false }, include: { destination: true } });
    return rows.map(({ destination }) => destination.channelId).sort();
  })
  /** Returns where contacts see the newest post of a case. */
  .extend('newestOf', { scope: 'file' }, ({ db, placesOf }) => async (number: number): Promise<string[]> => {
    const post = await db.prisma.post.findFirstOrThrow({ where: { case: { number } }, orderBy: { id: 'desc' } });
    return (await placesOf(post.id)).filter((place) => !place.startsWith('C0'));
  })
  .extend(
    'writes',
    { scope: 'file' },
    ({ services, world, newestOf }) =>
      async (author: Person, number: number, text: string, channelId?: string): Promise<string[]> => {
        const origin =
          channelId === undefined
            ? undefined
            : { platform: 'slack' as const, workspaceId: plainviewSpace, channelId, messageId: text };
        await addPost(services, author, { number, text }, world.request(origin));
        return newestOf(number);
      },
  )
  .extend(
    'mailOf',
    { scope: 'file' },
    ({ db }) =>
      (number: number, person: Contact) =>
        db.prisma.conversation.findMany({
          where: { case: { number }, personId: person.id, destination: { platform: 'mail' } },
          include: { destination: true, deliveries: true },
        }),
  )
  .extend('sentTo', { scope: 'file' }, ({ db }) => async () => {
    const rows = await db.prisma.delivery.findMany({
      where: { kind: 'digest' },
      include: { destination: true },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ destination }) => destination.channelId);
  })
  .extend(
    'setClock',
    { scope: 'file' },
    ({ world }) =>
      (iso: string) =>
        (world.at.now = new Date(iso)),
  )
  .extend('newestDigest', { scope: 'file' }, ({ db, services }) => async () => {
    const row = await db.prisma.delivery.findFirstOrThrow({ where: { kind: 'digest' }, orderBy: { id: 'desc' } });
    const view = await renderDelivery(services, row.id);
    return view && readCard(view.card);
  });

it.beforeAll(async ({ addIdentity, world }) => {
  await addIdentity(world.ben, 'D0BEN');
  await addIdentity(world.rosa, 'D0ROSA', vendor);
});

const ben = ['ben@plainview.example', 'D0BEN'];
const ada = ['D0ADA', 'ada@plainview.example'];
const both = [...ada, ...ben].sort();

describe('a notification level, in chat and by mail', () => {
  let caseId: number;
  it.beforeAll(async ({ openForBoth, db }) => {
    const number = await openForBoth();
    ({ id: caseId } = await db.prisma.case.findUniqueOrThrow({ where: { number } }));
    await openMailConversations(db.prisma, [caseId]);
  });

  const posts = [
    ['public', null],
    ['event', 'claim'],
    ['event', 'ask'],
    ['event', 'resolve'],
    ['event', 'close'],
    ['event', 'release'],
    ['note', null],
  ] as const;
  const always = ['ask', 'resolve', 'close', 'release'];

  it.for<[string, NotificationLevel, NotificationLevel | null, string[]]>([
    ['all posts', 'all', null, ['public', 'claim', ...always]],
    ['status changes only', 'status', null, ['claim', ...always]],
    ['the daily digest', 'digest', null, always],
    ['mute', 'mute', null, always],
    ['mute with all posts of this case', 'mute', 'all', ['public', 'claim', ...always]],
    ['all posts with this case muted', 'all', 'mute', always],
  ])('decides which posts arrive: %s', async ([_case, everything, own, expected], { db, world, placesOf }) => {
    await db.prisma.person.update({ where: { id: world.ben.id }, data: { notify: everything } });
    await db.prisma.recipient.updateMany({ where: { caseId, personId: world.ben.id }, data: { notify: own } });
    const arrived: string[] = [];
    for (const [kind, action] of posts) {
      const of = { caseId, kind, action, body: 'x', authorName: 'Max Reyes', authorId: world.max.id, createdAt: world.at.now };
      const post = await db.prisma.post.create({ data: of });
      await enqueuePost(db.prisma, post);
      const places = await placesOf(post.id);
      expect(places.includes('D0BEN'), 'chat and mail get the same posts').toBe(places.includes('ben@plainview.example'));
      expect(places.includes('D0ADA'), 'other recipients are not affected').toBe(kind !== 'note');
      if (places.includes('D0BEN')) arrived.push(action ?? kind);
    }
    expect(arrived).toEqual(expected);
  });

  it.afterAll(({ db, world }) => db.prisma.person.update({ where: { id: world.ben.id }, data: { notify: 'all' } }));
});

describe('the author of a post', () => {
  it('never gets it by mail, and gets it in chat only when it was typed elsewhere', async ({ openForBoth, writes, world }) => {
    const number = await openForBoth();
    expect(await writes(world.max, number, 'from the advisor')).toEqual(both);
    expect(await writes(world.ben, number, 'by a form')).toEqual([...ada, 'D0BEN'].sort());
    expect(await writes(world.ben, number, 'typed there', 'D0BEN')).toEqual(ada);
    expect(await writes(world.ben, number, 'typed elsewhere', 'C0OTHER')).toEqual(ada);
    expect(await writes(world.ada, number, 'typed by Ada', 'D0ADA')).toEqual(ben.toSorted());
  });
});

describe('mail', () => {
  it('goes to one conversation of each recipient, which never gets a card', async ({ openForBoth, writes, world, mailOf }) => {
    const number = await openForBoth();
    await writes(world.max, number, 'one');
    await writes(world.max, number, 'two');
    const [conversation, ...others] = await mailOf(number, world.ben);
    expect(others).toEqual([]);
    expect(conversation).toMatchObject({ side: 'contact', threadRef: `CB-${number}`, destination: { workspaceId: '' } });
    expect(conversation?.deliveries.map(({ kind }) => kind)).toEqual(['post', 'post']);
  });

  it('is not sent without a mail server', async ({ world, newestOf }) => {
    const number = await world.open();
    await addPost(world.services, world.max, { number, text: 'chat alone' }, world.request());
    expect(await newestOf(number)).toEqual(['D0ADA']);
  });

  it('goes to a new address, including unsent mail, and never to the old one', async ({
    openForBoth,
    writes,
    world,
    db,
    mailOf,
  }) => {
    const number = await openForBoth();
    await writes(world.max, number, 'one');
    await db.prisma.delivery.updateMany({
      where: { case: { number }, kind: 'post' },
      data: { state: 'sent', externalId: '<1>' },
    });
    await writes(world.max, number, 'two');
    await db.prisma.person.update({ where: { id: world.ben.id }, data: { email: 'benjamin@plainview.example' } });
    // nothing has moved yet
    await addPost(world.services, world.max, { number, text: 'to neither address' }, world.request());
    await writes(world.max, number, 'three');
    const [conversation] = await mailOf(number, world.ben);
    expect(conversation?.destination.channelId).toBe('benjamin@plainview.example');
    const rows = await db.prisma.delivery.findMany({
      where: { conversationId: conversation?.id },
      include: { destination: true, post: true },
      orderBy: { id: 'asc' },
    });
    expect(rows.map(({ destination, post }) => [post?.body, destination.channelId])).toEqual([
      ['one', 'ben@plainview.example'],
      ['two', 'benjamin@plainview.example'],
      ['three', 'benjamin@plainview.example'],
    ]);
    await db.prisma.person.update({ where: { id: world.ben.id }, data: { email: 'ben@plainview.example' } });
  });

  it('stops for a removed recipient, including unsent mail', async ({ openForBoth, writes, world, services, newestOf }) => {
    const number = await openForBoth();
    expect(await writes(world.max, number, 'one')).toEqual(both);
    await removeRecipient(services, world.ada, { number, personId: world.ben.id }, world.request());
    expect(await newestOf(number)).toEqual(ada);
    expect(await writes(world.max, number, 'two')).toEqual(ada);
  });

  it('that was sent is not changed when the post changes', async ({ openForBoth, writes, world, db }) => {
    const number = await openForBoth();
    await writes(world.max, number, 'regret');
    const post = await db.prisma.post.findFirstOrThrow({ where: { case: { number } } });
    const sent = { state: 'sent' as const, externalId: 'x', startedAt: world.at.now };
    await db.prisma.delivery.updateMany({ where: { postId: post.id, destination: { channelId: { not: ada[1] } } }, data: sent });
    await refreshPost(db.prisma, post.id);
    await withdrawPost(db.prisma, post.id);
    const rows = await db.prisma.delivery.findMany({ where: { postId: post.id }, include: { destination: true } });
    const states = Object.fromEntries(
      rows.map(({ destination, state, withdrawn }) => [destination.channelId, `${state}${withdrawn ? ' withdrawn' : ''}`]),
    );
    expect(states).toMatchObject({
      'ben@plainview.example': 'sent',
      'ada@plainview.example': 'pending withdrawn',
      D0BEN: 'pending withdrawn',
      D0ADA: 'pending withdrawn',
    });
  });

  it('gets one conversation, like direct messages, when several transactions run at once', async ({
    world,
    db,
    addIdentity,
    services,
    newestOf,
  }) => {
    const numbers = [await world.open(), await world.open()];
    const cleo = await db.prisma.person.create({
      data: {
        name: 'Cleo',
        email: 'cleo@plainview.example',
        kind: 'contact',
        accountId: world.ada.accountId,
        contactType: 'support',
      },
    });
    await addIdentity({ ...world.ben, id: cleo.id, name: cleo.name, email: cleo.email }, 'D0CLEO');
    const rows = await db.prisma.case.findMany({ where: { number: { in: numbers } } });
    await db.prisma.recipient.createMany({
      data: rows.map(({ id }) => ({ caseId: id, personId: cleo.id, addedAt: world.at.now })),
    });
    await Promise.all(numbers.map((number) => addPost(services, world.max, { number, text: 'at once' }, world.request())));
    for (const number of numbers) expect(await newestOf(number)).toEqual([...ada, 'D0CLEO', 'cleo@plainview.example'].sort());
  });
});

describe('a muted recipient', () => {
  it('gets the card with the first message that reaches everyone', async ({
    setLevel,
    world,
    openForBoth,
    db,
    writes,
    newestOf,
  }) => {
    await setLevel(world.ben, 'mute');
    const number = await openForBoth();
    const cardsOfBen = () =>
      db.prisma.delivery.count({ where: { case: { number }, kind: 'card', destination: { channelId: 'D0BEN' } } });
    expect(await writes(world.max, number, 'small talk')).toEqual(ada);
    expect(await cardsOfBen()).toBe(0);
    const { id: caseId } = await db.prisma.case.findUniqueOrThrow({ where: { number } });
    const asks = { caseId, kind: 'event' as const, action: 'ask', body: '?', authorName: 'Max', createdAt: world.at.now };
    const post = await db.prisma.post.create({ data: asks });
    await enqueuePost(db.prisma, post);
    expect(await newestOf(number)).toEqual(both);
    expect(await cardsOfBen()).toBe(1);
    await setLevel(world.ben, 'all');
  });

  it('mutes everything, or one case they are a recipient of', async ({ openForBoth, setLevel, world, services }) => {
    const number = await openForBoth();
    await setLevel(world.ben, 'status');
    await setLevel(world.ben, 'mute', number);
    expect(await readNotification(services, world.ben, number)).toMatchObject({ everything: 'status', case: { level: 'mute' } });
    await setNotification(services, world.ben, { number, level: null }, world.request());
    await setLevel(world.ben, 'all');
    expect(await readNotification(services, world.ben, number)).toMatchObject({ everything: 'all', case: { level: null } });
    await expect(setLevel(world.rosa, 'mute', number)).rejects.toMatchObject({ code: 'unknown-case' });
    await expect(setLevel(world.rita, 'mute', number)).rejects.toMatchObject({ code: 'not-recipient' });
    await expect(readNotification(services, world.rita, number)).rejects.toMatchObject({ code: 'not-recipient' });
  });
});

describe('the daily digest', () => {
  it.beforeEach(async ({ db, world, setClock }) => {
    await db.prisma.delivery.deleteMany({ where: { kind: 'digest' } });
    await db.prisma.digest.deleteMany();
    await db.prisma.idempotencyKey.deleteMany();
    await db.prisma.recipient.deleteMany({ where: { personId: world.ben.id } });
    await db.prisma.person.updateMany({ data: { notify: 'all' } });
    setClock('2026-11-02T15:00:00Z');
  });

  it("is sent when the account's business day begins, in its time zone", async ({
    openForBoth,
    services,
    world,
    writes,
    setLevel,
    setClock,
    sentTo,
  }) => {
    const number = await openForBoth();
    const filed = { workspaceId: vendor, directChannel: 'D0ROSA' };
    const theirs = await openCase(services, world.rosa, newCase, filed, world.request());
    if (theirs === 'repeat') throw new Error('repeat');
    await writes(world.max, number, 'in the morning');
    await setLevel(world.ben, 'digest');
    await setLevel(world.rosa, 'digest');
    setClock('2026-11-02T16:05:00Z');
    expect(await sendDigests(services), 'not on the day on which it was chosen').toEqual({ digests: 0 });
    setClock('2026-11-02T23:00:00Z');
    await writes(world.max, number, 'in the evening');
    await writes(world.max, theirs.number, 'to Rosa');
    setClock('2026-11-03T12:05:00Z');
    expect(await sendDigests(services)).toEqual({ digests: 0 });
    setClock('2026-11-03T13:05:00Z'); // 8:05 in New York, 7:05 in Chicago
    expect(await sendDigests(services)).toEqual({ digests: 1 });
    expect(await sentTo()).toEqual(['D0ROSA', 'rosa@rivertown.example']);
    setClock('2026-11-03T14:05:00Z');
    expect(await sendDigests(services)).toEqual({ digests: 1 });
    expect(await sentTo()).toEqual(['D0ROSA', 'rosa@rivertown.example', 'D0BEN', 'ben@plainview.example']);
  });

  it('is sent once a day, even with two schedulers, and only with news', async ({
    openForBoth,
    setLevel,
    world,
    setClock,
    writes,
    services,
    sentTo,
    db,
    newestDigest,
  }) => {
    const number = await openForBoth();
    await setLevel(world.ben, 'digest');
    setClock('2026-11-02T23:00:00Z');
    await writes(world.max, number, 'first');
    setClock('2026-11-03T14:05:00Z');
    await Promise.all([sendDigests(services), sendDigests(services), sendDigests(services)]);
    expect(await sentTo()).toEqual(['D0BEN', 'ben@plainview.example']);
    expect(
      await db.prisma.digest.count({ where: { personId: world.ben.id, until: { gt: new Date('2026-11-03T00:00:00Z') } } }),
    ).toBe(1);
    await writes(world.max, number, 'during the day');
    setClock('2026-11-03T16:05:00Z');
    expect(await sendDigests(services)).toEqual({ digests: 0 });
    setClock('2026-11-04T14:05:00Z');
    expect(await sendDigests(services)).toEqual({ digests: 1 });
    expect(await newestDigest()).toContain('New · 1 new post by Max Reyes');
    setClock('2026-11-05T14:05:00Z');
    expect(await sendDigests(services), 'nothing new').toEqual({ digests: 0 });
    expect(await sentTo()).toHaveLength(4);
  });

  it('waits for the next business day over weekends and closed days', async ({
    world,
    db,
    openForBoth,
    setLevel,
    setClock,
    writes,
    services,
  }) => {
    const account = { id: world.ben.accountId };
    await db.prisma.account.update({ where: account, data: { closed: ['2026-11-09'] } });
    const number = await openForBoth();
    await setLevel(world.ben, 'digest');
    setClock('2026-11-06T23:00:00Z'); // Friday evening
    await writes(world.max, number, 'have a nice weekend');
    for (const day of ['2026-11-07', '2026-11-08', '2026-11-09']) {
      setClock(`${day}T15:05:00Z`);
      expect(await sendDigests(services)).toEqual({ digests: 0 });
    }
    setClock('2026-11-10T14:05:00Z');
    expect(await sendDigests(services)).toEqual({ digests: 1 });
    await db.prisma.account.update({ where: account, data: { closed: [] } });
  });

  it('contains only posts by others, without notes and deleted posts', async ({
    openForBoth,
    world,
    setLevel,
    setClock,
    writes,
    services,
    db,
    newestDigest,
  }) => {
    const [withNews, silent, muted, quiet] = [
      await openForBoth({ subject: 'With news' }),
      await openForBoth({ subject: 'With a note only' }),
      await openForBoth({ subject: 'Muted' }),
      await openForBoth({ subject: 'Told at once' }),
    ];
    const notMine = await world.open({ subject: 'Not a recipient' });
    await setLevel(world.ben, 'digest');
    await setLevel(world.ben, 'mute', muted);
    await setLevel(world.ben, 'all', quiet);
    setClock('2026-11-02T23:00:00Z');
    for (const number of [withNews, muted, quiet, notMine]) await writes(world.max, number, 'news');
    await writes(world.ada, withNews, 'my own');
    await writes(world.ben, withNews, 'of the own');
    await addNote(services, world.max, { number: silent, text: 'secret' }, world.request());
    await writes(world.max, silent, 'regret');
    const regret = await db.prisma.post.findFirstOrThrow({ where: { body: 'regret', case: { number: silent } } });
    await deletePost(services, world.max, regret.id, 'delete-it');
    setClock('2026-11-03T14:05:00Z');
    expect(await sendDigests(services)).toEqual({ digests: 1 });
    const card = await newestDigest();
    expect(card).toContain('# Daily digest: news on 1 case');
    expect(card).toContain(`CB-${withNews} With news | New · 2 new posts by Ada Park and Max Reyes | [View case]`);
    expect(card).not.toMatch(/secret|note|Muted|Told at once|Not a recipient/);
  });

  it('can be chosen for single cases', async ({ openForBoth, setLevel, world, setClock, writes, services, newestDigest }) => {
    const number = await openForBoth();
    const other = await openForBoth();
    await setLevel(world.ben, 'digest', number);
    setClock('2026-11-02T23:00:00Z');
    for (const one of [number, other]) await writes(world.max, one, 'news');
    setClock('2026-11-03T14:05:00Z');
    expect(await sendDigests(services)).toEqual({ digests: 1 });
    expect(await newestDigest()).toContain('news on 1 case');
  });

  it('lists twenty cases and counts the rest', async ({ world, db, setLevel, setClock, services, newestDigest }) => {
    const numbers = [];
    for (let n = 0; n < 22; n += 1) numbers.push(await world.open());
    const rows = await db.prisma.case.findMany({ where: { number: { in: numbers } } });
    await db.prisma.recipient.createMany({
      data: rows.map(({ id }) => ({ caseId: id, personId: world.ben.id, addedAt: world.at.now })),
    });
    await setLevel(world.ben, 'digest');
    setClock('2026-11-02T23:00:00Z');
    const post = {
      kind: 'public' as const,
      body: 'news',
      authorName: 'Max Reyes',
      authorId: world.max.id,
      createdAt: world.at.now,
    };
    await db.prisma.post.createMany({ data: rows.map(({ id }) => ({ ...post, caseId: id })) });
    setClock('2026-11-03T14:05:00Z');
    await sendDigests(services);
    const card = await newestDigest();
    expect(card?.match(/\[View case\]/g)).toHaveLength(20);
    expect(card).toContain('# Daily digest: news on 22 cases');
    expect(card).toContain('and 2 more');
  });

  it('covers one day for people who come back to it, not the time in between', async ({
    openForBoth,
    setLevel,
    world,
    writes,
    setClock,
    services,
    newestDigest,
  }) => {
    const number = await openForBoth();
    await setLevel(world.ben, 'digest');
    await setLevel(world.ben, 'all');
    await writes(world.max, number, 'long ago');
    setClock('2027-11-02T15:00:00Z');
    await setLevel(world.ben, 'digest');
    await writes(world.max, number, 'just now');
    setClock('2027-11-03T14:05:00Z');
    await sendDigests(services);
    expect(await newestDigest()).toContain('1 new post by');
  });

  it('is not sent to people who left or have no destination, and keeps their news', async ({
    openForBoth,
    setLevel,
    world,
    setClock,
    writes,
    db,
    sentTo,
  }) => {
    const number = await openForBoth();
    await setLevel(world.ben, 'digest');
    setClock('2026-11-02T23:00:00Z');
    await writes(world.max, number, 'news');
    await db.prisma.identity.updateMany({ where: { personId: world.ben.id }, data: { directChannel: null } });
    setClock('2026-11-03T14:05:00Z');
    expect(await sendDigests(world.services)).toEqual({ digests: 0 });
    await db.prisma.identity.updateMany({ where: { personId: world.ben.id }, data: { directChannel: 'D0BEN' } });
    await db.prisma.person.update({ where: { id: world.ben.id }, data: { active: false } });
    setClock('2026-11-04T14:05:00Z');
    expect(await sendDigests(world.services)).toEqual({ digests: 0 });
    await db.prisma.person.update({ where: { id: world.ben.id }, data: { active: true } });
    setClock('2026-11-05T14:05:00Z');
    expect(await sendDigests(world.services)).toEqual({ digests: 1 });
    expect(await sentTo()).toEqual(['D0BEN']);
  });
});
